"""The two TF-IDF blocks and their weights read in one pass, fast enough to be always on.

The pieces of one word are the same in every call, so what a word adds to the scores is worked out once and kept.
What is left for a text is its words and pairs, and the few pieces that occur more than once in it: TF-IDF counts the
second occurrence of a piece less than the first. After the encoder the processor's caches are cold, and then every
call into numpy costs ten times what it costs warm; so there are few of them here.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.text.features import Tfidf, word_spans
from routing.text.head import LinearHead

Floats = NDArray[np.float32]

KEPT_BYTES = 16 * 2**20
ENDINGS = ".,?!;:"


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two blanks of a text, and what it adds to the scores wherever it stands.

    Attributes
    ----------
    start, end
        Where its words begin and end in it; what is left outside is punctuation.
    words
        Its words: often one, none for a dash.
    known
        How many of them training has seen.
    word_columns
        Columns of its words and of the pairs inside it, in the block of words.
    columns
        Column of every piece in the block of characters, once for each occurrence, as native 32-bit integers.
    squares
        Sum of the squared rarities of `columns`.
    weights : shape (classes,)
        Sum over `columns` of rarity times weight, before the text's length is divided out.
    row
        Where `weights` are kept, or -1.
    """

    start: int
    end: int
    words: tuple[str, ...]
    known: int
    word_columns: tuple[int, ...]
    columns: bytes
    squares: float
    weights: Floats
    row: int


class Reading(NamedTuple):
    """One text as the two sparse blocks see it: rows of weights, and how much of each.

    The first rows belong to the tokens' pieces, one row a token; then come the columns of words and pairs; then a
    correction for each piece that occurs more than once.

    Attributes
    ----------
    texts
        The tokens as they stand in the text.
    found
        For each column of words, where it was found: the first and the last token of every occurrence.
    repeated
        Column of each piece that occurs more than once, with the number of times.
    coefficients, rows : shape (rows,), (rows, classes)
        `coefficients @ rows` is what the text adds to the scores.
    known_share
        Share of the words that training has seen, 0 to 1.
    """

    texts: list[str]
    tokens: list[Token]
    found: dict[int, list[tuple[int, int]]]
    repeated: dict[int, int]
    coefficients: Floats
    rows: Floats
    known_share: float

    def scores(self) -> Floats:
        """Return what words and pieces add to each class's score, shape (classes,)."""
        scores: Floats = self.coefficients @ self.rows
        return scores


class Reader:
    """Reads texts with two fitted blocks and the weights that belong to them.

    It keeps what it worked out in at most 16 MiB of rows, and only for words that training has seen: a caller's name
    is not among them.
    """

    def __init__(self, words: Tfidf, characters: Tfidf, head: LinearHead) -> None:
        self._words, self._characters = words, characters
        self._word_idf, self._character_idf = (np.asarray(block.idf).data for block in (words, characters))
        self._word_weights, self._character_weights = np.asarray(head.words), np.asarray(head.characters)
        self._tokens: dict[str, Token] = {}
        self._rows = np.empty((KEPT_BYTES // (4 * len(head.bias)), len(head.bias)), dtype=np.float32)
        self._places: dict[int, int] = {}
        self._lock = threading.Lock()
        self._used = 0
        self._latest = threading.local()

    def read(self, text: str) -> Reading:
        """Return the reading of a normalised text in which denied words are marked.

        A thread that asks again for the text it asked for last gets the same reading: the reasons for a prediction
        are asked for right after it.
        """
        text_before, reading = getattr(self._latest, "reading", ("", None))
        if reading is None or text_before != text:
            reading = self._read(text)
            self._latest.reading = text, reading
        return reading

    def forget(self) -> None:
        """Drop what this thread asked for last, so that no caller's words stay in memory."""
        self._latest.reading = "", None

    def _read(self, text: str) -> Reading:
        texts = text.split()
        tokens = [self._tokens.get(token) or self._token(token) for token in texts]
        found = self._found(tokens)
        repeated = _repeated(tokens)
        words = sum(len(token.words) for token in tokens)
        return Reading(
            texts=texts,
            tokens=tokens,
            found=found,
            repeated=repeated,
            coefficients=self._coefficients(tokens, found, repeated),
            rows=self._gathered(tokens, found, repeated),
            known_share=sum(token.known for token in tokens) / max(words, 1),
        )

    def _found(self, tokens: Sequence[Token]) -> dict[int, list[tuple[int, int]]]:
        """Return the columns of words and pairs, each with the first and last token of every occurrence."""
        found: dict[int, list[tuple[int, int]]] = {}
        column_of = self._words.vocabulary.get
        last, before = "", 0
        for place, token in enumerate(tokens):
            if not token.words:
                continue
            pair = column_of(f"{last} {token.words[0]}") if last else None
            if pair is not None:
                found.setdefault(pair, []).append((before, place))
            for column in token.word_columns:
                found.setdefault(column, []).append((place, place))
            last, before = token.words[-1], place
        return found

    def _coefficients(
        self, tokens: Sequence[Token], found: dict[int, list[tuple[int, int]]], repeated: dict[int, int]
    ) -> Floats:
        """Return TF-IDF's value of each row: (1 + ln count) times rarity, each block of unit length."""
        rarity = self._word_idf
        values = [
            rarity[column] if len(places) == 1 else (1.0 + math.log(len(places))) * rarity[column]
            for column, places in found.items()
        ]
        length = math.sqrt(sum([value * value for value in values])) or 1.0
        squares = sum([token.squares for token in tokens])
        rarity, damped = self._character_idf, []
        for column, count in repeated.items():
            once, idf = 1.0 + math.log(count), rarity[column]
            squares += (once * once - count) * idf * idf
            damped.append((once - count) * idf)
        whole = 1.0 / (math.sqrt(squares) or 1.0)
        each = [whole] * len(tokens)
        each += [value / length for value in values]
        each += [value * whole for value in damped]
        return np.array(each, dtype=np.float32)

    def _gathered(
        self, tokens: Sequence[Token], found: dict[int, list[tuple[int, int]]], repeated: dict[int, int]
    ) -> Floats:
        """Return the rows of weights, shape (rows, classes)."""
        place_of = self._places.get
        places = [token.row for token in tokens]
        places += [place_of(column, -1) for column in found]
        places += [place_of(~column, -1) for column in repeated]
        rows = self._rows.take(places, axis=0, mode="wrap")
        if -1 in places:
            self._fill(rows, places, tokens, [*found, *(~column for column in repeated)])
        return rows

    def _fill(self, rows: Floats, places: Sequence[int], tokens: Sequence[Token], keys: Sequence[int]) -> None:
        """Put in the rows that are not kept yet, and keep those of n-grams."""
        for row, place in enumerate(places):
            if place >= 0:
                continue
            if row < len(tokens):
                rows[row] = tokens[row].weights
                continue
            key = keys[row - len(tokens)]
            rows[row] = self._word_weights[key] if key >= 0 else self._character_weights[~key]
            place = self._keep(rows[row])
            if place >= 0:
                self._places[key] = place

    def _keep(self, row: Floats) -> int:
        """Return where a row is kept from now on, or -1 when there is no room left."""
        with self._lock:
            if self._used == len(self._rows):
                return -1
            self._rows[self._used] = row
            self._used += 1
            return self._used - 1

    def _token(self, text: str) -> Token:
        """Return what is known of one token; keep it if training has seen its word."""
        spans = list(word_spans(text))
        words = tuple(text[start:end] for start, end in spans)
        columns_of = self._words.vocabulary
        grams = (*words, *(f"{one} {two}" for one, two in pairwise(words)))
        pieces = [self._characters.vocabulary.get(gram) for gram in self._characters.cut(text)]
        columns = np.array([column for column in pieces if column is not None], dtype=np.int32)
        idf = np.asarray(self._character_idf)[columns]
        weights = idf @ self._character_weights[columns].astype(np.float32)
        kept = text in columns_of or (text[-1] in ENDINGS and text[:-1] in columns_of)
        token = Token(
            start=spans[0][0] if spans else 0,
            end=spans[-1][1] if spans else len(text),
            words=words,
            known=sum(word in columns_of for word in words),
            word_columns=tuple(columns_of[gram] for gram in grams if gram in columns_of),
            columns=columns.tobytes(),
            squares=float(idf @ idf),
            weights=weights,
            row=self._keep(weights) if kept else -1,
        )
        if token.row >= 0:
            self._tokens[text] = token
        return token


def _repeated(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the columns of pieces that occur more than once, with the number of times."""
    ordered = memoryview(b"".join([token.columns for token in tokens])).cast("i").tolist()
    ordered.sort()
    repeated: dict[int, int] = {}
    for one, two in pairwise(ordered):
        if one == two:
            repeated[one] = repeated.get(one, 1) + 1
    return repeated
