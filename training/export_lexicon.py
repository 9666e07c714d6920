"""Write `training/noise/lexicon.tsv`: frequent English words, how they sound and how common they are.

Words, sounds and frequencies come from the models that pocketsphinx ships: CMUdict and the unigrams of its language
model, both under the BSD licence that is kept beside the table. Run once, with `pip install .[spoken]`:
`python -m training.export_lexicon`.
"""

from __future__ import annotations

import re
from math import log10
from pathlib import Path

from pocketsphinx import NGramModel, get_model_path

LEXICON = Path(__file__).parent / "noise" / "lexicon.tsv"
WORDS = 12_000
MOST_SOUNDS = 12
LOG_BASE = 1.0001
_PLAIN = re.compile(r"[a-z]{2,}|[a-z]+(?:'[a-z]+)+|a|i")


def main() -> None:
    """Write the table, the commonest word first."""
    sounds = read_dictionary(Path(get_model_path()) / "en-us" / "cmudict-en-us.dict")
    model = NGramModel.readfile(str(Path(get_model_path()) / "en-us" / "en-us.lm.bin"))
    unknown = model.prob(["no such word"])
    common = {word: model.prob([word]) for word in sounds}
    ranked = sorted((word for word in sounds if common[word] > unknown), key=lambda word: (-common[word], word))
    lines = [f"{word}\t{sounds[word]}\t{common[word] * log10(LOG_BASE):.2f}" for word in ranked[:WORDS]]
    LEXICON.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_dictionary(path: Path) -> dict[str, str]:
    """Return the first pronunciation of each plain word, in ARPAbet without stress."""
    entries = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines())
    return {
        word: sounds.strip()
        for word, sounds in entries
        if _PLAIN.fullmatch(word) and len(sounds.split()) <= MOST_SOUNDS
    }


if __name__ == "__main__":
    main()
