"""An organisation as its callers meet it: departments, intents, scripts and what mistakes cost them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.margins import USUAL, Margins


@dataclass(frozen=True)
class Costs:
    """What each outcome costs the caller, in seconds of their time.

    Attributes
    ----------
    urgent_factor
        How many seconds one second counts for a caller whose matter cannot wait; at least 1.
    """

    wrong_transfer_s: float = 150.0
    question_s: float = 10.0
    operator_s: float = 40.0
    urgent_factor: float = 4.0


@dataclass(frozen=True)
class Owner:
    """Who takes ownership of a call that was passed on too often: "Priya Nair", "our duty manager"."""

    name: str
    role: str


@dataclass(frozen=True)
class Baseline:
    """How calls went before the advisor, or what they are to be held beside; stated, never measured here.

    Attributes
    ----------
    passed_on_per_call
        How often a call was passed on after the first department, on average; 0 or more.
    source
        Where the figure comes from: "telephone system, March 2026".
    cost_per_minute, currency
        What a minute of a call costs the organisation, and in which currency ("GBP"); None and empty if not stated.
    """

    passed_on_per_call: float
    source: str
    cost_per_minute: float | None = None
    currency: str = ""


@dataclass(frozen=True)
class Organisation:
    """Who answers the telephone.

    Attributes
    ----------
    front_desk
        Id of the department whose people take whatever cannot be placed.
    max_hops
        At this transfer of one call a person takes ownership and stays on the line.
    longest_wait_s
        Longer than this nobody is asked to wait.
    emergency_number
        Rung when life is in danger, in the organisation's country.
    may_end_calls
        Whether staff may end the call of an abusive caller who has been warned.
    fails_though_right
        How often a department passes a caller on who was right there, 0 to 1; what the record shows is added to it.
    half_life_days
        After this many days a labelled call of the store counts half in training; None if calls do not fade.
    never_promised, jargon
        Phrases that no script may hold.
    places
        Names of places that callers mention and that may be said back.
    baseline
        What reports on transfers hold the calls beside; None if nothing was stated.
    gate
        How much worse than the live model a new one may be.
    """

    id: str
    name: str
    country: str
    language: str
    time_zone: str
    front_desk: str
    max_hops: int
    costs: Costs
    emergency_number: str
    owner: Owner
    longest_wait_s: int = 600
    may_end_calls: bool = False
    fails_though_right: float = 0.1
    half_life_days: float | None = None
    never_promised: tuple[str, ...] = ()
    jargon: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    baseline: Baseline | None = None
    gate: Margins = USUAL


@dataclass(frozen=True)
class WrittenQuestion:
    """A question written for callers who may mean one of certain things.

    Attributes
    ----------
    between
        Ids of the intents, or of the departments, that it tells apart, in the order it names them.
    options
        What each is called in the question.
    """

    between: tuple[str, ...]
    ask: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything an organisation has written down.

    Attributes
    ----------
    script
        The organisation's template for each stage.
    serves
        The service standards that each stage serves, such as "S2".
    questions
        Written for pairs that matter; any other question is made from the intents' labels.
    digest
        Names the exact content.
    moved_intents, moved_departments
        Ids of former times, and the id of today that each leads to; empty for what is gone.
    """

    organisation: Organisation
    departments: Mapping[str, Department]
    intents: Mapping[str, Intent]
    script: Mapping[str, str]
    serves: Mapping[str, frozenset[str]]
    digest: str
    questions: tuple[WrittenQuestion, ...] = ()
    moved_intents: Mapping[str, str] = field(default_factory=dict)
    moved_departments: Mapping[str, str] = field(default_factory=dict)

    @property
    def front_desk(self) -> Department:
        """The department that takes whatever cannot be placed."""
        return self.departments[self.organisation.front_desk]

    def current_intent(self, name: str) -> str:
        """Return the id that an intent has today, or empty if it is gone or was never there."""
        return self.known_intents[name].id if name in self.known_intents else ""

    def current_department(self, name: str) -> str:
        """Return the id that a department has today, or empty if it is gone or was never there."""
        return name if name in self.departments else self.moved_departments.get(name, "")

    @cached_property
    def known_intents(self) -> dict[str, Intent]:
        """The intents by every id that leads to them, today's and former ones."""
        former = {old: self.intents[new] for old, new in self.moved_intents.items() if new}
        return former | dict(self.intents)

    def written_question(self, between: frozenset[str]) -> WrittenQuestion | None:
        """Return the question written for exactly these intents or departments, if there is one."""
        return self._written.get(between)

    @cached_property
    def _written(self) -> dict[frozenset[str], WrittenQuestion]:
        return {frozenset(question.between): question for question in self.questions}
