"""Text as hurried fingers type it: neighbouring keys, letters swapped, dropped and doubled."""

from __future__ import annotations

import re

import numpy as np

ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
_PLACES = {key: (number, column + shift) for number, (row, shift) in enumerate(ROWS) for column, key in enumerate(row)}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def typed(text: str, rate: float, random: np.random.Generator) -> str:
    """Return `text` with one slip in each of about `rate` of its words, all else as it was.

    Words without a letter of the English keyboard are left alone.
    """
    words = [word for word in _WORD.finditer(text) if any(letter.lower() in _PLACES for letter in word.group())]
    wanted = min(int(rate * len(words) + random.random()), len(words))
    parts, end = [], 0
    for number in sorted(random.permutation(len(words))[:wanted]):
        word = words[number]
        parts += [text[end : word.start()], slip(word.group(), random)]
        end = word.end()
    return "".join([*parts, text[end:]])


def slip(word: str, random: np.random.Generator) -> str:
    """Return a word with one slip of the fingers; always another word."""
    while True:
        place = int(random.choice([at for at, letter in enumerate(word) if letter.lower() in _PLACES]))
        letter, after = word[place], word[place + 1 : place + 2]
        kind = random.choice(("neighbour", "swapped", "dropped", "doubled"))
        if kind == "neighbour":
            found = word[:place] + str(random.choice(neighbours(letter))) + word[place + 1 :]
        elif kind == "swapped":
            found = word[:place] + after + letter + word[place + 2 :]
        elif kind == "dropped":
            found = word[:place] + word[place + 1 :]
        else:
            found = word[:place] + letter + word[place:]
        if found and found.lower() != word.lower():
            return found


def neighbours(key: str) -> list[str]:
    """Return the keys beside a letter's own on an English keyboard, in its own case."""
    row, column = _PLACES[key.lower()]
    beside = [
        other
        for other, (other_row, other_column) in _PLACES.items()
        if abs(row - other_row) <= 1 and 0 < abs(row - other_row) + abs(column - other_column) < 2
    ]
    return [other.upper() if key.isupper() else other for other in beside]
