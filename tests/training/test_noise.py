"""What noise promises: how much, how like the real thing, and always the same from the same seed."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routing.text.normalise import normalise
from training.noise.heard import CHANCES, FILLERS, cut, doubled, dropped, heard, replaced
from training.noise.noisy import KINDS, noisy
from training.noise.sounds import PHONEMES, lexicon, near, pronounce
from training.noise.typed import neighbours, slip, typed
from training.noise.wer import changes, corpus_error_rate, edits, shares, spoken_words, word_error_rate

SAID = (
    "hello I have lost my bank card somewhere in town and I would like you to stop it please",
    "could you tell me how much is left to pay on my mortgage",
    "the cash machine swallowed my card",
    "I don't want to close it, I only want a new PIN",
    "when does the branch in the high street open tomorrow morning",
    "why was I charged twice for the same thing last week",
)
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(SAID))
RATES = st.floats(0, 1)
KIND = st.sampled_from(sorted(KINDS))
SEEDS = st.integers(0, 2**32)


@given(text=TEXTS, kind=KIND, seed=SEEDS)
def test_no_noise_changes_nothing(text, kind, seed):
    assert noisy(text, 0, np.random.default_rng(seed), kind) == text


@given(text=TEXTS, rate=RATES, kind=KIND, seed=SEEDS)
def test_the_same_seed_gives_the_same_text(text, rate, kind, seed):
    one, other = (noisy(text, rate, np.random.default_rng(seed), kind) for _ in range(2))
    assert one == other


@given(text=TEXTS, rate=RATES, kind=KIND, seed=SEEDS)
def test_something_is_left_of_every_text_that_says_something(text, rate, kind, seed):
    assume(normalise(text))
    assert normalise(noisy(text, rate, np.random.default_rng(seed), kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2, 0.3, 0.5])
def test_over_many_texts_the_word_error_rate_is_the_one_asked_for_to_within_a_tenth(kind, rate):
    random = np.random.default_rng(1)
    pairs = [(said, noisy(said, rate, random, kind)) for said in SAID * 150]
    assert corpus_error_rate(pairs) == pytest.approx(rate, rel=0.1)


def test_most_errors_of_a_recogniser_are_wrong_words_and_some_words_go_missing_or_appear():
    random = np.random.default_rng(2)
    found = shares([(said, noisy(said, 0.2, random)) for said in SAID * 100])
    assert found["replaced"] > 0.6
    assert found["dropped"] > 0.05
    assert found["added"] > 0.03


def test_a_recogniser_spares_some_texts_and_spoils_others():
    random = np.random.default_rng(3)
    rates = [word_error_rate(SAID[0], heard(SAID[0], 0.2, random)) for _ in range(300)]
    assert np.mean(np.array(rates) == 0) > 0.1
    assert np.mean(np.array(rates) > 0.4) > 0.05


def test_what_a_recogniser_heard_has_neither_capitals_nor_punctuation():
    assert heard("I don't want it. STOP!", 1e-9, np.random.default_rng(0)) == "i don't want it stop"


@given(rate=RATES, seed=SEEDS, said=st.sampled_from(SAID))
def test_slips_of_the_fingers_change_no_more_than_words(rate, seed, said):
    found = typed(said, rate, np.random.default_rng(seed))
    assert len(found.split()) == len(said.split())
    assert [c for c in found if not c.isalpha() and c != "'"] == [c for c in said if not c.isalpha() and c != "'"]


@pytest.mark.parametrize(
    ("rate", "kind", "fault"),
    [
        (-0.1, "heard", r"from 0 to 1, found -0\.1"),
        (20, "heard", "from 0 to 1, found 20; 20 % is 0.2"),
        (float("nan"), "typed", "from 0 to 1, found nan"),
        (0.2, "asr", "one of heard, typed as the kind of noise, found 'asr'"),
    ],
)
def test_noise_that_cannot_be_made_is_refused(rate, kind, fault):
    with pytest.raises(ValueError, match=fault):
        noisy("text", rate, np.random.default_rng(0), kind)


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("card", "K AA R D"),
        ("don't", "D OW N T"),
        ("dont", "D OW N T"),
        ("overdraft", "OW V ER D R AE F T"),
        ("larkfield", "L AA R K F IY L D"),
        ("zib", "Z IH B"),
        ("42", ""),
        ("où", ""),
    ],
)
def test_a_word_is_pronounced_from_the_table_from_its_parts_or_from_its_spelling(word, sounds):
    assert " ".join(pronounce(word)) == sounds


@given(word=st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_every_word_of_letters_has_sounds(word):
    assert set(pronounce(word)) <= set(PHONEMES)
    assert pronounce(word)


@pytest.mark.parametrize(
    ("said", "expected"), [("their", "there"), ("cheque", "check"), ("bill", "build"), ("card", "guard")]
)
def test_homophones_and_their_like_are_near(said, expected):
    assert expected in near(pronounce(said))[0]


@pytest.mark.parametrize("word", ["balance", "card", "mortgage", "the"])
def test_a_word_of_the_table_is_the_nearest_to_itself_and_chances_sum_to_one(word):
    words, chances = near(pronounce(word))
    assert words[0] == word
    assert chances.sum() == pytest.approx(1)
    assert (np.diff(chances) <= 0).all()


def test_two_words_may_be_heard_as_one_and_one_as_two():
    random = np.random.default_rng(0)
    assert "helping" in {replaced(["help", "with"], random)[0] for _ in range(50)}
    assert all(len(cut(["overdraft"], random)) == 2 for _ in range(20))
    assert cut(["my"], random) == ["my"]


def test_short_words_are_dropped_and_long_ones_kept():
    random = np.random.default_rng(0)
    gone = {word: sum(dropped([word], random) == [] for _ in range(400)) for word in ("a", "transaction")}
    assert gone["a"] > 5 * gone["transaction"] > 0


def test_a_word_is_said_twice_or_a_small_one_put_after_it():
    random = np.random.default_rng(0)
    found = {tuple(doubled(["card"], random)) for _ in range(200)}
    assert ("card", "card") in found
    assert {last for _, last in found} <= {"card", *FILLERS}


@given(word=st.from_regex(r"[a-z]{1,9}", fullmatch=True), seed=SEEDS)
def test_a_slip_makes_another_word_with_at_most_two_letters_changed(word, seed):
    found = slip(word, np.random.default_rng(seed))
    assert found != word
    assert 1 <= edits(" ".join(word), " ".join(found)).count <= 2


@pytest.mark.parametrize(("key", "beside"), [("g", "ftyhbv"), ("q", "wa"), ("P", "OL"), ("m", "njk")])
def test_neighbouring_keys_are_those_a_finger_may_hit_instead(key, beside):
    assert set(neighbours(key)) == set(beside)


@pytest.mark.parametrize(
    ("said", "heard_", "rate"),
    [
        ("help with my bill", "held mitt pile", 1.0),
        ("Stop my card!", "stop my card", 0.0),
        ("stop my card", "stop the my card", 1 / 3),
        ("stop my card", "", 1.0),
        ("stop", "stop it now please", 3.0),
        ("", "hello", 1.0),
        ("", "", 0.0),
    ],
)
def test_the_word_error_rate_is_changes_over_words_said(said, heard_, rate):
    assert word_error_rate(said, heard_) == pytest.approx(rate)


def test_edits_name_the_words():
    found = edits("could i order some money please", "good director some money please uh")
    assert found.replaced == (("i", "good"), ("order", "director")) or found.replaced[-1] == ("order", "director")
    assert found.added == ("uh",)
    assert len(found.dropped) == 1


WORDS = st.lists(st.sampled_from("abcd"), max_size=7)


@given(one=WORDS, other=WORDS, third=WORDS)
def test_edits_are_a_distance(one, other, third):
    assert (changes(one, other).count == 0) == (one == other)
    assert changes(one, other).count == changes(other, one).count
    assert changes(one, third).count <= changes(one, other).count + changes(other, third).count
    assert len(one) - len(changes(one, other).dropped) == len(other) - len(changes(one, other).added)


def test_the_table_is_sound():
    table = lexicon()
    assert len(set(table.words)) == len(table.words) == 12_000
    assert table.lengths.min() >= 1
    assert (np.diff(table.rarity) >= 0).all()
    assert all(spoken_words(word) == [word] for word in table.words)
    assert CHANCES.sum() == pytest.approx(1)
