"""No caller meets a closed door: who stands in for a department that is closed or has too long a queue."""

from __future__ import annotations

from collections.abc import Iterable

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Callback, Decision, Operator, Transfer, Urgent
from routing.domain.switchboard import Switchboard


def through_an_open_door(decision: Decision, call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the decision, or what takes its place when its department does not answer in reasonable time.

    An urgent reason goes to whoever covers, else to the front desk, now. Any other goes to whoever covers, else is
    rung back at a time at which the department is open, and only if there is none to the front desk. Where life is in
    danger and the front desk is closed, whoever covers for it takes the call.
    """
    desk = decision.department
    if isinstance(decision, Transfer) and not board.answers(desk):
        return _in_place_of(desk, call, belief, board)
    if isinstance(decision, Urgent | Operator) and desk in board.closed:
        cover = _first(_open_covers(desk, call, board))
        if isinstance(decision, Urgent):
            return Urgent(cover or desk)
        return Transfer(cover, instead_of=desk) if cover else _rung_back(desk, board) or decision
    return decision


def _in_place_of(department: str, call: Call, belief: Belief, board: Switchboard) -> Decision:
    cover = _first(cover for cover in _open_covers(department, call, board) if board.answers(cover))
    if cover:
        return Transfer(cover, instead_of=department)
    if _is_urgent(department, belief, board):
        return _urgently(department, call, board)
    if rung_back := _rung_back(department, board):
        return rung_back
    return Operator(board.front_desk, instead_of=department) if department in board.closed else Transfer(department)


def _urgently(department: str, call: Call, board: Switchboard) -> Decision:
    """Return who takes an urgent reason now: a long queue is still better than a closed door or a later call."""
    if department not in board.closed:
        return Transfer(department)
    desk = board.front_desk
    if desk not in board.closed:
        return Operator(desk, instead_of=department)
    cover = _first((*_open_covers(department, call, board), *_open_covers(desk, call, board)))
    if cover:
        return Transfer(cover, instead_of=department)
    return _rung_back(department, board) or Operator(desk, instead_of=department)


def _is_urgent(department: str, belief: Belief, board: Switchboard) -> bool:
    """Tell whether what a department would most likely be rung about cannot wait."""
    return belief.best_intent(department) in board.urgent


def _open_covers(department: str, call: Call, board: Switchboard) -> tuple[str, ...]:
    covers = board.covered_by.get(department, ())
    return tuple(cover for cover in covers if cover not in board.closed and cover not in call.tried)


def _first(covers: Iterable[str]) -> str | None:
    return next(iter(covers), None)


def _rung_back(department: str, board: Switchboard) -> Callback | None:
    at = board.rings_back.get(department)
    return Callback(department, at) if at else None
