"""YAML that remembers on which line each value stood, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from routing.errors import BadCatalogue

Field = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The parsed content of one file, and the line (from 1) of each field."""

    file: str
    content: Any
    lines: dict[Field, int]

    def where(self, field: Field) -> str:
        """Return `file:line: field`, by the nearest field that has a line."""
        for length in range(len(field), -1, -1):
            if field[:length] in self.lines:
                name = ".".join(str(part) for part in field) or "document"
                return f"{self.file}:{self.lines[field[:length]]}: {name}"
        return f"{self.file}: document"


def read(path: Path, shown: str) -> Document:
    """Parse one YAML file; `shown` is its name in messages.

    Raises
    ------
    BadCatalogue
        The file cannot be read, is not UTF-8, is not YAML, or names a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadCatalogue([f"{shown}: expected this file, found none; write it or name another folder"]) from None
    except UnicodeDecodeError as error:
        raise BadCatalogue(
            [f"{shown}: expected UTF-8, found byte {error.object[error.start]:#04x}; save it as UTF-8"]
        ) from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is None:
            raise BadCatalogue([f"{shown}:1: document: expected content, found an empty file"])
        lines = dict(_lines(node, (), shown))
        return Document(shown, yaml.safe_load(text), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadCatalogue([f"{shown}:{line}: document: expected YAML, found {error.problem}"]) from None
    except yaml.YAMLError as error:
        raise BadCatalogue([f"{shown}: document: expected YAML, found {error}"]) from None


def _lines(node: yaml.Node, field: Field, shown: str) -> Iterator[tuple[Field, int]]:
    yield field, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise BadCatalogue([f"{shown}:{line}: {key.value}: expected each key once, found it again; remove one"])
            seen.add(key.value)
            yield from _lines(value, (*field, key.value), shown)
            yield (*field, key.value), line
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _lines(value, (*field, position), shown)
