"""Real sound: test calls spoken by flite and espeak-ng and heard by pocketsphinx, kept in `spoken_calls.csv`.

Needs `flite` and `espeak-ng` (Debian packages of those names) and `pip install .[spoken]`. Other benchmarks read what
was heard from the file and need no sound.
"""

from __future__ import annotations

import csv
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from training.calls import LabelledCall, read_calls
from training.publish import TEST_CALLS

RATE_HZ = 16000
SILENCE = np.zeros(RATE_HZ // 5, dtype=np.int16)
SEED = 7
BUSIEST = 5000  # states a frame, instead of pocketsphinx's 30,000: in noise it would look at nearly all of them
HEARD = Path(__file__).parent / "spoken_calls.csv"
COLUMNS = ("voice", "said", "intent", "heard")


@dataclass(frozen=True)
class Voice:
    """Who speaks, how fast, and how loud the room is.

    Attributes
    ----------
    speaker
        `flite` or `espeak-ng`.
    name
        One of that program's voices.
    words_per_minute
        Used by espeak-ng; flite's voices have a pace of their own.
    snr_db
        Speech over white noise in decibels; `inf` is a quiet room.
    """

    speaker: str
    name: str
    words_per_minute: int = 140
    snr_db: float = math.inf

    def __str__(self) -> str:
        room = "" if math.isinf(self.snr_db) else f" in noise at {self.snr_db:g} dB"
        return f"{self.speaker} {self.name}{room}"


VOICES = (
    Voice("flite", "slt"),
    Voice("flite", "rms"),
    Voice("flite", "slt", snr_db=25),
    Voice("espeak-ng", "en-us+f3"),
)


@click.command()
@click.option("--texts", default=60, show_default=True, help="How many test calls each voice speaks.")
@click.option("--voice", "only", type=click.Choice([str(voice) for voice in VOICES]), multiple=True, help="[all]")
@click.option("--calls", type=click.Path(path_type=Path), help="Labelled calls [the catalogue's test calls].")
@click.option("--out", default=HEARD, show_default=True, type=click.Path(path_type=Path), help="What was heard.")
def main(texts: int, only: Sequence[str], calls: Path | None, out: Path) -> None:
    """Speak, hear, and write what was heard, call by call; calls that are in the file already are not spoken again."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    chosen = sample(read_calls(calls or settings.catalogue / TEST_CALLS, catalogue.intents), texts)
    recogniser = recognise_with()
    rows = read(out)
    done = {(row[0], row[1]) for row in rows}
    for voice in VOICES:
        for call in chosen if not only or str(voice) in only else ():
            if (str(voice), call.reason) not in done:
                rows.append((str(voice), call.reason, call.intent, hear(recogniser, speak(call.reason, voice))))
                write(rows, out)
        print(voice, sum(row[0] == str(voice) for row in rows), flush=True)


def sample(calls: Sequence[LabelledCall], texts: int) -> list[LabelledCall]:
    """Return calls in scope, chosen at random, without figures and signs: those are spoken and written differently."""
    speakable = [call for call in calls if call.in_scope and not any(c.isdigit() or c in "£%&@" for c in call.reason)]
    chosen = np.random.default_rng(SEED).permutation(len(speakable))[:texts]
    return [speakable[row] for row in sorted(chosen)]


def speak(text: str, voice: Voice) -> NDArray[np.int16]:
    """Return the text as sound, 16,000 samples a second.

    Raises
    ------
    SystemExit
        The program that speaks is not installed.
    """
    program = shutil.which(voice.speaker)
    if program is None:
        sys.exit(f"expected the program {voice.speaker}, found none; install it (apt-get install {voice.speaker})")
    with tempfile.TemporaryDirectory() as folder:
        said, sound = f"{folder}/said.txt", f"{folder}/sound.wav"
        Path(said).write_text(text, encoding="utf-8")
        options = {
            "flite": ["-voice", voice.name, "-f", said, "-o", sound],
            "espeak-ng": ["-v", voice.name, "-s", str(voice.words_per_minute), "-f", said, "-w", sound],
        }
        subprocess.run([program, *options[voice.speaker]], check=True, capture_output=True)
        samples = _samples(sound)
    return np.concatenate([SILENCE, _in_noise(samples, voice.snr_db), SILENCE])


def _samples(sound: str) -> NDArray[np.float64]:
    with wave.open(sound) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).astype(np.float64)
    common = math.gcd(rate, RATE_HZ)
    return np.asarray(resample_poly(samples, RATE_HZ // common, rate // common))


def _in_noise(samples: NDArray[np.float64], snr_db: float) -> NDArray[np.int16]:
    level = np.sqrt(np.mean(samples**2)) * 10 ** (-snr_db / 20)
    noise = np.random.default_rng(SEED).normal(0, level, len(samples))
    loudest = np.iinfo(np.int16).max
    return np.asarray((samples + noise).clip(-loudest, loudest), dtype=np.int16)


def recognise_with() -> Any:
    """Return pocketsphinx with its general model of American English.

    Raises
    ------
    SystemExit
        pocketsphinx is not installed.
    """
    try:
        from pocketsphinx import Decoder
    except ImportError:
        sys.exit("expected pocketsphinx, found none; install it (pip install .[spoken])")
    return Decoder(loglevel="FATAL", maxhmmpf=BUSIEST)


def hear(recogniser: Any, sound: NDArray[np.int16]) -> str:
    """Return what the recogniser hears; empty if nothing."""
    recogniser.start_utt()
    recogniser.process_raw(sound.tobytes(), full_utt=True)
    recogniser.end_utt()
    found = recogniser.hyp()
    return str(found.hypstr) if found else ""


def read(path: Path = HEARD) -> list[tuple[str, ...]]:
    """Return the rows of what was heard: voice, text said, intent, text heard; none if there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def write(rows: Iterable[tuple[str, ...]], path: Path = HEARD) -> None:
    """Write rows of what was heard."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
