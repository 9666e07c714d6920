"""A model on disk: one immutable folder a version, plain arrays and a manifest that names every file's digest.

Nothing in it is unpickled, so a foreign file can at worst be refused
(`docs/decisions/003-plain-arrays-instead-of-pickles.md`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from routing.errors import BadModel
from routing.text import durable
from routing.text.checksum import sha256_of
from routing.text.encoder import FILES as ENCODER_FILES
from routing.text.encoder import Encoder
from routing.text.examples import Examples
from routing.text.features import Tfidf, character_ngrams, word_ngrams
from routing.text.head import LinearHead
from routing.text.literal import Literal
from routing.text.manifest import FORMAT, MANIFEST, SHARPNESS, Manifest, read_manifest
from routing.text.model import TextModel
from routing.text.scope import SIGNALS, Scope
from routing.text.sets import Sets
from routing.text.tuned import Tuned

ARRAYS = (
    "words_idf", "words_weights", "characters_idf", "characters_weights", "sentence_weights", "bias", "centroids",
    "examples_vectors", "examples_labels", "literal_digests", "literal_labels", "literal_certainties",
)  # fmt: skip
VOCABULARIES = ("words_vocabulary", "characters_vocabulary")
TUNED = "tuned"
TUNED_FILES = ("classes.npy", *ENCODER_FILES)
REASONS = "examples_reasons"
PROBE, VERDICT, REPORT = "probe.json", "verdict.json", "report.html"
TRAINED_ON, QUOTED = "trained_on.npy", "quoted.npy"
EXTRAS = (PROBE, VERDICT, REPORT, "report.json", "suspects.csv", TRAINED_ON, QUOTED)
NO_EXTRAS: Mapping[str, bytes] = {}


def save(model: TextModel, folder: Path, facts: dict[str, Any], extras: Mapping[str, bytes] = NO_EXTRAS) -> str:
    """Write `model` into the new folder and return the SHA-256 of its manifest.

    The folder appears whole or not at all, and is on the disk when this returns.

    Parameters
    ----------
    facts
        The fields of `Manifest` that the model itself does not hold: created, catalogue, data, counts, libraries,
        metrics.
    extras
        Files that tell about the version and are not needed to answer, by name; names of `EXTRAS` only.

    Raises
    ------
    BadModel
        The folder is there already.
    """
    unknown = set(extras) - set(EXTRAS)
    if unknown:
        raise ValueError(f"expected extra files of {', '.join(EXTRAS)}, found {', '.join(sorted(unknown))}")
    try:
        with durable.appearing(folder) as scratch:
            _write(model, scratch)
            for name, content in extras.items():
                (scratch / name).write_bytes(content)
            manifest = json.dumps(vars(_manifest(model, scratch, facts)), indent=2) + "\n"
            (scratch / MANIFEST).write_text(manifest, encoding="utf-8")
    except FileExistsError:
        raise BadModel(
            f"{folder}: expected a new version, found it there already; versions are never overwritten"
        ) from None
    return sha256_of(folder / MANIFEST)


def _write(model: TextModel, folder: Path) -> None:
    """Write all that a model needs to answer."""
    for name, array in _arrays(model).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    for name, block in zip(VOCABULARIES, (model.words, model.characters), strict=True):
        in_order = sorted(block.vocabulary, key=block.vocabulary.__getitem__)
        (folder / f"{name}.json").write_text(json.dumps(in_order, ensure_ascii=False), encoding="utf-8")
    if model.tuned:
        _save_tuned(model.tuned, folder / TUNED)
    (folder / f"{REASONS}.json").write_text(json.dumps(model.examples.reasons, ensure_ascii=False), encoding="utf-8")


def _manifest(model: TextModel, folder: Path, facts: dict[str, Any]) -> Manifest:
    return Manifest(
        format=FORMAT,
        version=model.version,
        encoder=model.encoder.sha256,
        intents=list(model.intents),
        temperature=model.temperature,
        scope={"signals": list(SIGNALS), "weights": list(model.scope.weights), "bias": model.scope.bias},
        sets=vars(model.sets),
        tuned={name: getattr(model.tuned, name) for name in SHARPNESS} if model.tuned else {},
        sha256={name: sha256_of(folder / name) for name in _files(folder)},
        **facts,
    )


def load(folder: Path, encoder: Encoder, manifest_sha256: str | None = None) -> TextModel:
    """Return the model in `folder`, its arrays memory-mapped.

    Parameters
    ----------
    encoder
        The encoder to serve it with; must be the one it was trained on.
    manifest_sha256
        The digest recorded when the version went live; None skips that check only.

    Raises
    ------
    BadModel
        A file is missing, cut short, altered or unnamed, or the format, signals or encoder are not the ones expected.
    """
    manifest = read_manifest(folder, manifest_sha256)
    check_files(folder, manifest)
    if manifest.encoder != encoder.sha256:
        raise BadModel(
            f"{folder}: trained with encoder {manifest.encoder[:12]}…, found {encoder.sha256[:12]}… in "
            f"{encoder.folder}; set ADVISOR_ENCODER to the right folder or train anew"
        )
    return _assemble(folder, manifest, encoder)


def check_files(folder: Path, manifest: Manifest, place: str = "") -> None:
    """Check that a version's folder holds the files of its manifest, unaltered, and no others.

    Parameters
    ----------
    place
        Where the folder came from, to be named in its stead.

    Raises
    ------
    BadModel
        Naming the first file at fault.
    """
    place = place or str(folder)
    expected = {f"{name}.npy" for name in ARRAYS} | {f"{name}.json" for name in (*VOCABULARIES, REASONS)}
    if manifest.tuned:
        expected |= {f"{TUNED}/{name}" for name in TUNED_FILES}
    named = set(manifest.sha256)
    if not expected <= named <= expected | set(EXTRAS):
        wrong = ", ".join(sorted(expected - named)) or "none missing"
        more = ", ".join(sorted(named - expected - set(EXTRAS))) or "none unknown"
        raise BadModel(f"{place}: expected the files of a model in its manifest, found {wrong}, {more}; train anew")
    for name, digest in manifest.sha256.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            found = "another content" if path.is_file() else "no such file"
            raise BadModel(
                f"{place}/{name}: expected SHA-256 {digest[:12]}…, found {found}; fetch the version again or train anew"
            )
    unnamed = set(_files(folder)) - named - {MANIFEST}
    if unnamed:
        names = ", ".join(sorted(unnamed))
        raise BadModel(f"{place}: expected only the files of its manifest, found {names} besides; remove them")


def _files(folder: Path) -> list[str]:
    """Return the paths of all files in a version's folder, without those that an operating system hides in it."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not path.name.startswith("."))


def _arrays(model: TextModel) -> dict[str, Any]:
    head = model.head
    values = (
        model.words.idf, head.words, model.characters.idf, head.characters, head.sentence, head.bias, model.centroids,
        model.examples.vectors, model.examples.labels,
        model.literal.digests, model.literal.labels, model.literal.certainties,
    )  # fmt: skip
    return dict(zip(ARRAYS, values, strict=True))


def _save_tuned(tuned: Tuned, folder: Path) -> None:
    folder.mkdir()
    np.save(folder / "classes.npy", tuned.classes, allow_pickle=False)
    for name in ENCODER_FILES:
        shutil.copyfile(tuned.encoder.folder / name, folder / name)


def _tuned(folder: Path, manifest: Manifest) -> Tuned | None:
    if not manifest.tuned:
        return None
    classes = np.load(folder / TUNED / "classes.npy", mmap_mode="r", allow_pickle=False)
    return Tuned(Encoder(folder / TUNED), classes, **manifest.tuned)


def _assemble(folder: Path, manifest: Manifest, encoder: Encoder) -> TextModel:
    try:
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
        word_grams, character_grams, reasons = (
            json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in (*VOCABULARIES, REASONS)
        )
        tuned = _tuned(folder, manifest)
    except (OSError, ValueError, EOFError) as error:
        raise BadModel(f"{folder}: expected arrays and vocabularies, found {error}; train anew") from None
    return TextModel(
        version=manifest.version,
        intents=tuple(manifest.intents),
        encoder=encoder,
        words=Tfidf({gram: i for i, gram in enumerate(word_grams)}, arrays["words_idf"], word_ngrams),
        characters=Tfidf(
            {gram: i for i, gram in enumerate(character_grams)}, arrays["characters_idf"], character_ngrams
        ),
        head=LinearHead(
            arrays["words_weights"], arrays["characters_weights"], arrays["sentence_weights"], arrays["bias"]
        ),
        temperature=manifest.temperature,
        scope=Scope(tuple(manifest.scope["weights"]), manifest.scope["bias"]),
        sets=Sets(**manifest.sets),
        centroids=arrays["centroids"],
        examples=Examples(arrays["examples_vectors"], arrays["examples_labels"], tuple(reasons)),
        literal=Literal(arrays["literal_digests"], arrays["literal_labels"], arrays["literal_certainties"]),
        tuned=tuned,
    )
