"""YAML that remembers on which line each value stood, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from routing.errors import BadCatalogue

Field = tuple[str | int, ...]
DEEPEST = 20


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

    Only what a catalogue needs is read: texts, numbers, yes and no, lists and mappings with plain keys. A date is a
    text. Anything else is a fault.

    Raises
    ------
    BadCatalogue
        The file cannot be read, is not UTF-8, is not such YAML, or names a key twice.
    """
    text = _text(path, shown)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadCatalogue([f"{shown}:{line}: document: expected YAML, found {error.problem}"]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadCatalogue([f"{shown}:{line}: document: expected text, found a character that is none"]) from None
    except RecursionError:
        raise BadCatalogue([f"{shown}:1: document: expected at most {DEEPEST} levels, found more"]) from None
    if node is None:
        raise BadCatalogue([f"{shown}:1: document: expected content, found an empty file"])
    lines: dict[Field, int] = {}
    content = _value(node, (), shown, lines)
    return Document(shown, content, lines)


def _text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadCatalogue([f"{shown}: expected this file, found none; write it or name another folder"]) from None
    except OSError as error:
        raise BadCatalogue([f"{shown}: expected a file that can be read, found {error.strerror or error}"]) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte {raw[error.start]:#04x}"
        raise BadCatalogue([f"{shown}:{line}: document: expected UTF-8, found {found}; save it as UTF-8"]) from None


def _value(node: yaml.Node, field: Field, shown: str, lines: dict[Field, int]) -> Any:
    """Return the content of a node, and note the line of each of its fields."""
    lines.setdefault(field, node.start_mark.line + 1)
    if len(field) > DEEPEST:
        raise _fault(node, field, shown, f"expected at most {DEEPEST} levels, found more")
    if node.tag not in _READABLE:
        raise _fault(node, field, shown, f"expected a text, a number, a list or a mapping, found {node.tag}")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, field, shown, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*field, place), shown, lines) for place, each in enumerate(node.value)]
    try:
        return _SCALARS[node.tag](node.value)
    except ValueError:
        raise _fault(node, field, shown, f"expected a number, found {node.value!r}") from None


def _mapping(node: yaml.MappingNode, field: Field, shown: str, lines: dict[Field, int]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _fault(key, field, shown, "expected a plain key, found a list or a mapping")
        name = (*field, key.value)
        if key.value in content:
            raise _fault(key, (key.value,), shown, "expected each key once, found it again; remove one")
        lines[name] = key.start_mark.line + 1
        content[key.value] = _value(value, name, shown, lines)
    return content


def _fault(node: yaml.Node, field: Field, shown: str, message: str) -> BadCatalogue:
    name = ".".join(str(part) for part in field) or "document"
    return BadCatalogue([f"{shown}:{node.start_mark.line + 1}: {name}: {message}"])


_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:timestamp": str,
    "tag:yaml.org,2002:int": lambda text: int(text.replace("_", ""), 0) if text.lstrip("+-") != "0" else 0,
    "tag:yaml.org,2002:float": lambda text: float(text.replace("_", "").lstrip("+").replace(".inf", "inf")),
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("yes", "true", "on"),
    "tag:yaml.org,2002:null": lambda text: None,
}
_READABLE = {*_SCALARS, "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
