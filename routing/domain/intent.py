"""An intent: a class of reasons that one department can finish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """How much a caller loses by waiting."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


@dataclass(frozen=True)
class FollowUp:
    """What callers with this intent ask next, and what to answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Intent:
    """A class of reasons that belongs to exactly one department.

    Attributes
    ----------
    label
        Completes "this is about …".
    description
        What belongs here and what does not, for people who label calls.
    script
        Templates that replace the organisation's, by stage.
    """

    id: str
    label: str
    department: str
    description: str
    urgency: Urgency
    synonyms: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]
    script: Mapping[str, str]
