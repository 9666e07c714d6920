from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.catalogue.golden import GoldenCall
from training.calls import LabelledCall
from training.differences import Compared
from training.gate import Floors, Margins, judged
from training.gate.checks import line_of

from .conftest import DEPARTMENTS, calls, evidence, right, wrong

CALLS = calls(240)
MODEL = st.lists(st.booleans(), min_size=len(CALLS), max_size=len(CALLS)).map(
    lambda hits: [right(call) if hit else wrong(right(call)) for call, hit in zip(CALLS, hits, strict=True)]
)
NEARLY_RIGHT = st.sets(st.integers(0, len(CALLS) - 1), max_size=20).map(
    lambda faults: [wrong(right(call)) if place in faults else right(call) for place, call in enumerate(CALLS)]
)


def check(verdict, name):
    return next(each for each in verdict.checks if each.name == name)


def failed(verdict):
    return {each.name for each in verdict.checks if not each.passed}


def worse(scored, many, counts=lambda one: one.call.in_scope):
    """Return the calls with the first `many` that count made wrong."""
    left = iter(range(many))
    return [wrong(one) if counts(one) and next(left, None) is not None else one for one in scored]


@given(MODEL)
def test_a_model_is_never_refused_against_itself(model):
    assert judged(evidence(model, model)).passed


@given(live=NEARLY_RIGHT, candidate=NEARLY_RIGHT, random=st.randoms(use_true_random=False))
def test_the_order_of_calls_does_not_matter(live, candidate, random):
    pairs = list(zip(live, candidate, strict=True))
    random.shuffle(pairs)
    assert judged(evidence(*zip(*pairs, strict=True))) == judged(evidence(live, candidate))


@given(live=NEARLY_RIGHT, candidate=NEARLY_RIGHT, place=st.integers(0, len(CALLS) - 1))
def test_making_one_right_call_wrong_never_turns_a_refusal_into_a_pass(live, candidate, place):
    """But for calibration: an error can make a model that doubts too much look as right as it says it is."""
    now_wrong = [wrong(one) if at == place and one == right(one.call) else one for at, one in enumerate(candidate)]
    before, after = (failed(judged(evidence(live, each))) - {"calibration"} for each in (candidate, now_wrong))
    assert before <= after


def test_a_loss_within_the_margin_passes_and_says_its_numbers(all_right):
    verdict = judged(evidence(all_right, worse(all_right, 1)))
    assert verdict.passed
    found = check(verdict, "department")
    assert (found.live, found.candidate, found.margin) == (1.0, 0.996, 0.005)
    assert found.text == (
        "department right: 99.6 % against 100.0 % live, 0.4 points worse; at most 0.5 points allowed "
        "(95 % interval −2.2 to +1.1; 250 calls, p = 1)"
    )


def test_a_loss_beyond_the_margin_is_refused_with_its_reason(all_right):
    verdict = judged(evidence(all_right, worse(all_right, 3)))
    assert not verdict.passed
    assert {"department", "intent", "transferred_right"} == failed(verdict)
    assert any("1.2 points worse" in reason for reason in verdict.reasons)


def test_a_loss_within_a_wide_margin_is_refused_all_the_same_when_chance_cannot_explain_it(all_right):
    wide = Margins(department=0.1, intent=0.1, transferred_right=0.1)
    assert judged(evidence(all_right, worse(all_right, 5)), wide).passed
    assert failed(judged(evidence(all_right, worse(all_right, 6)), wide)) == {"department", "intent"}


def test_one_common_wording_is_no_proof_beyond_chance_and_the_sentence_says_so(all_right):
    common = [replace(one, call=replace(one.call, reason="my card")) for one in all_right[:10:3]]
    live = common * 10 + all_right
    wide = Margins(department=0.2, intent=0.2, transferred_right=0.2, calibration=0.2)
    verdict = judged(evidence(live, worse(live, 40)), wide)
    assert verdict.passed
    found = check(verdict, "department")
    assert found.candidate == pytest.approx(1 - 40 / 290, abs=1e-3)
    assert "290 calls, p = 1, a wording counted once" in found.text


def test_gains_make_up_for_losses(all_right):
    live, candidate = worse(all_right, 8), worse(all_right[::-1], 8)[::-1]
    assert judged(evidence(live, candidate)).passed


def test_more_strangers_transferred_are_refused(all_right):
    verdict = judged(evidence(all_right, worse(all_right, 2, lambda one: not one.call.in_scope)))
    assert failed(verdict) == {"out_of_scope"}
    assert "96.0 % against 100.0 % live" in check(verdict, "out_of_scope").text


@pytest.mark.parametrize(("action", "name"), [("operator", "operator"), ("ask", "questions")])
def test_a_model_that_leaves_more_to_the_operator_or_asks_more_is_refused(all_right, action, name):
    hesitant = [replace(one, action=action) if at % 20 == 0 else one for at, one in enumerate(all_right)]
    assert failed(judged(evidence(all_right, hesitant))) == {name}


def test_a_model_that_is_surer_than_it_is_right_is_refused(all_right):
    live = [replace(one, confidence=0.99) for one in all_right]
    doubting = [replace(one, confidence=0.9) for one in all_right]
    assert failed(judged(evidence(live, doubting))) == {"calibration"}
    assert judged(evidence(doubting, live)).passed


def test_one_department_that_fails_beyond_chance_is_refused_even_if_the_whole_is_better():
    live = [wrong(right(call)) if call.department == "cards" else right(call) for call in calls(360)]
    candidate = worse([right(call) for call in calls(360)], 15, lambda one: one.call.department == "loans")
    verdict = judged(evidence(live, candidate))
    assert failed(verdict) == {"department.loans"}
    assert check(verdict, "department.cards").passed


def test_a_department_with_few_calls_is_not_judged_by_itself(all_right):
    checks = judged(evidence(all_right, all_right), Margins(least_group_calls=101)).checks
    (others,) = [each for each in checks if each.name.startswith("department.")]
    assert others.word == "not judged"
    assert all(name in others.text for name in DEPARTMENTS)
    assert {f"department.{name}" for name in DEPARTMENTS} <= {
        each.name for each in judged(evidence(all_right, all_right)).checks
    }


def test_too_few_calls_are_refused_and_the_message_says_what_to_do():
    few = [right(call) for call in calls(60)]
    verdict = judged(evidence(few, few))
    assert failed(verdict) == {"calls"}
    assert "lower gate.least_calls in organisation.yaml" in verdict.reasons[0]
    assert judged(evidence(few, few), Margins(least_calls=60)).passed


@pytest.mark.parametrize(("facts", "name"), [({"latency_ms": (2.0, 3.1)}, "latency"), ({"sizes": (201, 100)}, "size")])
def test_a_slow_or_large_model_is_refused(all_right, facts, name):
    assert failed(judged(evidence(all_right, all_right, **facts))) == {name}


def test_what_was_not_measured_is_not_judged(all_right):
    names = {each.name for each in judged(evidence(all_right, all_right, latency_ms=None, sizes=None)).checks}
    assert names.isdisjoint({"latency", "size", "new_intents"})


def new_calls(many):
    return [right(LabelledCall(f"new {number}", "fraud_9", "fraud")) for number in range(many)]


def test_calls_with_new_intents_can_neither_save_a_candidate_nor_sink_it_among_the_others(all_right):
    new = new_calls(200)
    lost = [wrong(one) for one in new]
    saved = judged(evidence(all_right, worse(all_right, 3), new_live=lost, new=new))
    assert failed(saved) == {"department", "intent", "transferred_right"}
    assert check(saved, "new_intents").candidate == 1.0
    assert failed(judged(evidence(all_right, all_right, new_live=new, new=lost))) == {"new_intents"}


def played(line, before, now):
    at = datetime(2026, 11, 24, 11, tzinfo=UTC)
    golden = GoldenCall(f"golden.csv:{line}", "my card is gone", "transfer", "fraud", "", at)
    return Compared(golden, "transfer, cards, card_order", (), before, now)


GOLDEN = (played(2, (), ()), played(3, (), ("department",)), played(4, ("action",), ()), played(5, ("a",), ("b",)))


def test_a_golden_call_that_was_right_and_is_wrong_is_refused_by_name(all_right):
    verdict = judged(evidence(all_right, all_right, golden=GOLDEN))
    assert failed(verdict) == {"golden"}
    assert "golden.csv:3 “my card is gone” (transfer, cards, card_order)" in verdict.reasons[0]
    assert "golden.csv:5" not in verdict.reasons[0]


def test_a_golden_call_whose_line_is_accepted_may_change(all_right):
    verdict = judged(evidence(all_right, all_right, golden=GOLDEN), accepted={3})
    assert verdict.passed
    assert check(verdict, "golden").text == "golden calls right: 2 of 4 against 2 live; 1 accepted as changed"
    assert [line_of(each) for each in GOLDEN] == [2, 3, 4, 5]


def alone(candidate, **other):
    return evidence([], candidate, against="", latency_ms=None, sizes=(100, None), **other)


def test_a_first_model_is_judged_by_floors_alone(all_right):
    assert judged(alone(all_right)).passed
    verdict = judged(alone(all_right), Margins(floors=Floors(calibration_error=0.01)))
    assert failed(verdict) == {"calibration"}
    assert "no model is live to compare with" in verdict.checks[0].text
    assert verdict.against == ""


def test_a_first_model_that_is_mostly_wrong_is_refused(all_right):
    verdict = judged(alone(worse(all_right, 200)))
    assert {"department", "intent", "transferred_right", "calibration"} == failed(verdict)


def test_a_first_model_with_few_calls_may_go_live_unless_golden_calls_are_wrong():
    few = [wrong(right(call)) for call in calls(30)]
    assert judged(alone(few)).passed
    assert failed(judged(alone(few, golden=GOLDEN))) == {"golden"}
