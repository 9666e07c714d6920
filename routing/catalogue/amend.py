"""Add an intent, or examples of one, to a catalogue that people have written: their comments and order stay.

What changes is worked out first, as texts of whole files; `write` then puts them in place, all or none.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import yaml

from routing.catalogue.draft import DraftDepartment, DraftIntent
from routing.catalogue.read import INTENTS
from routing.catalogue.starter import intent_entry, intents_file
from routing.domain.department import Department
from routing.errors import BadCatalogue

CALLS = "calls.csv"


def with_intent(folder: Path, intent: DraftIntent, department: Department) -> tuple[Path, str]:
    """Return the file of a department's intents and its text with one more at the end of the list.

    Raises
    ------
    BadCatalogue
        The list is written in a form that cannot be added to line by line.
    """
    for path in sorted((folder / INTENTS).glob("*.yaml")):
        text = _read(path)
        fields = _fields(yaml.compose(text, Loader=yaml.SafeLoader))
        if fields["department"].value == department.id:
            return path, _added(text, fields["intents"], intent_entry(intent), f"{INTENTS}/{path.name}")
    path = folder / INTENTS / f"{department.id}.yaml"
    if path.exists():
        raise BadCatalogue(
            [f"{INTENTS}/{path.name}: expected the intents of {department.id}, found another's; rename it"]
        )
    return path, intents_file(DraftDepartment(department.id, department.name), [intent])


def with_calls(folder: Path, reasons: Sequence[str], intent: str) -> tuple[Path, str]:
    """Return the file of labelled calls and its text with these reasons at the end, in the columns it has."""
    path = folder / CALLS
    text = _read(path)
    columns = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not {"reason", "intent"} <= set(columns):
        raise BadCatalogue([f"{CALLS}: expected the columns reason and intent, found {', '.join(columns)}; add them"])
    end = _line_end(text)
    rows = io.StringIO()
    writer = csv.DictWriter(rows, columns, restval="", lineterminator=end)
    writer.writerows({"reason": reason, "intent": intent} for reason in reasons)
    return path, (text if text.endswith("\n") else text + end) + rows.getvalue()


def write(texts: Mapping[Path, str]) -> None:
    """Put all texts in place of the files, or none of them.

    Every new text reaches the disk under another name before the first file is replaced. If one cannot be replaced,
    those before it are put back.

    Raises
    ------
    BadCatalogue
        A file cannot be written.
    """
    former = {path: path.read_bytes() if path.is_file() else None for path in texts}
    new = {path: path.with_name(f".{path.name}.new") for path in texts}
    replaced: list[Path] = []
    try:
        for path, text in texts.items():
            _write(new[path], text.encode("utf-8"))
        for path in texts:
            new[path].replace(path)
            replaced.append(path)
    except OSError as error:
        for path in replaced:
            _restore(path, former[path])
        found = error.strerror or error
        raise BadCatalogue([f"{error.filename}: expected a file that can be written, found {found}"]) from None
    finally:
        for path in new.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        _write(path, content)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> str:
    """Return the text of a file with its line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadCatalogue(
            [f"{path.name}: expected a file that can be read, found {error.strerror or error}"]
        ) from None


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Return the fields of a file of intents, which the catalogue's check has read before."""
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _added(text: str, intents: yaml.Node, entry: str, shown: str) -> str:
    """Return a file's text with an entry after the last of its list, as far to the right as the others."""
    if not isinstance(intents, yaml.SequenceNode) or intents.flow_style:
        line = intents.start_mark.line + 1
        raise BadCatalogue([f"{shown}:{line}: intents: expected a list with one - for each intent, found another form"])
    end, indent = _line_end(text), " " * intents.start_mark.column
    lines = text.splitlines(keepends=True)
    last = _last_line(intents)
    if not lines[last].endswith("\n"):
        lines[last] += end
    new = "".join(f"{indent}{line}{end}" for line in entry.splitlines())
    return "".join((*lines[: last + 1], new, *lines[last + 1 :]))


def _last_line(node: yaml.Node) -> int:
    """Return the number, from 0, of the last line that a value stands on."""
    inner = node.value[-1] if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style else None
    if inner is not None:
        return _last_line(inner[1] if isinstance(inner, tuple) else inner)
    mark = node.end_mark
    return int(mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line)
