"""What a change does to callers is told call by call: what is broken, mended, changed or the same."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from routing.catalogue.golden import GoldenCall
from routing.domain.question import Choice
from training.differences import Change, Side, advise_unrecorded, as_fields, changes, compare, missed, verdict

TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
REASON = "I have lost my bank card"


@pytest.fixture
def side(catalogue, small_model):
    """The sample bank with the small model."""
    return Side(catalogue, small_model)


@pytest.fixture
def moved(side):
    """The same, but lost cards are for the cards team and for nobody else."""
    lost = replace(side.catalogue.intents["card_lost_or_stolen"], department="cards")
    return replace(
        side, catalogue=replace(side.catalogue, intents=side.catalogue.intents | {"card_lost_or_stolen": lost})
    )


def golden(reason=REASON, action="", department="", intent=""):
    return GoldenCall("golden.csv:2", reason, action, department, intent, TUESDAY_MORNING)


def test_a_catalogue_compared_with_itself_shows_nothing(side):
    calls = [golden(), golden("what is your mortgage rate today"), golden("purple monkey ladder")]

    assert {verdict(each) for each in compare(calls, side, side)} == {"same"}
    assert all(each.changes == () for each in compare(calls, side, side))


def test_a_department_that_no_longer_gets_its_calls_is_told_as_broken_and_the_way_back_as_mended(side, moved):
    call = golden(action="transfer", department="fraud")

    (broken,) = compare([call], side, moved)
    (mended,) = compare([call], moved, side)

    assert (verdict(broken), verdict(mended)) == ("broken", "mended")
    assert broken.wrong_now == ("department",)
    assert Change("department", "fraud", "cards") in broken.changes
    assert as_fields(broken)["given"] == "transfer, cards, card_lost_or_stolen"


def test_a_call_that_stays_wrong_is_neither_broken_nor_mended(side):
    (each,) = compare([golden(department="loans", intent="loan_apply")], side, side)
    assert verdict(each) == "wrong"
    assert each.wrong_now == ("department", "intent")


def test_a_call_without_expectations_can_change_but_not_break(side, moved):
    (each,) = compare([golden()], side, moved)
    assert verdict(each) == "changed"


def test_words_are_compared_stage_by_stage(side):
    louder = replace(
        side, catalogue=replace(side.catalogue, script={**side.catalogue.script, "greet": "GOOD DAY FROM THE BANK."})
    )

    (each,) = compare([golden(action="transfer", department="fraud")], side, louder)

    assert [change.what for change in each.changes] == ["words of greet"]
    assert each.changes[0].new == "GOOD DAY FROM THE BANK."
    assert verdict(each) == "changed"


@pytest.mark.parametrize(("confidence", "told"), [(0.90, False), (0.80, False), (0.79, True), (1.0, False)])
def test_confidence_counts_beyond_ten_points(side, confidence, told):
    advice = replace(advise_unrecorded(side.catalogue, side.model, REASON, TUESDAY_MORNING), confidence=0.9)
    found = changes(advice, replace(advice, confidence=confidence))
    assert [change.what for change in found] == (["confidence"] if told else [])


def test_a_question_is_right_if_it_offers_what_is_expected(side):
    advice = advise_unrecorded(side.catalogue, side.model, REASON, TUESDAY_MORNING)
    intents = side.catalogue.intents
    asked = replace(
        advice, choices=tuple(Choice(intents[name], name) for name in ("card_lost_or_stolen", "mortgage_rate"))
    )

    assert missed(golden(department="mortgages", intent="mortgage_rate"), asked) == ()
    assert missed(golden(department="mortgages", intent="mortgage_rate"), advice) == ("department", "intent")


def test_a_call_that_nobody_can_place_is_out_of_scope(side):
    advice = advise_unrecorded(side.catalogue, side.model, "purple monkey ladder", TUESDAY_MORNING)
    assert missed(golden(intent="out_of_scope", action="operator"), advice) == ()
