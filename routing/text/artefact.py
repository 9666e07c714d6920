"""A model on disk: one immutable folder a version, plain arrays and a manifest that names every file's digest.

Nothing in it is unpickled, so a foreign file can at worst be refused
(`docs/decisions/003-plain-arrays-instead-of-pickles.md`).
"""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from routing.errors import BadModel
from routing.text.checksum import sha256_of
from routing.text.encoder import FILES as ENCODER_FILES
from routing.text.encoder import Encoder
from routing.text.examples import Examples
from routing.text.features import Tfidf, character_ngrams, word_ngrams
from routing.text.head import LinearHead
from routing.text.literal import Literal
from routing.text.model import TextModel
from routing.text.scope import SIGNALS, Scope
from routing.text.sets import Sets
from routing.text.tuned import Tuned

FORMAT = 2
MANIFEST = "manifest.json"
ARRAYS = (
    "words_idf", "words_weights", "characters_idf", "characters_weights", "sentence_weights", "bias", "centroids",
    "examples_vectors", "examples_labels", "literal_digests", "literal_labels", "literal_certainties",
)  # fmt: skip
VOCABULARIES = ("words_vocabulary", "characters_vocabulary")
TUNED = "tuned"
TUNED_FILES = ("classes.npy", *ENCODER_FILES)
SHARPNESS = ("head_sharpness", "sharpness")
REASONS = "examples_reasons"


@dataclass(frozen=True)
class Manifest:
    """What is known of a model version besides its arrays.

    Attributes
    ----------
    catalogue, data
        SHA-256 of the catalogue and of the labelled calls it was made from.
    sets
        Promised coverage and least probability of the prediction sets.
    tuned
        Sharpness of the head and of the fine-tuned encoder in the folder `tuned`; empty if there is none.
    sha256
        Digest of every other file of the folder, by its path in it.
    """

    format: int
    version: str
    created: str
    catalogue: str
    data: str
    encoder: str
    counts: dict[str, int]
    libraries: dict[str, str]
    metrics: dict[str, Any]
    intents: list[str]
    temperature: float
    scope: dict[str, Any]
    sets: dict[str, float]
    tuned: dict[str, float]
    sha256: dict[str, str]


def save(model: TextModel, folder: Path, facts: dict[str, Any]) -> str:
    """Write `model` into the new folder and return the SHA-256 of its manifest.

    `facts` are the fields of `Manifest` that the model itself does not hold: created, catalogue, data, counts,
    libraries, metrics. The folder appears whole or not at all.
    """
    if folder.exists():
        raise BadModel(f"{folder}: expected a new version, found it there already; versions are never overwritten")
    scratch = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name, array in _arrays(model).items():
        np.save(scratch / f"{name}.npy", array, allow_pickle=False)
    for name, block in zip(VOCABULARIES, (model.words, model.characters), strict=True):
        in_order = sorted(block.vocabulary, key=block.vocabulary.__getitem__)
        (scratch / f"{name}.json").write_text(json.dumps(in_order, ensure_ascii=False), encoding="utf-8")
    if model.tuned:
        _save_tuned(model.tuned, scratch / TUNED)
    (scratch / f"{REASONS}.json").write_text(json.dumps(model.examples.reasons, ensure_ascii=False), encoding="utf-8")
    manifest = Manifest(
        format=FORMAT,
        version=model.version,
        encoder=model.encoder.sha256,
        intents=list(model.intents),
        temperature=model.temperature,
        scope={"signals": list(SIGNALS), "weights": list(model.scope.weights), "bias": model.scope.bias},
        sets=vars(model.sets),
        tuned={name: getattr(model.tuned, name) for name in SHARPNESS} if model.tuned else {},
        sha256={
            path.relative_to(scratch).as_posix(): sha256_of(path)
            for path in sorted(scratch.rglob("*"))
            if path.is_file()
        },
        **facts,
    )
    (scratch / MANIFEST).write_text(json.dumps(vars(manifest), indent=2) + "\n", encoding="utf-8")
    scratch.rename(folder)
    return sha256_of(folder / MANIFEST)


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
        A file is missing, cut short or altered, or the format, signals or encoder are not the ones expected.
    """
    manifest = read_manifest(folder, manifest_sha256)
    expected = {f"{name}.npy" for name in ARRAYS} | {f"{name}.json" for name in (*VOCABULARIES, REASONS)}
    if manifest.tuned:
        expected |= {f"{TUNED}/{name}" for name in TUNED_FILES}
    if set(manifest.sha256) != expected:
        raise BadModel(f"{folder}: expected the files {', '.join(sorted(expected))}, found others named; train anew")
    for name, digest in manifest.sha256.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            found = "another content" if path.is_file() else "no such file"
            raise BadModel(
                f"{path}: expected SHA-256 {digest[:12]}…, found {found}; fetch the version again or train anew"
            )
    if manifest.encoder != encoder.sha256:
        raise BadModel(
            f"{folder}: trained with encoder {manifest.encoder[:12]}…, found {encoder.sha256[:12]}… in "
            f"{encoder.folder}; set ADVISOR_ENCODER to the right folder or train anew"
        )
    return _assemble(folder, manifest, encoder)


def read_manifest(folder: Path, manifest_sha256: str | None = None) -> Manifest:
    """Return the manifest in `folder` after checking its digest, its fields and its format.

    Raises
    ------
    BadModel
        It is missing, altered, no manifest, or of another format.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise BadModel(
            f"{folder}: expected a model, found no {MANIFEST}; run 'advisor train' or set ADVISOR_MODELS_URL"
        )
    if manifest_sha256 not in (None, sha256_of(path)):
        raise BadModel(f"{path}: expected SHA-256 {manifest_sha256[:12]}…, found another content; train anew")
    try:
        manifest = Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise BadModel(f"{path}: expected a manifest, found {error}; train anew") from None
    if manifest.format != FORMAT:
        raise BadModel(f"{path}: expected format {FORMAT}, found {manifest.format}; train anew with this version")
    wrong = [name for name, sound in _sound(manifest).items() if not sound]
    if wrong:
        raise BadModel(f"{path}: expected a manifest of this version, found another {', '.join(wrong)}; train anew")
    return manifest


def _sound(manifest: Manifest) -> dict[str, bool]:
    """Tell of each field that loading relies on whether it holds what this version writes."""
    scope, temperature = manifest.scope, manifest.temperature
    return {
        "version": isinstance(manifest.version, str),
        "encoder": isinstance(manifest.encoder, str),
        "intents": isinstance(manifest.intents, list) and all(isinstance(name, str) for name in manifest.intents),
        "temperature": _is_number(temperature) and temperature > 0,
        "scope": isinstance(scope, dict)
        and scope.get("signals") == list(SIGNALS)
        and isinstance(scope.get("weights"), list)
        and len(scope["weights"]) == len(SIGNALS)
        and all(map(_is_number, (*scope["weights"], scope.get("bias")))),
        "sets": isinstance(manifest.sets, dict)
        and set(manifest.sets) == {"coverage", "least"}
        and all(map(_is_number, manifest.sets.values())),
        "tuned": isinstance(manifest.tuned, dict)
        and set(manifest.tuned) in (set(), set(SHARPNESS))
        and all(map(_is_number, manifest.tuned.values())),
        "sha256": isinstance(manifest.sha256, dict)
        and all(isinstance(digest, str) for digest in manifest.sha256.values()),
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


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
