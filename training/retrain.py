"""One training, from the catalogue's and the store's calls to a judged version on the shelf. It promotes nothing."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from routing.catalogue.golden import GOLDEN, read_golden
from routing.domain.catalogue import Catalogue
from routing.domain.labelled import call_hash
from routing.errors import BadModel, UnreachableShelf
from routing.store.erasures import erased_calls
from routing.store.labelled import LabelledCalls
from routing.text import artefact
from routing.text.encoder import Encoder
from routing.text.manifest import MANIFEST, parse_manifest
from routing.text.manner import MannerHead
from routing.text.model import TextModel
from routing.text.normalise import normalise
from routing.text.probe import chosen, probe
from routing.text.shelf import Shelf
from routing.versions.erased import learnt_among
from training.calls import LabelledCall, digest
from training.dossier import hashes, learnt_from, measured
from training.encode import encode_all
from training.encodings import InMemory, Kept
from training.finetune import Tuning
from training.fit import Fitted, fit
from training.gate import Verdict, gather, judged, to_json
from training.learning.infer import Inferred, with_intents
from training.learning.material import Material, material, written_calls
from training.learning.stored import stored_calls
from training.learning.suspects import SUSPECTS, Looked, as_csv, looked_at
from training.publish import facts_of, publish
from training.report import JSON, Learnt, learnt_of, report_files

Stage = Callable[[str, float], None]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sources:
    """What a training reads and where it puts the new version.

    Attributes
    ----------
    store
        The labelled calls; None to train from the catalogue alone.
    live
        The model that answers calls now; None while none does.
    cache
        Sentence vectors of earlier trainings.
    tuning
        Opens what fine-tunes a second encoder; None for the shipped one alone.
    """

    catalogue: Catalogue
    folder: Path
    shelf: Shelf
    encoder: Encoder
    manner: MannerHead | None = None
    store: LabelledCalls | None = None
    live: TextModel | None = None
    cache: Kept | None = None
    tuning: Callable[[], AbstractContextManager[Tuning | None]] = nullcontext


@dataclass(frozen=True)
class Published:
    """A new version, what was measured of it, and whether it may go live."""

    version: str
    manifest_sha256: str
    folder: Path
    facts: dict[str, Any]
    verdict: Verdict
    suspects: int


def retrain(
    sources: Sources,
    stage: Stage = lambda name, done: None,
    say: Say = lambda line: None,
    accepted: Collection[int] = (),
) -> Published:
    """Learn from the calls, judge what came of it and put it on the shelf, whatever the verdict.

    Parameters
    ----------
    stage
        Told the step under way and its share done, 0 to 1; what it raises ends the training, and nothing is published.
    say
        Told a line for people now and then.
    accepted
        Lines of golden calls whose advice may change from right to wrong.

    Raises
    ------
    AdvisorError
        The catalogue or the calls cannot be used.
    OSError
        The version cannot be written. Then nothing of it is on the shelf.
    """
    clock = _Clock(stage)
    clock("loading", 0.0)
    created = datetime.now(UTC)
    found = _material(sources, created, say)
    memory = InMemory(sources.cache)
    encode_all(
        sources.encoder,
        [call.reason for call in found.calls],
        lambda done: clock("encoding", done / len(found.calls)),
        memory,
    )
    clock("suspects", 0.0)
    looked = looked_at(found.calls, sources.encoder, memory, lambda done: clock("suspects", done))
    if looked.suspects:
        say(f"{len(looked.suspects):,} labels look doubtful: see {SUSPECTS}")
    learnt = _inferred(looked.calls, sources, memory, say)
    version = f"{created:%Y%m%d-%H%M%S}-{digest(found.calls)[:8]}"
    names = {intent.id: intent.label for intent in sources.catalogue.intents.values()}
    with sources.tuning() as tuning:
        fitted = fit(learnt.calls, sources.encoder, version, clock, memory, tuning, names)
        return _judged(sources, found, looked, learnt, fitted, created, clock, accepted)


def _material(sources: Sources, now: datetime, say: Say) -> Material:
    written, test_calls = written_calls(sources.folder, sources.catalogue)
    stored: list[LabelledCall] = []
    if sources.store:
        stored, silent = stored_calls(sources.store.all(), sources.store.first_reasons)
        if silent:
            say(f"{silent:,} finished calls are left out: nobody knows what the caller said")
    found = material(written, test_calls, stored, sources.catalogue, _live_knows(sources), now)
    for note in found.notes:
        say(note)
    return found


def _live_knows(sources: Sources) -> Callable[[LabelledCall], bool]:
    """Return what tells whether the live version learnt from a call or, word for word, from another that says so."""
    live = sources.live
    if live is None:
        return lambda call: False
    try:
        path = sources.shelf.folder(live.version) / artefact.TRAINED_ON
        learnt = set(np.load(path, allow_pickle=False).tolist()) if path.is_file() else set()
    except BadModel:  # the live model is served from memory; its folder is gone
        learnt = set()

    def knows(call: LabelledCall) -> bool:
        by_call = bool(call.call_id) and call_hash(call.call_id) in learnt
        return by_call or live.literal.find(normalise(call.reason)) is not None

    return knows


def _inferred(calls: Sequence[LabelledCall], sources: Sources, memory: Kept, say: Say) -> Inferred:
    vectors = encode_all(sources.encoder, [call.reason for call in calls], cache=memory)
    learnt = with_intents(calls, vectors, sources.catalogue)
    if learnt.clear or learnt.soft:
        say(f"intents within a known department: {learnt.clear:,} inferred, {learnt.soft:,} left soft")
    if learnt.set_aside:
        say(f"{learnt.set_aside:,} calls are set aside: their department has no intent that is learnt")
    return learnt


def _judged(
    sources: Sources,
    found: Material,
    looked: Looked,
    learnt: Inferred,
    fitted: Fitted,
    created: datetime,
    clock: _Clock,
    accepted: Collection[int],
) -> Published:
    """Measure a fitted model, judge it and put it on the shelf with all that tells about it."""
    model, catalogue = fitted.model, sources.catalogue
    facts = facts_of(found.calls, catalogue.digest, dict(fitted.metrics), created)
    golden_file = sources.folder / GOLDEN
    golden = read_golden(golden_file, catalogue) if golden_file.is_file() else []
    evidence = gather(
        replace(model, manner=sources.manner),
        replace(sources.live, manner=sources.manner) if sources.live else None,
        catalogue,
        found.held_out,
        golden,
        _sizes(model, facts, sources),
        lambda done: clock("evaluating", done),
    )
    verdict = judged(evidence, catalogue.organisation.gate, accepted)
    facts["metrics"] |= measured(evidence)
    told = report_files(
        model.version,
        facts | {"took_s": clock.took_s()},
        evidence,
        verdict,
        catalogue,
        learnt_from(learnt.calls, _erased(sources)),
        _before(sources),
        [suspect.reported() for suspect in looked.suspects],
    )
    asked = [call.reason for call in golden] or [call.reason for call in found.calls]
    extras = told | {
        artefact.PROBE: probe(model, chosen(asked)),
        artefact.VERDICT: to_json(verdict),
        artefact.TRAINED_ON: hashes(learnt.calls),
        artefact.QUOTED: hashes((*found.calls, *found.held_out)),
        SUSPECTS: as_csv(looked.suspects),
    }
    clock("publishing", 0.0)
    manifest_sha256 = publish(model, sources.shelf, facts, extras)
    folder = sources.shelf.folder(model.version)
    return Published(model.version, manifest_sha256, folder, facts, verdict, len(looked.suspects))


def _sizes(model: TextModel, facts: dict[str, Any], sources: Sources) -> tuple[int, int | None]:
    """Return the bytes that the candidate's model takes on disk, and those of the live version."""
    with tempfile.TemporaryDirectory(prefix="advisor-") as scratch:
        folder = Path(scratch) / model.version
        artefact.save(model, folder, facts)
        candidate = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return candidate, sources.shelf.size(sources.live.version) if sources.live else None


def _before(sources: Sources) -> Learnt | None:
    """Return what the live version learnt from, if it has a report that tells."""
    try:
        return learnt_of(json.loads(sources.shelf.read(sources.live.version, JSON))) if sources.live else None
    except (BadModel, ValueError, KeyError):
        return None


def _erased(sources: Sources) -> int:
    """Return how many of the calls that the live version learnt from or may quote were erased since."""
    if sources.live is None or sources.store is None:
        return 0
    live, shelf = sources.live.version, sources.shelf
    try:
        manifest = parse_manifest(shelf.read(live, MANIFEST), f"{live}/{MANIFEST}")
        return learnt_among(shelf, live, manifest, erased_calls(sources.store.engine))
    except UnreachableShelf:
        raise
    except BadModel:  # the live model is served from memory; its folder is gone
        return 0


class _Clock:
    """Passes the stages on, and notes how long each took."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._began: dict[str, float] = {}

    def __call__(self, name: str, done: float) -> None:
        self._began.setdefault(name, time.monotonic())
        self._stage(name, done)

    def took_s(self) -> dict[str, float]:
        """Return the seconds that each stage took until the next began, or until now."""
        ends = [*list(self._began.values())[1:], time.monotonic()]
        return {name: round(end - start, 1) for (name, start), end in zip(self._began.items(), ends, strict=True)}
