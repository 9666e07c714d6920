"""A suggestion on its way into the catalogue: tried on a copy, checked, and written only if it has no faults."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from routing.catalogue import amend
from routing.catalogue.draft import DraftIntent
from routing.catalogue.lint import lint
from routing.catalogue.read import read_catalogue
from routing.catalogue.wording import wording_of
from routing.cli.catalogue import refuse_faulty
from routing.domain.catalogue import Catalogue
from routing.errors import AdvisorError
from training.calls import LabelledCall, read_calls
from training.duplicates import near_duplicates
from training.fit import LEAST_CALLS_PER_INTENT
from training.publish import CALLS, TEST_CALLS


@dataclass(frozen=True)
class Accepted:
    """What is added to a catalogue.

    Attributes
    ----------
    new
        The file and the intent, if it is a new one.
    left_out
        Examples that are nearly the words of another call, and which.
    texts
        The files as they will be.
    """

    intent: str
    examples: tuple[str, ...]
    left_out: tuple[str, ...]
    texts: Mapping[Path, str]
    new: tuple[Path, DraftIntent] | None = None

    def write(self) -> None:
        """Put the files in place, all or none."""
        amend.write(self.texts)


def added(
    folder: Path, catalogue: Catalogue, examples: Sequence[str], intent: str, draft: DraftIntent | None = None
) -> Accepted:
    """Return what adding examples to an intent changes, once a copy of the catalogue has passed the check.

    Parameters
    ----------
    draft
        The intent, if the catalogue does not have it yet.

    Raises
    ------
    AdvisorError
        The intent is not the catalogue's, or too few examples are left.
    BadCatalogue
        The catalogue would have faults, each is named; nothing has been written.
    """
    if draft is None and intent not in catalogue.intents:
        raise AdvisorError(
            f"--into: expected an intent of the catalogue, found {intent!r}; look them up with GET /v1/departments"
        )
    kept, left_out = _unlike(folder, catalogue, examples, intent)
    least = LEAST_CALLS_PER_INTENT if draft else 1
    if len(kept) < least:
        raise AdvisorError(
            f"{intent}: expected at least {least} examples unlike other calls, found {len(kept)}; "
            "write some into calls.csv by hand, or wait for more calls"
        )
    texts = dict([amend.with_calls(folder, kept, intent)])
    new = None
    if draft:
        path, text = amend.with_intent(
            folder, replace(draft, examples=tuple(kept)), catalogue.departments[draft.department]
        )
        texts, new = {path: text} | texts, (path, draft)
    _check(folder, texts)
    return Accepted(intent, tuple(kept), tuple(left_out), texts, new)


def _unlike(folder: Path, catalogue: Catalogue, examples: Sequence[str], intent: str) -> tuple[list[str], list[str]]:
    """Return the examples that may be added, and why others may not: nearly the same words teach nothing new."""
    new = [LabelledCall(example, intent) for example in examples]
    files = [folder / name for name in (CALLS, TEST_CALLS) if (folder / name).is_file()]
    others = [call for file in files for call in read_calls(file, catalogue.intents, catalogue.departments)]
    alike = {pair.one.reason: f"{pair.other.reason!r} ({pair.other.intent})" for pair in near_duplicates(new, others)}
    twins = {frozenset((pair.one.reason, pair.other.reason)) for pair in near_duplicates(new)}
    kept: list[str] = []
    left_out = []
    for example in dict.fromkeys(examples):
        twin = next((other for other in kept if frozenset((example, other)) in twins), "")
        near = alike.get(example) or (repr(twin) if twin else "")
        if near:
            left_out.append(f"{example!r} is nearly {near}")
        else:
            kept.append(example)
    return kept, left_out


def _check(folder: Path, texts: Mapping[Path, str]) -> None:
    """Raise BadCatalogue if the catalogue would have faults with these texts."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "catalogue"
        shutil.copytree(folder, copy)
        for path, text in texts.items():
            (copy / path.relative_to(folder)).write_bytes(text.encode("utf-8"))
        found = read_catalogue(copy)
        refuse_faulty(copy, found, lint(wording_of(found)))
