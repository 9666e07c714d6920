"""How a caller speaks, as a small head hears it: danger, abuse, distress, confusion, the wish for a person.

It reads the sentence vector that the text model computes anyway, and words and pieces of words by a vocabulary of its
own: the vector alone cannot tell "this queue is killing me" from "he is killing me"
(`docs/decisions/012-hard-calls.md`). It is no part of a model version, as it knows nothing of an organisation.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.errors import BadModel
from routing.text.checksum import sha256_of
from routing.text.features import Tfidf, character_ngrams, word_ngrams
from routing.text.head import LinearHead
from routing.text.reading import Reader

FORMAT = 2
DANGER, CONCERN = "danger", "concern"
MANIFEST = "manifest.json"
ARRAYS = ("words_idf", "words_weights", "characters_idf", "characters_weights", "sentence_weights", "bias")
VOCABULARIES = ("words_vocabulary", "characters_vocabulary")
FILES = frozenset({f"{name}.npy" for name in ARRAYS} | {f"{name}.json" for name in VOCABULARIES})
RIVAL_SLACK = 1.0
REMEDY = "run 'python -m training.manner' or fetch the folder again"


@dataclass(frozen=True)
class MannerHead:
    """A linear head over manners of calling.

    Attributes
    ----------
    manners
        What its columns stand for, all but the last, which is "none of these".
    bars : shape (manners,)
        How far a manner's score must lie above its rivals' to be heard (`margins`).
    concern_bar
        The lower bar for danger, above which there is reason to listen for it.
    encoder
        SHA-256 of the encoder it was fitted for.
    """

    manners: tuple[str, ...]
    words: Tfidf
    characters: Tfidf
    head: LinearHead
    bars: NDArray[np.float64]
    concern_bar: float
    encoder: str

    def probabilities(self, text: str, vector: NDArray[np.float32]) -> Mapping[str, float]:
        """Return how likely each manner is, 0 to 1, scaled so that 0.5 is where it counts as heard.

        They are judged one by one and do not sum to 1: a caller may be in danger and in distress. Beside the manners
        stands "concern", which is danger by its lower bar.

        Parameters
        ----------
        text
            Normalised.
        vector : shape (dimensions,)
            The sentence vector of that text.
        """
        scores = vector @ self.head.sentence + self.head.bias + self.reader.read(text).scores()
        found = margins(scores.astype(np.float64)[None])[0]
        concern = found[self.manners.index(DANGER)] - self.concern_bar
        above = np.append(found - self.bars, concern)
        return dict(zip((*self.manners, CONCERN), (1.0 / (1.0 + np.exp(-above))).tolist(), strict=True))

    def forget(self) -> None:
        """Drop the words that this thread read last."""
        self.reader.forget()

    @cached_property
    def reader(self) -> Reader:
        """What reads the words and pieces of a text."""
        return Reader(self.words, self.characters, self.head)


def margins(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each manner's score lies above its strongest rival's, shape (texts, manners).

    Parameters
    ----------
    scores : shape (texts, manners + 1)
        The last column is "none of these", a rival at its full score. Another manner is a rival at `RIVAL_SLACK` less,
        as two manners may be shown at once.
    """
    found, none = scores[:, :-1], scores[:, -1:]
    others = np.repeat(found[:, None, :], found.shape[1], axis=1)
    others[:, np.eye(found.shape[1], dtype=bool)] = -np.inf
    rivals: NDArray[np.float64] = found - np.maximum(none, others.max(axis=2) - RIVAL_SLACK)
    return rivals


def save_manner(head: MannerHead, folder: Path, facts: dict[str, Any]) -> None:
    """Write `head` into `folder` in place of what is there; the folder changes whole or not at all.

    `facts` are what else the manifest tells: where the head comes from and how good it was when it was fitted.
    """
    scratch = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    values = (
        head.words.idf, head.head.words, head.characters.idf, head.head.characters, head.head.sentence, head.head.bias,
    )  # fmt: skip
    for name, array in zip(ARRAYS, values, strict=True):
        np.save(scratch / f"{name}.npy", array, allow_pickle=False)
    for name, block in zip(VOCABULARIES, (head.words, head.characters), strict=True):
        in_order = sorted(block.vocabulary, key=block.vocabulary.__getitem__)
        (scratch / f"{name}.json").write_text(json.dumps(in_order, ensure_ascii=False), encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "encoder": head.encoder,
        "manners": list(head.manners),
        "bars": head.bars.tolist(),
        "concern_bar": head.concern_bar,
        "sha256": {name: sha256_of(scratch / name) for name in sorted(FILES)},
        **facts,
    }
    (scratch / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)


def load_manner(folder: Path, encoder_sha256: str) -> MannerHead:
    """Return the head in `folder`.

    Parameters
    ----------
    encoder_sha256
        Of the encoder it is to be served with; must be the one it was fitted for.

    Raises
    ------
    BadModel
        A file is missing or altered, or the head is of another format or for another encoder.
    """
    manifest = _manifest(folder / MANIFEST)
    for name in sorted(FILES):
        path = folder / name
        digest = str(manifest["sha256"].get(name, ""))
        if not path.is_file() or sha256_of(path) != digest:
            found = "another content" if path.is_file() else "no such file"
            raise BadModel(f"{path}: expected SHA-256 {digest[:12]}…, found {found}; {REMEDY}")
    if manifest["encoder"] != encoder_sha256:
        raise BadModel(
            f"{folder}: fitted for encoder {manifest['encoder'][:12]}…, found {encoder_sha256[:12]}…; {REMEDY}"
        )
    try:
        return _assembled(folder, manifest)
    except (OSError, ValueError, EOFError) as error:
        raise BadModel(f"{folder}: expected arrays and vocabularies, found {error}; {REMEDY}") from None


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise BadModel(f"{path.parent}: expected a manner head, found no {path.name}; {REMEDY}") from None
    except ValueError as error:
        raise BadModel(f"{path}: expected a manifest, found {error}; {REMEDY}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else manifest
        raise BadModel(f"{path}: expected format {FORMAT}, found {found}; {REMEDY}")
    manners, bars = manifest.get("manners"), manifest.get("bars")
    sound = (
        "concern_bar" in manifest
        and isinstance(manifest.get("sha256"), dict)
        and isinstance(manifest.get("encoder"), str)
        and isinstance(manners, list)
        and all(isinstance(name, str) for name in manners)
        and isinstance(bars, list)
        and len(bars) == len(manners)
        and DANGER in manners
        and all(isinstance(bar, int | float) and not isinstance(bar, bool) for bar in (*bars, manifest["concern_bar"]))
    )
    if not sound:
        raise BadModel(f"{path}: expected encoder, manners, bars and sha256, found another content; {REMEDY}")
    return manifest


def _assembled(folder: Path, manifest: dict[str, Any]) -> MannerHead:
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
    words, characters = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in VOCABULARIES)
    return MannerHead(
        manners=tuple(manifest["manners"]),
        words=Tfidf({gram: i for i, gram in enumerate(words)}, arrays["words_idf"], word_ngrams),
        characters=Tfidf({gram: i for i, gram in enumerate(characters)}, arrays["characters_idf"], character_ngrams),
        head=LinearHead(
            arrays["words_weights"], arrays["characters_weights"], arrays["sentence_weights"], arrays["bias"]
        ),
        bars=np.array(manifest["bars"], dtype=np.float64),
        concern_bar=float(manifest["concern_bar"]),
        encoder=manifest["encoder"],
    )
