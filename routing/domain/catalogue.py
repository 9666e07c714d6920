"""An organisation as its callers meet it: departments, intents, scripts and what mistakes cost them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.domain.department import Department
from routing.domain.intent import Intent


@dataclass(frozen=True)
class Costs:
    """What each outcome costs the caller, in seconds of their time."""

    wrong_transfer_s: float = 150.0
    question_s: float = 10.0
    operator_s: float = 40.0


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
        A queue longer than this is too long to send a caller into.
    """

    id: str
    name: str
    country: str
    language: str
    time_zone: str
    front_desk: str
    max_hops: int
    costs: Costs
    longest_wait_s: int = 600


@dataclass(frozen=True)
class Catalogue:
    """Everything an organisation has written down. `digest` names its exact content."""

    organisation: Organisation
    departments: Mapping[str, Department]
    intents: Mapping[str, Intent]
    script: Mapping[str, str]
    digest: str

    @property
    def front_desk(self) -> Department:
        """The department that takes whatever cannot be placed."""
        return self.departments[self.organisation.front_desk]
