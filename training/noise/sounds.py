"""How words sound, and which words sound near: phonemes from a table, distances by weighted edits of phonemes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEXICON = Path(__file__).parent / "lexicon.tsv"
SPELLINGS = Path(__file__).parent / "spellings.tsv"
COMPARED = 160
NEAR = 8
COMMONNESS = 0.25
SHARPNESS = 2.5

VOWELS = ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"]
CONSONANTS = [
    "B",
    "CH",
    "D",
    "DH",
    "F",
    "G",
    "HH",
    "JH",
    "K",
    "L",
    "M",
    "N",
    "NG",
    "P",
    "R",
    "S",
    "SH",
    "T",
    "TH",
    "V",
    "W",
    "Y",
    "Z",
    "ZH",
]
PHONEMES = (*VOWELS, *CONSONANTS)
ALIKE = (
    *("B P", "D T", "G K", "V F", "Z S", "ZH SH", "JH CH", "DH TH", "M N", "N NG", "TH F", "DH V", "DH D", "L W"),
    *("CH SH", "T CH", "IH IY", "IH EH", "EH AE", "AH IH", "AH EH", "AH AE", "AH ER", "AH UH", "AH AA", "AA AO"),
    *("AO OW", "UH UW", "EY EH", "AY AA", "AW AA", "OY AO", "ER AO", "R ER", "R L", "R W"),
)
WEAK = ("AH", "IH", "HH", "D", "T", "R", "Y")

_SILENT_E = re.compile(r"(?<=[aeiou][bcdfgklmnprstvz])e(?=s?$)")
_LETTERS = re.compile(r"[a-z']+")

Sounds = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Frequent words and how they sound.

    Attributes
    ----------
    words
        The commonest first.
    sounds : shape (words, longest)
        Number of each phoneme, from 0; -1 after the end.
    lengths : shape (words,)
        In phonemes.
    counts : shape (words, phonemes)
        How often each phoneme is in each word.
    rarity : shape (words,)
        Minus the decimal logarithm of the share of words that are this word.
    """

    words: tuple[str, ...]
    sounds: NDArray[np.int64]
    lengths: NDArray[np.int64]
    counts: NDArray[np.float32]
    rarity: NDArray[np.float64]


@cache
def lexicon() -> Lexicon:
    """Return the table, read once."""
    rows = [line.split("\t") for line in LEXICON.read_text(encoding="utf-8").splitlines()]
    numbered = [_numbers(sounds.split()) for _, sounds, _ in rows]
    table = np.full((len(rows), max(map(len, numbered))), -1)
    for row, numbers in zip(table, numbered, strict=True):
        row[: len(numbers)] = numbers
    counts = np.array([np.bincount(numbers, minlength=len(PHONEMES)) for numbers in numbered], dtype=np.float32)
    return Lexicon(
        words=tuple(word for word, _, _ in rows),
        sounds=table,
        lengths=np.array([len(numbers) for numbers in numbered]),
        counts=counts,
        rarity=-np.array([float(rarity) for _, _, rarity in rows]),
    )


@cache
def pronounced() -> dict[str, Sounds]:
    """Return the phonemes of each word of the table, also of words written without their apostrophe."""
    known = {}
    for line in reversed(LEXICON.read_text(encoding="utf-8").splitlines()):
        word, sounds, _ = line.split("\t")
        known[word] = tuple(sounds.split())
    return {word.replace("'", ""): sounds for word, sounds in known.items()} | known


@cache
def pronounce(word: str) -> Sounds:
    """Return the phonemes of a word: from the table, of two words of it joined, or guessed from the spelling.

    Empty for what has no letters a to z, such as figures.
    """
    known = pronounced()
    if word in known:
        return known[word]
    for cut in sorted(range(3, len(word) - 2), key=lambda place: abs(2 * place - len(word))):
        if word[:cut] in known and word[cut:] in known:
            return known[word[:cut]] + known[word[cut:]]
    if not _LETTERS.fullmatch(word):
        return ()
    return _guessed(_SILENT_E.sub("", word.replace("'", "")))


def _guessed(word: str) -> Sounds:
    """Return the sounds of the longest spellings that fit, from left to right."""
    sounds: list[str] = []
    while word:
        size = next(size for size in (4, 3, 2, 1) if word[:size] in _spellings())
        sounds += _spellings()[word[:size]].split()
        word = word[size:]
    return tuple(sounds)


@cache
def _spellings() -> dict[str, str]:
    return dict(line.split("\t") for line in SPELLINGS.read_text(encoding="utf-8").splitlines())


@cache
def near(sounds: Sounds) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return words that sound near, common ones rather than rare ones, and how likely each is (summing to 1).

    Only the words with nearly the same phonemes in any order are compared in full.
    """
    table, numbers = lexicon(), _numbers(sounds)
    bag = np.bincount(numbers, minlength=len(PHONEMES)).astype(np.float32)
    unlike = np.abs(table.counts - bag).sum(axis=1) + 0.1 * table.rarity
    compared = np.argpartition(unlike, COMPARED)[:COMPARED]
    cost = distances(numbers, table.sounds[compared], table.lengths[compared]) + COMMONNESS * table.rarity[compared]
    best = np.argsort(cost, kind="stable")[:NEAR]
    weights = np.exp(-SHARPNESS * (cost[best] - cost[best[0]]))
    return tuple(table.words[row] for row in compared[best]), weights / weights.sum()


def distances(sounds: Sequence[int], others: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weighted edit distance of one word's phonemes to those of each other word, shape (others,)."""
    replacing, leaving = _costs()
    steps = np.concatenate([np.zeros((len(others), 1)), np.cumsum(leaving[others], axis=1)], axis=1)
    for sound in sounds:
        above, steps = steps, np.empty_like(steps)
        steps[:, 0] = above[:, 0] + leaving[sound]
        for column in range(others.shape[1]):
            other = others[:, column]
            steps[:, column + 1] = np.minimum(
                above[:, column] + replacing[sound, other],
                np.minimum(above[:, column + 1] + leaving[sound], steps[:, column] + leaving[other]),
            )
    return np.asarray(steps[np.arange(len(others)), lengths])


@cache
def _costs() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what it costs to take one phoneme for another and to leave one out."""
    vowel = np.array([phoneme in VOWELS for phoneme in PHONEMES])
    replacing = np.where(vowel[:, None] != vowel[None, :], 1.5, np.where(vowel[:, None], 0.6, 0.9))
    for one, two in (pair.split() for pair in ALIKE):
        row, column = PHONEMES.index(one), PHONEMES.index(two)
        replacing[row, column] = replacing[column, row] = 0.4
    np.fill_diagonal(replacing, 0.0)
    leaving = np.array([0.5 if phoneme in WEAK else 0.9 for phoneme in PHONEMES])
    return replacing, leaving


def _numbers(sounds: Sequence[str]) -> list[int]:
    return [_NUMBER[sound] for sound in sounds]


_NUMBER = {phoneme: number for number, phoneme in enumerate(PHONEMES)}
