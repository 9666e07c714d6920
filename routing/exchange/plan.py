"""How to read somebody else's list: what the options say, and what a mapping file keeps for the next time."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate

from routing.catalogue.hours import Zone
from routing.catalogue.yaml_lines import read
from routing.domain.catalogue import Catalogue
from routing.errors import BadCatalogue, BadFile
from routing.messages import each
from routing.text.examples import OUT_OF_SCOPE


@dataclass(frozen=True)
class Plan:
    """How the columns and cells of a list are meant.

    Attributes
    ----------
    mapped
        The column that holds each field, where it has no usual name.
    names
        What the list calls intents and departments, to their ids.
    zone
        Of times without one.
    day_first
        Whether 3/4/2026 is in April; None where that is not known.
    source
        Of rows that name none; may be empty.
    """

    zone: ZoneInfo
    mapped: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    source: str = ""


class MappingSchema(Schema):
    """A mapping file; an option of the command of the same name counts more."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    labels = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    day_first = fields.Boolean()
    time_zone = Zone()
    source = fields.String(validate=validate.Length(1, 64))


def read_mapping(path: Path) -> dict[str, Any]:
    """Return what a mapping file says, by the names of `MappingSchema`.

    Raises
    ------
    BadCatalogue
        With every fault, by line and field.
    """
    document = read(path, path.name)
    try:
        found: dict[str, Any] = MappingSchema().load(document.content)
    except ValidationError as error:
        raise BadCatalogue([f"{document.where(place)}: {fault}" for place, fault in each(error.messages)]) from None
    return found


@dataclass(frozen=True)
class Labels:
    """Every name by which a list may call an intent or a department, to its id."""

    intents: Mapping[str, str]
    departments: Mapping[str, str]

    def intent(self, name: str) -> str:
        """Return the id of an intent; the name itself if it is not known."""
        return self.intents.get(folded(name), name)

    def department(self, name: str) -> str:
        """Return the id of a department; the name itself if it is not known."""
        return self.departments.get(folded(name), name)


def labels(catalogue: Catalogue, names: Mapping[str, str]) -> Labels:
    """Return the ids, the catalogue's names for people, and the other names a list uses.

    Raises
    ------
    BadFile
        A name stands for what is neither an intent nor a department of the catalogue.
    """
    intents = {folded(OUT_OF_SCOPE): OUT_OF_SCOPE} | {
        folded(intent.label): intent.id for intent in catalogue.intents.values()
    }
    departments = {folded(one.name): one.id for one in catalogue.departments.values()}
    intents |= {folded(name): name for name in catalogue.intents}
    departments |= {folded(name): name for name in catalogue.departments}
    known = {*catalogue.intents, *catalogue.departments, OUT_OF_SCOPE}
    faults = []
    for name, meant in names.items():
        if meant not in known:
            near = ", ".join(difflib.get_close_matches(meant, sorted(known), cutoff=0))
            expected = "expected the id of an intent or a department of the catalogue"
            faults.append(f"label {name!r}: {expected}, found {meant!r}; nearest in spelling are {near}")
        if meant in catalogue.intents or meant == OUT_OF_SCOPE:
            intents[folded(name)] = meant
        if meant in catalogue.departments:
            departments[folded(name)] = meant
    if faults:
        raise BadFile("\n".join(faults))
    return Labels(intents, departments)


def folded(name: str) -> str:
    """Return a name without case, blanks and marks: "Lost card", "lost-card" and "LOST_CARD" are one."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
