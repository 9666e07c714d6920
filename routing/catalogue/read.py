"""From a folder of YAML files to one `Catalogue`, or to a list of every fault found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError

from routing.catalogue.hours import opening_hours
from routing.catalogue.moved import MOVED, MovedSchema, ends, moved_faults
from routing.catalogue.schemas import (
    DepartmentSchema,
    IntentFileSchema,
    OrganisationSchema,
    QuestionSchema,
    ScriptsSchema,
)
from routing.catalogue.yaml_lines import Document, Field, read
from routing.domain.catalogue import Catalogue, Costs, Organisation, Owner, WrittenQuestion
from routing.domain.department import Department
from routing.domain.intent import FollowUp, Intent
from routing.errors import BadCatalogue
from routing.messages import each

ORGANISATION, DEPARTMENTS, SCRIPTS, INTENTS = "organisation.yaml", "departments.yaml", "scripts.yaml", "intents"
QUESTIONS = "questions.yaml"


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue in `folder`.

    Raises
    ------
    BadCatalogue
        With every fault of every file, one line each: file, line, field, what was expected and what was found.
    """
    if not folder.is_dir():
        raise BadCatalogue(
            [f"{folder}: expected a folder with {ORGANISATION}, found none; name the catalogue's folder"]
        )
    documents, faults = _documents(folder)
    loaded = {document.file: _load(document, faults) for document in documents}
    sound = {file: content for file, content in loaded.items() if content is not None}
    if {ORGANISATION, DEPARTMENTS} <= set(sound):
        faults += _cross_references(documents, sound)
    if faults:
        raise BadCatalogue(faults)
    return _assemble(loaded, digest(folder))


def digest(folder: Path) -> str:
    """Return the SHA-256 of the names and contents of the catalogue's YAML files, line ends folded to newline."""
    total = hashlib.sha256()
    for path in _files(folder):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _files(folder: Path) -> list[Path]:
    optional = [folder / name for name in (QUESTIONS, MOVED) if (folder / name).is_file()]
    required = [folder / name for name in (ORGANISATION, DEPARTMENTS, SCRIPTS)]
    return required + optional + sorted((folder / INTENTS).glob("*.yaml"))


def _documents(folder: Path) -> tuple[list[Document], list[str]]:
    documents, faults = [], []
    for path in _files(folder):
        try:
            documents.append(read(path, path.relative_to(folder).as_posix()))
        except BadCatalogue as bad:
            faults += bad.faults
    if not any(document.file.startswith(INTENTS) for document in documents):
        faults.append(
            f"{INTENTS}: expected at least one file such as {INTENTS}/cards.yaml, found none; write one a department"
        )
    return documents, faults


def _schema(file: str) -> Schema:
    known: dict[str, Schema] = {
        ORGANISATION: OrganisationSchema(),
        DEPARTMENTS: DepartmentSchema(many=True),
        SCRIPTS: ScriptsSchema(),
        QUESTIONS: QuestionSchema(many=True),
        MOVED: MovedSchema(),
    }
    return known.get(file) or IntentFileSchema()


def _load(document: Document, faults: list[str]) -> Any:
    try:
        return _schema(document.file).load(document.content)
    except ValidationError as error:
        faults += [f"{document.where(field)}: {message}" for field, message in each(error.messages)]
        return None


def _cross_references(documents: list[Document], loaded: dict[str, Any]) -> Iterator[str]:
    where = {document.file: document.where for document in documents}
    departments = [row["id"] for row in loaded[DEPARTMENTS]]
    yield from (
        f"{where[DEPARTMENTS]((position, 'id'))}: expected each department once, found {name} again"
        for position, name in enumerate(departments)
        if name in departments[:position]
    )
    front_desk = loaded[ORGANISATION]["front_desk"]
    if front_desk not in departments:
        yield f"{where[ORGANISATION](('front_desk',))}: expected a department of {DEPARTMENTS}, found {front_desk}"
    yield from _department_faults(where[DEPARTMENTS], loaded[DEPARTMENTS], "holidays" in loaded[ORGANISATION])
    seen: dict[str, str] = {}
    for file, content in loaded.items():
        if not file.startswith(INTENTS):
            continue
        if content["department"] not in departments:
            place = where[file](("department",))
            yield f"{place}: expected a department of {DEPARTMENTS}, found {content['department']}"
        for position, row in enumerate(content["intents"]):
            place = where[file](("intents", position, "id"))
            if row["id"] in seen:
                yield f"{place}: expected each intent once, found {row['id']} again; it is also in {seen[row['id']]}"
            seen[row["id"]] = place
    for position, row in enumerate(loaded.get(QUESTIONS, ())):
        if not (row["between"].keys() <= seen.keys() or row["between"].keys() <= set(departments)):
            place = where[QUESTIONS]((position, "between"))
            yield f"{place}: expected ids of intents, or of departments, found {', '.join(row['between'])}"
        if any(row["between"].keys() == other["between"].keys() for other in loaded[QUESTIONS][:position]):
            yield f"{where[QUESTIONS]((position, 'between'))}: expected each choice once, found it again; remove one"
    today = {"intents": set(seen), "departments": set(departments)}
    yield from moved_faults(where.get(MOVED, str), loaded.get(MOVED, {}), today)


def _department_faults(
    where: Callable[[Field], str], rows: list[dict[str, Any]], holidays_known: bool
) -> Iterator[str]:
    """Yield what is wrong with who covers for whom, and with holidays that nobody listed."""
    departments = [row["id"] for row in rows]
    for position, row in enumerate(rows):
        covering = row.get("covered_by", [])
        for place, name in enumerate(covering):
            told = where((position, "covered_by", place))
            if name not in departments:
                yield f"{told}: expected a department of {DEPARTMENTS}, found {name}"
            elif name == row["id"]:
                yield f"{told}: expected another department, found {name} itself; remove it"
            elif name in covering[:place]:
                yield f"{told}: expected each department once, found {name} again; remove one"
        if "holidays" in row and not holidays_known:
            told = where((position, "holidays"))
            yield f"{told}: expected holidays in {ORGANISATION} too, found none; add some such as holidays: GB-ENG"


def _assemble(loaded: dict[str, Any], content_digest: str) -> Catalogue:
    organisation: dict[str, Any] = dict(loaded[ORGANISATION])
    zone, holidays = organisation.pop("time_zone"), organisation.pop("holidays", frozenset())
    departments = {row["id"]: _department(row, zone, holidays) for row in loaded[DEPARTMENTS]}
    intents = {
        row["id"]: _intent(row, content["department"])
        for file, content in loaded.items()
        if file.startswith(INTENTS)
        for row in content["intents"]
    }
    organisation |= {"costs": Costs(**organisation["costs"]), "owner": Owner(**organisation["owner"])}
    organisation |= {name: tuple(organisation.get(name, ())) for name in ("never_promised", "jargon", "places")}
    moved = {kind: ends(moves) for kind, moves in loaded.get(MOVED, {}).items()}
    return Catalogue(
        organisation=Organisation(**organisation, time_zone=zone.key),
        departments=departments,
        intents=dict(sorted(intents.items())),
        script={stage: row["words"] for stage, row in loaded[SCRIPTS].items()},
        serves={stage: frozenset(row["serves"]) for stage, row in loaded[SCRIPTS].items()},
        digest=content_digest,
        questions=tuple(
            WrittenQuestion(tuple(row["between"]), row["ask"], tuple(row["between"].values()))
            for row in loaded.get(QUESTIONS, ())
        ),
        moved_intents=moved.get("intents", {}),
        moved_departments=moved.get("departments", {}),
    )


def _department(row: dict[str, Any], zone: ZoneInfo, holidays: frozenset[date]) -> Department:
    facts = dict(row)
    hours, covered_by = opening_hours(facts, zone, holidays), tuple(facts.pop("covered_by", ()))
    return Department(**facts, hours=hours, covered_by=covered_by)


def _intent(row: dict[str, Any], department: str) -> Intent:
    follow_ups = tuple(FollowUp(**follow_up) for follow_up in row["follow_ups"])
    return Intent(**{**row, "department": department, "synonyms": tuple(row["synonyms"]), "follow_ups": follow_ups})
