"""How a caller speaks, apart from what they ring about."""

from __future__ import annotations

from enum import StrEnum


class Manner(StrEnum):
    """What a receptionist hears besides the reason. A caller may show several, or none."""

    DANGER = "danger"
    ABUSE = "abuse"
    DISTRESS = "distress"
    CONFUSION = "confusion"
    PERSON = "person"
