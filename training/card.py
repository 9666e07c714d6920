"""`MODEL_CARD.md`: what the live model is and how good it is, written from its manifest, never by hand."""

from __future__ import annotations

from typing import Any

from routing.text.manifest import Manifest, read_manifest
from routing.text.shelf import Shelf
from training.evaluate import ERRORS, SHARES

CARD = "MODEL_CARD.md"


def write_card(shelf: Shelf) -> None:
    """Write the card of the default model beside the versions."""
    default = shelf.default()
    manifest = read_manifest(shelf.folder(default.version), default.manifest_sha256)
    shelf.write(CARD, card(manifest).encode())


def card(manifest: Manifest) -> str:
    """Return the card of one model version, in Markdown."""
    test = manifest.metrics.get("test", {})
    parts = [_head(manifest), _figures(manifest.metrics, test)]
    if test:
        parts += [_actions(test), _styles(test), _confusions(test)]
    parts.append(_limits())
    return "\n\n".join(parts) + "\n"


def _head(manifest: Manifest) -> str:
    counts, libraries = manifest.counts, manifest.libraries
    return "\n".join(
        (
            "# Model card",
            "",
            "Written by `advisor train` from the model's manifest; not edited by hand.",
            "",
            "| | |",
            "| --- | --- |",
            f"| version | `{manifest.version}` |",
            f"| made | {manifest.created} |",
            f"| from | {counts['calls']} labelled calls of {counts['intents']} intents, "
            f"{counts['out_of_scope']} out-of-scope calls |",
            f"| catalogue | SHA-256 `{manifest.catalogue[:12]}…` |",
            f"| labelled calls | SHA-256 `{manifest.data[:12]}…` |",
            f"| encoder | SHA-256 `{manifest.encoder[:12]}…` |",
            f"| libraries | {', '.join(f'{name} {number}' for name, number in libraries.items())} |",
        )
    )


def _figures(metrics: dict[str, Any], test: dict[str, Any]) -> str:
    lines = ["## How good it is", ""]
    if test:
        lines += [
            f"On the catalogue's {test['in_scope']} test calls in scope and {test['out_of_scope']} out of scope:",
            "",
            "| figure | value |",
            "| --- | ---: |",
            *(f"| {label} | {_percent(test[name])} |" for name, label in SHARES.items() if name in test),
            *(f"| {label} | {test[name]:.3f} |" for name, label in ERRORS.items() if name in test),
            "",
        ]
    return "\n".join(
        [
            *lines,
            f"On {metrics['held_out_calls']} of the calls it learns from, scored by a model that had not seen them:",
            f"intent right {_percent(metrics['held_out_intent_accuracy'])}, area under the curve of the scope score "
            f"{metrics['held_out_scope_auroc']:.3f}.",
        ]
    )


def _actions(test: dict[str, Any]) -> str:
    inside, outside = test.get("actions", {}), test.get("actions_out_of_scope", {})
    rows = [
        f"| {name} | {_percent(inside.get(name, 0))} | {_percent(outside.get(name, 0))} |"
        for name in sorted({*inside, *outside})
    ]
    head = ["## What the advisor does with the test calls", "", "| action | in scope | out of scope |"]
    return "\n".join([*head, "| --- | ---: | ---: |", *rows])


def _styles(test: dict[str, Any]) -> str:
    rows = [f"| {style} | {row['calls']} | {_percent(row['right'])} |" for style, row in test["by_style"].items()]
    note = "In scope, right means the department; out of scope, that the call is not transferred."
    return "\n".join(
        ["## By way of speaking", "", note, "", "| style | calls | right |", "| --- | ---: | ---: |", *rows]
    )


def _confusions(test: dict[str, Any]) -> str:
    rows = [f"| {row['expected']} | {row['found']} | {row['calls']} |" for row in test["confusions"]]
    return "\n".join(["## Worst confusions", "", "| labelled | found | calls |", "| --- | --- | ---: |", *rows])


def _limits() -> str:
    return "\n".join(
        (
            "## What it is not for",
            "",
            "It knows what its labelled calls taught it. Calls of another organisation, another language or another",
            "way of speaking are not in these figures: train it on your own, then the figures are yours. It does not",
            "hear danger, distress or abuse: rules and a head of their own do, and miss some (docs/decisions/012).",
        )
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
