"""A catalogue before it is written: what is known of a new organisation, and what is still left open."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError

from routing.catalogue.opening_times import ALWAYS, Hours
from routing.catalogue.schemas import DepartmentSchema, IntentSchema, OrganisationSchema
from routing.messages import first, plain

LONGEST_ID = 48
FRONT_DESKS = frozenset(("front_desk", "reception", "operator", "switchboard", "welcome_desk", "main_desk"))
_TEAMS = ("team", "desk", "office", "department", "service", "services", "helpline", "centre", "unit")


@dataclass(frozen=True)
class DraftDepartment:
    """A department; empty fields are not known yet."""

    id: str
    name: str
    spoken: str = ""
    extension: str = ""
    description: str = ""
    hours: Hours = ""


@dataclass(frozen=True)
class DraftIntent:
    """An intent and the example calls it has; an empty description, and words not in `script`, are not known yet."""

    id: str
    label: str
    department: str
    description: str = ""
    urgency: str = ""
    examples: tuple[str, ...] = ()
    script: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """All that is known of a new organisation.

    Attributes
    ----------
    departments
        At least the front desk, by id.
    out_of_scope
        Example calls that mean none of the intents.
    notes
        What was understood in a way that a person should look at.
    """

    name: str
    country: str
    time_zone: str
    front_desk: str
    departments: Mapping[str, DraftDepartment]
    intents: Mapping[str, DraftIntent]
    out_of_scope: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The organisation's id."""
        return identifier(self.name, "organisation")


def identifier(name: str, kind: str) -> str:
    """Return the id that a name gets; names that differ in case, accents and punctuation only get the same.

    Parameters
    ----------
    kind
        What is named, for an id where the name has no Latin letter to begin with.

    >>> identifier("Lost & stolen cards", "intent"), identifier("2nd card", "intent")
    ('lost_stolen_cards', 'intent_2nd_card')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain_letters = unicodedata.normalize("NFKD", folded.replace("'", "").replace("\u2019", ""))
    slug = re.sub(r"[^a-z0-9]+", "_", "".join(c for c in plain_letters if not unicodedata.combining(c))).strip("_")
    sign = hashlib.sha256(folded.encode()).hexdigest()[:8]
    if not slug:
        return f"{kind}_{sign}"
    slug = slug if slug[0].isalpha() else f"{kind}_{slug}"
    return slug if len(slug) <= LONGEST_ID else f"{slug[: LONGEST_ID - 9].rstrip('_')}_{sign}"


def spoken(name: str) -> str:
    """Return how a department is said in a sentence: "our cards team" for "Cards"."""
    said = within_a_sentence(name)
    return f"our {said}" if said.split()[-1].lower() in _TEAMS else f"our {said} team"


def within_a_sentence(name: str) -> str:
    """Return a heading as it is written inside a sentence: "Lost cards" in lower case, "IT faults" as it is."""
    first = name.split()[0]
    return name if first.isupper() or not first.istitle() else name[0].lower() + name[1:]


def new_front_desk() -> DraftDepartment:
    """Return the front desk of an organisation that has named none."""
    return DraftDepartment(
        id="front_desk",
        name="Front desk",
        spoken="a colleague at our front desk",
        description="People who listen, find out and stay with the caller until the right person has the call.",
        hours=ALWAYS,
    )


def fault_of(kind: str, field: str, value: Any) -> str:
    """Return what the catalogue would say against a value of an organisation, a department or an intent, or nothing.

    >>> fault_of("organisation", "country", "Britain")
    'expected a country code such as GB'
    """
    schemas: dict[str, type[Schema]] = {
        "organisation": OrganisationSchema,
        "department": DepartmentSchema,
        "intent": IntentSchema,
    }
    try:
        schemas[kind](only=(field,)).load({field: value})
    except ValidationError as error:
        return plain(first(error.messages))
    return ""
