"""From the cells of one row to the fields that the API takes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from routing.errors import BadRow
from routing.exchange.cells import joined, moment, truth, whole
from routing.exchange.headings import PARTS
from routing.exchange.plan import Labels, Plan
from routing.files.sheet import as_text
from routing.store.redact import redact


class MadeIds:
    """Call ids for a list that has none, so that the same list imported twice is the same calls.

    An id is a digest of source, reason (redacted) and time, and of how many rows before it were the same in these, not
    of the label: so a label that was mended revises its call.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._again: Counter[int] = Counter()

    def of(self, source: str, reason: str, occurred_at: str) -> str:
        """Return the id of the next row with this content."""
        at = datetime.fromisoformat(occurred_at).astimezone(UTC).isoformat() if occurred_at else ""
        content = f"{source}\0{redact(reason)}\0{at}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(content, digest_size=16)
        known = int.from_bytes(digest.digest()[:8], "big")
        if known in self._seen:
            self._again[known] += 1
            digest.update(f"\0{self._again[known]}".encode())
        self._seen.add(known)
        return f"made-{digest.hexdigest()}"


@dataclass(frozen=True)
class Reader:
    """Reads the cells of a list as its plan says."""

    plan: Plan
    labels: Labels
    ids: MadeIds

    def fields(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the raw fields of a row, in the form in which the API takes them, from its cells by field."""
        faults: list[tuple[str, str]] = []
        found: dict[str, Any] = {"source": self.plan.source} if self.plan.source else {}
        for name, value in _whole_times(cells).items():
            try:
                found[name] = self._value(name, value)
            except BadRow as bad:
                faults += bad.faults
        if faults:
            raise BadRow(faults)
        if "call_id" not in found:
            if not isinstance(found.get("reason"), str):
                raise BadRow([("call_id", "expected a call_id or what the caller said, found neither; add one")])
            found["call_id"] = self.ids.of(found.get("source", ""), found["reason"], found.get("occurred_at", ""))
        return found

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, list | dict):
            return value
        if name in ("hop", "transfers"):
            return whole(name, value)
        if name == "resolved":
            return truth(name, value)
        if name == "occurred_at":
            return moment(name, value, self.plan.zone, self.plan.day_first).isoformat()
        if name == "reason":
            return as_text(value)
        text = as_text(value).strip()
        return {"intent": self.labels.intent, "department": self.labels.department}.get(name, str)(text)


def _whole_times(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells with a date and a time of day joined."""
    found = {name: value for name, value in cells.items() if name not in PARTS}
    if "occurred_at" not in found and "date" in cells:
        found["occurred_at"] = joined(cells["date"], cells.get("time"))
    return found
