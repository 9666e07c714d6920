"""The actions the advisor can take. Each names exactly one department."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Transfer:
    """Put the caller through to `department`."""

    department: str
    action = "transfer"


@dataclass(frozen=True)
class Ask:
    """Ask one question between `options` (department ids, likeliest first); `department` is the best guess."""

    department: str
    options: tuple[str, ...]
    action = "ask"


@dataclass(frozen=True)
class Operator:
    """Hand the caller to a person at the front desk, `department`."""

    department: str
    action = "operator"


@dataclass(frozen=True)
class Urgent:
    """A life may be in danger: a person at the front desk, `department`, at once, with the safety script."""

    department: str
    action = "urgent"


Decision = Transfer | Ask | Operator | Urgent
