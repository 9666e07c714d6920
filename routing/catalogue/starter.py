"""Write the files of a new catalogue, for a person to go on from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from routing.catalogue.draft import Draft, DraftDepartment, DraftIntent, spoken
from routing.catalogue.emergency import usual_emergency_number
from routing.catalogue.opening_times import ALWAYS, WORKING_DAYS, Hours
from routing.catalogue.starter_scripts import as_yaml, starter_scripts
from routing.errors import BadCatalogue
from routing.text.examples import OUT_OF_SCOPE

GOLDEN_COLUMNS = ("reason", "action", "department", "intent", "at")
EXTENSION_UNKNOWN = "0"
HOURS_UNKNOWN: Hours = {WORKING_DAYS: "09:00-17:00"}
WAIT_UNKNOWN_S = 120
SYNONYMS, LONGEST_SYNONYM = 6, 80


def write_catalogue(draft: Draft, folder: Path) -> None:
    """Write a draft as a catalogue into a folder that is new or empty.

    Raises
    ------
    BadCatalogue
        The folder has something in it, or cannot be written.
    """
    contents = dict(_contents(draft))
    try:
        refuse_filled(folder)
        (folder / "intents").mkdir(parents=True)
        for name, content in contents.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadCatalogue(
            [f"{folder}: expected a folder that can be written, found {error.strerror or error}"]
        ) from None


def refuse_filled(folder: Path) -> None:
    """Raise BadCatalogue unless `folder` is new or an empty folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        found = "files in it" if folder.is_dir() else "a file"
        raise BadCatalogue([f"{folder}: expected a new or an empty folder, found {found}; name another"])


def _contents(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "organisation.yaml", _organisation(draft)
    yield "departments.yaml", _departments(draft)
    yield "scripts.yaml", starter_scripts()
    for department in draft.departments.values():
        intents = [intent for intent in draft.intents.values() if intent.department == department.id]
        if intents:
            yield f"intents/{department.id}.yaml", intents_file(department, intents)
    calls = [(example, intent.id) for intent in draft.intents.values() for example in intent.examples]
    yield "calls.csv", _csv(("reason", "intent"), calls + [(example, OUT_OF_SCOPE) for example in draft.out_of_scope])
    yield "golden.csv", _csv(GOLDEN_COLUMNS, [])


def _csv(columns: tuple[str, ...], rows: list[tuple[str, str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    return file.getvalue()


def _organisation(draft: Draft) -> str:
    return f"""\
# The organisation as a caller meets it. Times are in seconds unless a name says otherwise.
id: {as_yaml(draft.id)}
name: {as_yaml(draft.name)}
country: {as_yaml(draft.country)}
language: {as_yaml(f"en-{draft.country}")}
time_zone: {as_yaml(draft.time_zone)}
front_desk: {as_yaml(draft.front_desk)}  # the department whose people take whatever the advisor cannot place
max_hops: 3  # at this hop one person takes ownership and stays on the line
costs:  # what each outcome costs the caller, in seconds of their time
  wrong_transfer_s: 150
  question_s: 10
  operator_s: 40
emergency_number: {as_yaml(usual_emergency_number(draft.country))}
owner: {{name: the duty manager, role: who is in charge today}}  # to be written: who takes a call passed on too often
may_end_calls: false  # whether staff may end the call of an abusive caller who has been warned
"""


def _departments(draft: Draft) -> str:
    head = """\
# One entry a department. `spoken` is how a person says it in a sentence: "I'll put you through to <spoken>".
# `hours` maps days to opening times in the organisation's time zone, `always` is day and night.
# `typical_wait_s` is how many seconds a caller usually waits for an answer.
"""
    return head + "".join(_department(department) for department in draft.departments.values())


def _department(department: DraftDepartment) -> str:
    extension = f"extension: {as_yaml(department.extension)}"
    if not department.extension:
        extension = f"extension: {as_yaml(EXTENSION_UNKNOWN)}  # to be written"
    hours = f"hours: {_hours(department.hours or HOURS_UNKNOWN)}{'' if department.hours else '  # to be checked'}"
    return f"""\
- id: {as_yaml(department.id)}
  name: {as_yaml(department.name)}
  spoken: {as_yaml(department.spoken or spoken(department.name))}
  {extension}
  description: {as_yaml(department.description or f"What {department.name} can finish for a caller.")}
  {hours}
  typical_wait_s: {WAIT_UNKNOWN_S}  # to be checked
"""


def _hours(hours: Hours) -> str:
    if isinstance(hours, str):
        return ALWAYS
    spans = (
        f"{days}: {as_yaml(times) if isinstance(times, str) else '[' + ', '.join(map(as_yaml, times)) + ']'}"
        for days, times in hours.items()
    )
    return "{" + ", ".join(spans) + "}"


def intents_file(department: DraftDepartment, intents: list[DraftIntent]) -> str:
    """Return the text of a file with the intents of one department."""
    head = f"""\
# What callers ring about that {department.name} can finish. `label` completes "this is about …".
# `urgency` is routine, soon or urgent. `script` says stages of scripts.yaml in words of its own. `follow_ups` are what
# callers ask next, with the answer to give.
department: {as_yaml(department.id)}
intents:
"""
    return head + "".join(intent_entry(intent) for intent in intents)


def _script(intent: DraftIntent) -> str:
    if not intent.script:
        return """script: {}  # to be written: {say_back: "You'd like to …", expectation: "They can …"}"""
    words = (f"    {stage}: {as_yaml(template)}" for stage, template in intent.script.items())
    return "\n".join(("script:  # to be written better", *words))


def intent_entry(intent: DraftIntent) -> str:
    """Return an intent as an entry of a list in YAML, with what is still to be written marked."""
    short = [example for example in intent.examples if len(example) <= LONGEST_SYNONYM][:SYNONYMS] or [intent.label]
    return f"""\
- id: {as_yaml(intent.id)}
  label: {as_yaml(intent.label)}
  description: {as_yaml(intent.description or f"Callers who ring about {intent.label}.")}
  urgency: {as_yaml(intent.urgency or "routine")}
  synonyms: [{", ".join(map(as_yaml, short))}]
  {_script(intent)}
  follow_ups:  # to be written
  - question: What can they do for me?
    answer: They'll tell you what they can do and what they can't.
"""
