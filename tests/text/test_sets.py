import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.sets import Sets, conformal

PROBABILITIES = st.floats(0, 1)


@given(given_=st.lists(PROBABILITIES, min_size=2, max_size=200), coverage=st.floats(0.5, 0.999))
def test_of_exchangeable_calls_at_least_the_promised_share_is_covered(given_, coverage):
    """Whichever of n + 1 calls is the new one, each is equally likely to be it: so count over all of them."""
    calls = np.array(given_)
    covered = [calls[new] >= conformal(np.delete(calls, new), coverage).least for new in range(len(calls))]
    assert np.mean(covered) >= coverage - 1e-9


@given(seed=st.integers(0, 10_000), coverage=st.sampled_from([0.8, 0.9, 0.95]))
def test_sets_cover_fresh_calls_of_a_model_however_badly_it_is_calibrated(seed, coverage):
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.full(8, 0.3), size=3000)
    labels = np.array([random.choice(8, p=row**0.3 / (row**0.3).sum()) for row in probabilities])
    of_label = probabilities[np.arange(3000), labels]
    sets = conformal(of_label[:1500], coverage)
    fresh = [label in sets.members(row) for row, label in zip(probabilities[1500:], labels[1500:], strict=True)]
    assert np.mean(fresh) >= coverage - 0.05


@given(given_=st.lists(PROBABILITIES, min_size=200, max_size=400, unique=True), coverage=st.floats(0.5, 0.99))
def test_no_more_is_kept_than_the_promise_needs(given_, coverage):
    calls = np.array(given_)
    assert (calls >= conformal(calls, coverage).least).mean() <= coverage + 2 / len(calls)


@given(
    weights=st.lists(st.floats(0.01, 1), min_size=1, max_size=12),
    least=st.floats(0, 1),
)
def test_a_set_holds_the_likeliest_intents_first_and_is_never_empty(weights, least):
    probabilities = np.array(weights) / np.sum(weights)
    members = Sets(0.9, least).members(probabilities)
    assert probabilities[members[0]] == probabilities.max()
    assert list(probabilities[members]) == sorted(probabilities[members], reverse=True)
    outside = np.delete(probabilities, members)
    assert (outside < least).all()


@pytest.mark.parametrize(("calls", "coverage"), [(18, 0.95), (8, 0.9), (0, 0.5)])
def test_with_too_few_calls_to_promise_anything_every_intent_is_kept(calls, coverage):
    sets = conformal(np.full(calls, 0.9), coverage)
    assert len(sets.members(np.array([0.98, 0.02, 0.0]))) == 3


def test_the_threshold_is_the_one_worked_out_on_paper():
    """Nineteen calls at 90 %: the second lowest of their probabilities, as 0.1 times 20 is 2."""
    assert conformal(np.arange(1, 20) / 20, 0.9).least == pytest.approx(0.10)
