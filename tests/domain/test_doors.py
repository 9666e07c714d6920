"""No caller meets a closed door, whatever is closed and whoever covers for whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Costs
from routing.domain.decision import Ask, Callback, Operator, Transfer, Urgent
from routing.domain.manner import Manner
from routing.domain.policy import decide
from routing.domain.switchboard import Switchboard

FRONT_DESK = "front_desk"
DEPARTMENT_OF = {"card_lost": "fraud", "card_new": "cards", "loan_new": "loans", "person_please": FRONT_DESK}
DEPARTMENTS = sorted(set(DEPARTMENT_OF.values()))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 25, 8, tzinfo=UTC)
CALL = Call("call-1", "a reason", NOON)
BOARD = Switchboard(Costs(), FRONT_DESK, max_hops=3, urgent=frozenset(("card_lost",)))

some = st.frozensets(st.sampled_from(DEPARTMENTS))
covers = st.dictionaries(
    st.sampled_from(DEPARTMENTS), st.lists(st.sampled_from(DEPARTMENTS), max_size=3, unique=True).map(tuple)
)


@st.composite
def beliefs(draw):
    weights = draw(st.lists(st.integers(0, 100), min_size=len(DEPARTMENT_OF), max_size=len(DEPARTMENT_OF)))
    total = sum(weights) + draw(st.integers(0, 50)) or 1
    return Belief(dict(zip(DEPARTMENT_OF, (weight / total for weight in weights), strict=True)), DEPARTMENT_OF)


@st.composite
def boards(draw):
    closed = draw(some)
    overlong = draw(some) - closed
    covered_by = {name: tuple(each for each in by if each != name) for name, by in draw(covers).items()}
    rings_back = dict.fromkeys(draw(some) & (closed | overlong), TOMORROW)
    return replace(BOARD, closed=closed, overlong=overlong, covered_by=covered_by, rings_back=rings_back)


def shut(*departments, covered_by=None, rings_back=True):
    times = dict.fromkeys(departments, TOMORROW) if rings_back else {}
    return replace(BOARD, closed=frozenset(departments), covered_by=covered_by or {}, rings_back=times)


def busy(*departments, covered_by=None, rings_back=True):
    times = dict.fromkeys(departments, TOMORROW) if rings_back else {}
    return replace(BOARD, overlong=frozenset(departments), covered_by=covered_by or {}, rings_back=times)


def sure_of(intent):
    return Belief({intent: 1.0}, DEPARTMENT_OF)


@pytest.mark.parametrize(
    ("intent", "board", "decision"),
    [
        ("loan_new", shut("loans", covered_by={"loans": ("cards",)}), Transfer("cards", instead_of="loans")),
        ("loan_new", shut("loans", "cards", covered_by={"loans": ("cards",)}), Callback("loans", TOMORROW)),
        ("loan_new", shut("loans"), Callback("loans", TOMORROW)),
        ("loan_new", shut("loans", rings_back=False), Operator(FRONT_DESK, instead_of="loans")),
        ("loan_new", busy("loans", covered_by={"loans": ("cards",)}), Transfer("cards", instead_of="loans")),
        ("loan_new", busy("loans"), Callback("loans", TOMORROW)),
        ("loan_new", busy("loans", rings_back=False), Transfer("loans")),
        ("card_lost", shut("fraud"), Operator(FRONT_DESK, instead_of="fraud")),
        ("card_lost", busy("fraud"), Transfer("fraud")),
        ("card_lost", busy("fraud", covered_by={"fraud": ("cards",)}), Transfer("cards", instead_of="fraud")),
        ("card_lost", shut("fraud", FRONT_DESK), Callback("fraud", TOMORROW)),
        (
            "card_lost",
            shut("fraud", FRONT_DESK, covered_by={FRONT_DESK: ("loans",)}),
            Transfer("loans", instead_of="fraud"),
        ),
        ("person_please", shut(FRONT_DESK), Callback(FRONT_DESK, TOMORROW)),
    ],
)
def test_behind_a_closed_door_somebody_covers_or_rings_back(intent, board, decision):
    assert decide(CALL, sure_of(intent), board) == decision


def test_who_has_already_had_the_caller_does_not_cover():
    board = shut("loans", covered_by={"loans": ("cards", "fraud")})
    assert decide(replace(CALL, tried=frozenset(("cards",))), sure_of("loan_new"), board).department == "fraud"


def test_danger_finds_somebody_awake_when_the_front_desk_is_closed():
    danger = replace(CALL, manners=frozenset((Manner.DANGER,)))
    assert decide(danger, sure_of("loan_new"), shut(FRONT_DESK)) == Urgent(FRONT_DESK)
    assert decide(danger, sure_of("loan_new"), shut(FRONT_DESK, covered_by={FRONT_DESK: ("fraud",)})) == Urgent("fraud")


@given(belief=beliefs(), board=boards(), tried=some)
def test_no_caller_is_transferred_to_a_closed_door(belief, board, tried):
    decision = decide(replace(CALL, tried=tried), belief, board)
    assert not isinstance(decision, Transfer) or decision.department not in board.closed | tried


@given(belief=beliefs(), board=boards())
def test_an_urgent_reason_never_meets_a_closed_door_while_somebody_who_covers_is_awake(belief, board):
    urgent = Belief({"card_lost": 1.0}, DEPARTMENT_OF)
    decision = decide(CALL, urgent, board)
    awake = {"fraud", FRONT_DESK, *board.covered_by.get("fraud", ()), *board.covered_by.get(FRONT_DESK, ())}
    if awake - board.closed:
        assert isinstance(decision, Transfer | Operator)
        assert decision.department not in board.closed


@given(belief=beliefs(), board=boards(), tried=some)
def test_a_call_back_is_only_promised_for_a_time_that_is_known(belief, board, tried):
    decision = decide(replace(CALL, tried=tried), belief, board)
    assert not isinstance(decision, Callback) or board.rings_back[decision.department] == decision.at


@given(belief=beliefs(), board=boards(), tried=some)
def test_every_decision_names_one_department_of_the_house(belief, board, tried):
    decision = decide(replace(CALL, tried=tried), belief, board)
    assert decision.department in DEPARTMENTS
    assert not isinstance(decision, Ask) or not set(decision.options) & tried
