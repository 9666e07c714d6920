"""A reason said before is answered from memory, and answered the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.text.cache import CacheInfo, Recent
from routing.text.model import Hypothesis

TEXTS = st.sampled_from(["lost card", "LOST  card", "what is my pin", "blah", "", "the rate, please", "🙂"])
HEARD = st.lists(st.tuples(TEXTS, st.floats(0, 1)), min_size=1, max_size=3)


class Counted:
    """Makes a value and counts how often it had to."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return f"value {self.made}"


@pytest.fixture(scope="module")
def remembering(small_model):
    """The small model with room for three predictions, so that entries come and go."""
    return replace(small_model, predictions=Recent(3), reasons=Recent(3))


@settings(max_examples=60)
@given(heard=HEARD)
def test_no_prediction_is_changed_by_being_kept(small_model, remembering, heard):
    hypotheses = [Hypothesis(*one) for one in heard]
    kept, plain = remembering.predict(hypotheses), small_model.predict(hypotheses)
    assert kept.probabilities.tolist() == plain.probabilities.tolist()
    assert kept.in_scope == plain.in_scope


@settings(max_examples=60)
@given(text=TEXTS, count=st.integers(0, 5))
def test_no_reason_given_is_changed_by_being_kept(small_model, remembering, text, count):
    chosen = small_model.intents[:count]
    for _ in range(2):
        assert remembering.because(text, chosen) == small_model.because(text, chosen)


def test_a_reason_said_again_is_found_whatever_its_case_and_blanks(small_model):
    model = replace(small_model, predictions=Recent(10))
    for text in ("Lost card", "lost  CARD", "my pin", "lost card"):
        model.predict((Hypothesis(text),))
    assert model.predictions.info() == CacheInfo(hits=2, misses=2, kept=2, most=10)


def test_the_value_asked_for_longest_ago_goes_first():
    recent, made = Recent(2), Counted()
    assert [recent.get((key,), made) for key in "abacab"] == [
        "value 1", "value 2", "value 1", "value 3", "value 1", "value 4",
    ]  # fmt: skip


def test_without_room_nothing_is_kept_or_counted():
    recent, made = Recent(0), Counted()
    assert [recent.get(("a",), made) for _ in range(2)] == ["value 1", "value 2"]
    assert recent.info() == CacheInfo(0, 0, 0, 0)


def test_another_model_version_never_gets_the_old_versions_answer(small_model):
    shared = Recent(10)
    models = [replace(small_model, version=version, predictions=shared) for version in ("old", "new")]
    for model in models:
        model.predict((Hypothesis("lost card"),))
    assert shared.info().misses == 2


def test_the_words_themselves_are_not_kept():
    recent = Recent(10)
    recent.get(("version", "my name is okafor"), lambda: 1.0)
    assert b"okafor" not in b"".join(recent._values)
    assert "okafor" not in repr(vars(recent))


def test_two_processes_would_keep_the_same_words_under_different_keys():
    one, two = Recent(1), Recent(1)
    for recent in (one, two):
        recent.get(("lost card",), lambda: 1.0)
    assert list(one._values) != list(two._values)


def test_many_threads_share_it_within_its_bound():
    recent = Recent(5)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: recent.get((str(n % 9),), lambda: n % 9), range(2000)))
    assert found == [n % 9 for n in range(2000)]
    info = recent.info()
    assert info.kept <= 5
    assert info.hits + info.misses == 2000
