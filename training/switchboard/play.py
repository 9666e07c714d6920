"""One call through the switchboard: who is tried, what is asked, and how many seconds the caller loses.

The model, plainly. A policy makes moves until somebody finishes the call. A department that cannot help costs the
caller a wrong transfer; it then hands the caller on itself, or the caller comes back to the same policy, which knows
who was tried. The front desk costs its own time and then hands on to the department it thinks right. Whoever is passed
on as often as the catalogue allows gets a person at the front desk who stays until the right department has the call.
Callers out of scope, and those whom the right department fails, are finished by the front desk.

Counted are the seconds that a policy can save: saying the reason or hearing the menu, questions, the front desk, wrong
transfers. The queue of the right department and the talk there are the same whatever the policy, and are not counted.
Every department is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Operator, Transfer
from training.switchboard.assumptions import Assumptions
from training.switchboard.luck import Chance, Luck
from training.switchboard.menu import Menu, menu_of
from training.switchboard.policies import Policy

OPENING, QUESTIONS, FRONT_DESK, WRONG_TRANSFERS = "opening", "questions", "front_desk", "wrong_transfers"
PARTS = (OPENING, QUESTIONS, FRONT_DESK, WRONG_TRANSFERS)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Caller:
    """A labelled call: what was said, what is believed of it, and the department that finishes it."""

    id: str
    reason: str
    belief: Belief
    right: str


@dataclass(frozen=True)
class House:
    """What all calls meet. `departments` are without the front desk, in the catalogue's order."""

    departments: tuple[str, ...]
    front_desk: str
    max_hops: int
    menu: Menu
    assumptions: Assumptions


@dataclass(frozen=True)
class Played:
    """What became of a call.

    Attributes
    ----------
    reached
        Everybody the caller was put through to, in order, the front desk among them.
    right_first
        Whether the first of them was the one the label names.
    seconds
        Lost by the caller, by part.
    """

    reached: tuple[str, ...]
    right_first: bool
    questions: int
    seconds: dict[str, float]


def house_of(catalogue: Catalogue, assumptions: Assumptions) -> House:
    """Return the house that a catalogue describes."""
    front_desk = catalogue.front_desk.id
    departments = tuple(name for name in catalogue.departments if name != front_desk)
    return House(departments, front_desk, catalogue.organisation.max_hops, menu_of(departments), assumptions)


def times_needed(house: House) -> int:
    """Return how often the same chance can come up in one call."""
    return 2 * house.max_hops + 4


def play(caller: Caller, policy: Policy, house: House, luck: Luck) -> Played:
    """Return what becomes of a call under a policy; the same luck gives the same end."""
    line = _Line(caller, house, luck)
    if policy.spoken:
        line.lose(OPENING, house.assumptions.prompt_s + len(caller.reason.split()) / house.assumptions.words_per_s)
    while not line.finished:
        if line.call.hops >= house.max_hops:
            line.to_front_desk()
            continue
        move = policy.decide(line.call, caller.belief)
        if isinstance(move, Transfer):
            line.put_through(move.department)
        elif isinstance(move, Ask):
            line.ask(move.options)
        elif isinstance(move, Operator):
            line.to_front_desk()
        else:
            line.listen()
    right_first = line.reached[0] == caller.right
    return Played(tuple(line.reached), right_first, line.call.questions_in_call, line.seconds)


@dataclass
class _Line:
    """A call while it lasts. `right` is whoever can finish it now."""

    caller: Caller
    house: House
    luck: Luck
    call: Call = field(init=False)
    right: str = field(init=False)
    finished: bool = False
    reached: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))
    came_up: Counter[Chance] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.call = Call(self.caller.id, self.caller.reason, NOON)
        self.right = self.caller.right

    def lose(self, part: str, seconds: float) -> None:
        self.seconds[part] += seconds

    def draw(self, chance: Chance) -> float:
        time = self.came_up[chance]
        self.came_up[chance] += 1
        return self.luck.of(chance, time)

    def listen(self) -> None:
        """Let the caller choose from the menu; nobody chooses a department that has sent them away."""
        here = self.right in self.house.departments and self.right not in self.call.tried
        wanted = self.right if here else self.house.front_desk
        if self.draw(Chance.MENU) < self.house.assumptions.menu_wrong:
            wanted = self._another(self.house.departments, wanted)
        self.lose(OPENING, self.house.menu.heard(wanted) * self.house.assumptions.menu_option_s)
        self.put_through(wanted)

    def ask(self, options: tuple[str, ...]) -> None:
        """Ask between options: the answer names one, refuses all, or never comes."""
        assumptions = self.house.assumptions
        self.lose(QUESTIONS, assumptions.question_s)
        call = self.call
        self.call = replace(
            call, questions_asked=call.questions_asked + 1, questions_in_call=call.questions_in_call + 1
        )
        luck = self.draw(Chance.ANSWER)
        if luck < assumptions.answer_silent:
            return
        fits = self.right in options
        if luck < assumptions.answer_silent + assumptions.answer_wrong:
            chosen = self._another(options, self.right) if set(options) - {self.right} else ""
        else:
            chosen = self.right if fits else ""
        if chosen and chosen not in call.tried:
            self.call = replace(self.call, chosen=chosen)
        else:
            self.call = replace(self.call, ruled_out=call.ruled_out | frozenset(options))

    def put_through(self, department: str) -> None:
        """Put the caller through, and on from there if those people send them on themselves."""
        if department == self.house.front_desk:
            self.to_front_desk()
            return
        assumptions = self.house.assumptions
        self.reached.append(department)
        if department == self.right:
            if self.draw(Chance.RIGHT_FAILS) >= assumptions.right_fails:
                self.finished = True
                return
            self.right = self.house.front_desk
        self.lose(WRONG_TRANSFERS, assumptions.wrong_transfer_s)
        tried = self.call.tried | {department}
        self.call = replace(self.call, tried=tried, ruled_out=frozenset(), chosen="", questions_asked=0)
        if self.call.hops < self.house.max_hops and self.draw(Chance.HANDED_ON) < assumptions.handed_on:
            wrong = self.draw(Chance.COLLEAGUE) < assumptions.colleague_wrong
            self.put_through(self._another(self.house.departments, self.right) if wrong else self.right)

    def to_front_desk(self) -> None:
        """Bring a person to the line, who finishes the call or hands it on; at the last hop they stay with it."""
        assumptions = self.house.assumptions
        self.reached.append(self.house.front_desk)
        self.lose(FRONT_DESK, assumptions.operator_s)
        if self.right == self.house.front_desk:
            self.finished = True
        elif self.call.hops >= self.house.max_hops:
            self.reached.append(self.right)
            self.finished = True
        else:
            wrong = self.draw(Chance.OPERATOR) < assumptions.operator_wrong
            self.put_through(self._another(self.house.departments, self.right) if wrong else self.right)

    def _another(self, among: Sequence[str], but: str) -> str:
        """Return a department other than `but` that was not tried, by lot; `but` itself if there is none."""
        others = [name for name in among if name != but and name not in self.call.tried]
        return others[int(self.draw(Chance.WHICH) * len(others))] if others else but
