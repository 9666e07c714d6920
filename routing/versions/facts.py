"""What is known of a version without fetching it whole or loading it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing.errors import BadModel, UnreachableShelf
from routing.store.promotions import CANARY, Promotion
from routing.store.workers import Worker
from routing.text.artefact import REPORT, VERDICT
from routing.text.manifest import MANIFEST, Manifest, parse_manifest
from routing.text.shelf import Shelf
from routing.versions.erased import learnt_among
from routing.versions.held import LIVE, State

FIGURES = ("department_accuracy", "intent_accuracy", "out_of_scope_recall", "calibration_error")


@dataclass(frozen=True)
class Version:
    """What is known of one version.

    Attributes
    ----------
    roles
        "live", "canary", "shadow", "default"; empty for one that is only kept.
    share
        Percent of the calls that it answers as a canary, else 0.
    manifest
        None if it cannot be read; `fault` says why.
    verdict
        Of the gate, as `verdict.json` has it: passed, against, checks; None for a version that was never judged.
    size_bytes
        On the shelf.
    erased
        How many of the calls it learnt from were erased since.
    serving, refusing
        The workers that serve it and those that will not.
    promotions
        The rows that name it, oldest first.
    """

    name: str
    roles: tuple[str, ...]
    share: int
    manifest: Manifest | None
    fault: str
    verdict: Mapping[str, Any] | None
    has_report: bool
    size_bytes: int
    erased: int
    serving: tuple[Worker, ...]
    refusing: tuple[Worker, ...]
    promotions: tuple[Promotion, ...]

    @property
    def figures(self) -> dict[str, float]:
        """How good it was when it was published: shares from 0 to 1, those that were measured."""
        metrics = self.manifest.metrics if self.manifest else {}
        test = metrics.get("test", {})
        figures = {name: float(test[name]) for name in FIGURES if name in test}
        if "intent_accuracy" not in figures and "held_out_intent_accuracy" in metrics:
            figures["held_out_intent_accuracy"] = float(metrics["held_out_intent_accuracy"])
        return figures


def describe(shelf: Shelf, name: str, state: State) -> Version:
    """Return what is known of a version on the shelf; one that is damaged is described by its fault.

    Raises
    ------
    UnreachableShelf
        The shelf does not answer.
    """
    manifest, verdict, erased, fault = None, None, 0, ""
    try:
        manifest = parse_manifest(shelf.read(name, MANIFEST), f"{name}/{MANIFEST}")
        verdict = read_verdict(shelf, name, manifest)
        erased = learnt_among(shelf, name, manifest, state.erased)
    except UnreachableShelf:
        raise
    except BadModel as error:
        fault = str(error)
    trial = state.standing.trial
    return Version(
        name=name,
        roles=tuple(_roles(name, state)),
        share=trial.share if trial and trial.version == name and trial.role == CANARY else 0,
        manifest=manifest,
        fault=fault,
        verdict=verdict,
        has_report=bool(manifest and REPORT in manifest.sha256),
        size_bytes=shelf.size(name),
        erased=erased,
        serving=tuple(worker for worker in state.workers if name in (worker.version, worker.trial)),
        refusing=tuple(worker for worker in state.workers if worker.refused == name),
        promotions=tuple(row for row in state.history if row.version == name),
    )


def read_verdict(shelf: Shelf, name: str, manifest: Manifest) -> dict[str, Any] | None:
    """Return the gate's verdict on a version; None for one that was never judged.

    Raises
    ------
    BadModel
        `verdict.json` is no verdict.
    """
    if VERDICT not in manifest.sha256:
        return None
    try:
        verdict: dict[str, Any] = json.loads(shelf.read(name, VERDICT))
        sound = isinstance(verdict["passed"], bool) and isinstance(verdict["against"], str)
        sound = sound and all({"name", "passed", "text"} <= set(check) for check in verdict["checks"])
    except (ValueError, TypeError, KeyError) as error:
        raise BadModel(f"{name}/{VERDICT}: expected a verdict, found {error!r}; train anew") from None
    if not sound:
        raise BadModel(f"{name}/{VERDICT}: expected a verdict, found another file; train anew")
    return verdict


def _roles(name: str, state: State) -> list[str]:
    roles = [LIVE] if name == state.live else []
    if state.standing.trial and name == state.trial:
        roles.append(state.standing.trial.role)
    if state.default and name == state.default.version:
        roles.append("default")
    return roles
