"""`moved.yaml`: what became of intents and departments that the catalogue has no longer under their old ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from routing.catalogue.schemas import IDENTIFIER
from routing.catalogue.yaml_lines import Field

MOVED = "moved.yaml"
NONE = "none"
KINDS = ("intents", "departments")


class MovedSchema(Schema):
    """Old id to new id, or to `none` for what is gone."""

    intents = fields.Dict(keys=fields.String(validate=IDENTIFIER), values=fields.String(validate=IDENTIFIER))
    departments = fields.Dict(keys=fields.String(validate=IDENTIFIER), values=fields.String(validate=IDENTIFIER))


def moved_faults(
    where: Callable[[Field], str], moved: Mapping[str, Mapping[str, str]], today: Mapping[str, set[str]]
) -> Iterator[str]:
    """Yield what is wrong with `moved.yaml`, given the ids that there are today, by kind."""
    for kind in KINDS:
        moves, known = moved.get(kind, {}), today[kind]
        for old, new in moves.items():
            place = where((kind, old))
            if old in known:
                yield f"{place}: expected an id that the catalogue has no longer, found one of its {kind}; remove it"
            elif new != NONE and new not in known and new not in moves:
                yield f"{place}: expected one of the catalogue's {kind} or {NONE}, found {new}"
            elif _ends(old, moves) is None:
                yield f"{place}: expected to end at one of the catalogue's {kind}, found a circle through {new}"


def ends(moves: Mapping[str, str]) -> dict[str, str]:
    """Return where each old id leads in the end: an id of today, or empty if it is gone."""
    found: dict[str, Any] = {old: _ends(old, moves) for old in moves}
    return {old: "" if end == NONE else end for old, end in found.items()}


def _ends(old: str, moves: Mapping[str, str]) -> str | None:
    """Return the last id of a chain of moves; None if it goes in a circle."""
    seen, at = {old}, moves[old]
    while at in moves:
        if at in seen:
            return None
        seen.add(at)
        at = moves[at]
    return at
