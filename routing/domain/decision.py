"""The actions the advisor can take. Each names exactly one department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Transfer:
    """Put the caller through to `department`, which may stand in for another.

    Attributes
    ----------
    instead_of
        The department that would finish the call, when it is closed or its queue is too long; empty otherwise.
    """

    department: str
    instead_of: str = ""
    action = "transfer"


@dataclass(frozen=True)
class Ask:
    """Ask one question between `options` (department ids, likeliest first); `department` is the best guess."""

    department: str
    options: tuple[str, ...]
    action = "ask"


@dataclass(frozen=True)
class Operator:
    """Hand the caller to a person at the front desk, `department`.

    Attributes
    ----------
    owner
        Whether the person who owns calls that were passed on too often takes it and stays.
    instead_of
        The department that would finish the call, when a person takes it only because that one is closed.
    """

    department: str
    owner: bool = False
    instead_of: str = ""
    action = "operator"


@dataclass(frozen=True)
class Urgent:
    """A life may be in danger: a person at the front desk, `department`, at once, with the safety script."""

    department: str
    action = "urgent"


@dataclass(frozen=True)
class Callback:
    """`department` rings the caller back at `at`, a time at which it is open."""

    department: str
    at: datetime
    action = "callback"


@dataclass(frozen=True)
class End:
    """End the call of an abusive caller who has been warned; `department`, the front desk, keeps the record."""

    department: str
    action = "end"


Decision = Transfer | Ask | Operator | Urgent | Callback | End
