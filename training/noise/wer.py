"""Word error rate: how far what was heard is from what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from routing.text.features import words
from routing.text.normalise import normalise


@dataclass(frozen=True)
class Edits:
    """What turns one text into another by the fewest changes of words.

    Attributes
    ----------
    replaced
        Pairs of a word said and the word heard in its place.
    dropped, added
        Words said and not heard, words heard and not said.
    said
        Number of words said.
    """

    replaced: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    said: int

    @property
    def count(self) -> int:
        """Return the number of changes."""
        return len(self.replaced) + len(self.dropped) + len(self.added)


def spoken_words(text: str) -> list[str]:
    """Return the words of a text as a recogniser would write them: lower case, no punctuation."""
    return words(normalise(text))


def edits(said: str, heard: str) -> Edits:
    """Return the fewest changes of words from one text to another."""
    return changes(spoken_words(said), spoken_words(heard))


def changes(reference: Sequence[str], hypothesis: Sequence[str]) -> Edits:
    """Return the fewest changes from one list of words to another (Levenshtein distance over words)."""
    table = _distances(reference, hypothesis)
    replaced, dropped, added = [], [], []
    row, column = len(reference), len(hypothesis)
    while row or column:
        here = table[row][column]
        if row and column and here == table[row - 1][column - 1] + (reference[row - 1] != hypothesis[column - 1]):
            row, column = row - 1, column - 1
            if reference[row] != hypothesis[column]:
                replaced.append((reference[row], hypothesis[column]))
        elif row and here == table[row - 1][column] + 1:
            row -= 1
            dropped.append(reference[row])
        else:
            column -= 1
            added.append(hypothesis[column])
    return Edits(tuple(replaced[::-1]), tuple(dropped[::-1]), tuple(added[::-1]), len(reference))


def word_error_rate(said: str, heard: str) -> float:
    """Return changes per word said, 0 upward; of a text without words, the number of words heard."""
    found = edits(said, heard)
    return found.count / max(found.said, 1)


def corpus_error_rate(pairs: Iterable[tuple[str, str]]) -> float:
    """Return all changes over all words said, of many pairs of said and heard; 0 if there are no words."""
    found = [edits(said, heard) for said, heard in pairs]
    return sum(one.count for one in found) / max(sum(one.said for one in found), 1)


def shares(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return the share of changes, 0 to 1, that replace, drop and add a word; empty if nothing changed."""
    counts: Counter[str] = Counter()
    for said, heard in pairs:
        found = edits(said, heard)
        counts.update(replaced=len(found.replaced), dropped=len(found.dropped), added=len(found.added))
    return {name: round(number / counts.total(), 3) for name, number in counts.items()} if counts.total() else {}


def _distances(reference: Sequence[str], hypothesis: Sequence[str]) -> list[list[int]]:
    """Return the distance of every beginning of one list of words from every beginning of the other."""
    table = [list(range(len(hypothesis) + 1))]
    for number, word in enumerate(reference, start=1):
        above, row = table[-1], [number]
        for column, (before, below) in enumerate(pairwise(above)):
            row.append(min(before + (word != hypothesis[column]), below + 1, row[-1] + 1))
        table.append(row)
    return table
