"""One measurement: fit as users fit, save, load again, and answer every test text one at a time."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.policy import decide
from routing.text import artefact
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, Prediction, TextModel
from routing.text.normalise import normalise
from training.bench.dataset import Dataset, leaked_rows, unknown_labels
from training.bench.figures import Answer, figures
from training.bench.published import FINE_TUNED
from training.bench.sample import few_shot
from training.calls import LabelledCall
from training.finetune import tuning
from training.fit import fit
from training.noise.noisy import Kind, noisy
from training.publish import facts_of

VERSION = "benchmark"
WARM_UP = 20
MOST_ENCODED = 1000

# Errors of a speech recogniser, slips of the fingers, or one of the two for each text.
NOISE: dict[str, tuple[Kind, ...]] = {"heard": ("heard",), "typed": ("typed",), "mixed": ("heard", "typed")}

Stage = Callable[[str, float], None]


@dataclass(frozen=True)
class Trial:
    """What to measure.

    Attributes
    ----------
    shots
        Training texts a label; None takes all.
    seed
        Draws the training texts and the noise.
    finetune
        Folder of the encoder's original weights, to fine-tune a second one; None fits as `advisor train` does unasked.
    noise, noise_kind
        Share of the test texts' words to put errors into, 0 to 1, and which: a key of `NOISE`.
    """

    dataset: Dataset
    shots: int | None = None
    seed: int = 0
    noise: float = 0.0
    noise_kind: str = "mixed"
    finetune: Path | None = None

    @property
    def title(self) -> str:
        """What is measured, in words."""
        drawn = f", {self.shots} texts a label" if self.shots else ""
        noisy = f", {self.noise:.0%} of words {self.noise_kind}" if self.noise else ""
        return self.dataset.name + drawn + noisy + (FINE_TUNED if self.finetune else "")


def measure(trial: Trial, encoder: Encoder, stage: Stage = lambda name, done: None) -> dict[str, Any]:
    """Return the figures of one trial: those of `figures`, what they were measured on, and what it took.

    - `train_s`: wall-clock seconds of the whole fit, encoding included, on all cores
    - `predict_p50_ms`, `predict_p99_ms`: milliseconds of one prediction with the loaded model, on one thread, over
      test texts that it has not met in this process, so that no cache can help
    - `encode_ms`: median milliseconds of the sentence encoder for one such text, up to 1,000 of them
    - `model_bytes`: size of the saved version, without the encoder that versions share

    Raises
    ------
    BadCalls
        The training texts are too few.
    """
    dataset = trial.dataset
    calls = list(dataset.train) if trial.shots is None else few_shot(dataset.train, trial.shots, trial.seed)
    test = list(dataset.test)
    if trial.noise:
        test = noisy_calls(test, trial.noise, trial.noise_kind, trial.seed)
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch, tuning(trial.finetune) as how:
        started = time.perf_counter()
        fitted = fit(calls, encoder, VERSION, stage, tuning=how, names=names_of(calls))
        train_s = time.perf_counter() - started
        folder = Path(scratch) / VERSION
        artefact.save(fitted.model, folder, facts_of(calls, "", dict(fitted.metrics), datetime.now(UTC)))
        model = artefact.load(folder, Encoder(fitted.model.encoder.folder))
        with threadpool_limits(1):
            answers, predict_ms = answered(model, dataset, calls, test, stage)
            encode_ms = encoding_ms(Encoder(model.encoder.folder), test)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        **described(trial, calls),
        **figures(answers, departments=bool(dataset.departments)),
        "train_s": round(train_s, 2),
        "encode_ms": round(statistics.median(encode_ms), 3),
        "predict_p50_ms": round(float(np.percentile(predict_ms, 50)), 3),
        "predict_p99_ms": round(float(np.percentile(predict_ms, 99)), 3),
        "model_bytes": size,
    }


def names_of(calls: Sequence[LabelledCall]) -> dict[str, str]:
    """Return each label as words: what a catalogue would call the intent."""
    return {call.intent: " ".join(re.findall(r"[^\W_]+", call.intent)) for call in calls if call.in_scope}


def described(trial: Trial, calls: Sequence[LabelledCall]) -> dict[str, Any]:
    """Return what a trial is measured on: the training texts drawn, the test, and what they share."""
    test = trial.dataset.test
    facts: dict[str, Any] = {"dataset": trial.dataset.name, "seed": trial.seed}
    facts |= {"finetune": True} if trial.finetune else {}
    facts |= {"shots": trial.shots} if trial.shots is not None else {}
    facts |= {"noise": trial.noise, "noise_kind": trial.noise_kind} if trial.noise else {}
    unknown = unknown_labels(calls, test)
    return facts | {
        "labels": len({call.intent for call in calls if call.in_scope}),
        "train_rows": sum(call.in_scope for call in calls),
        "train_rows_out_of_scope": sum(not call.in_scope for call in calls),
        "test_rows": sum(call.in_scope for call in test),
        "test_rows_out_of_scope": sum(not call.in_scope for call in test),
        "leaked_rows": leaked_rows(calls, test),
        "unknown_labels": unknown,
        "unknown_rows": sum(call.intent in unknown for call in test),
    }


def noisy_calls(calls: Sequence[LabelledCall], rate: float, kind: str, seed: int) -> list[LabelledCall]:
    """Return the calls with errors in about a share of `rate` of their words; `kind` is one of `NOISE`."""
    random = np.random.default_rng(seed)
    kinds = NOISE[kind]
    return [
        replace(call, reason=noisy(call.reason, rate, random, kinds[random.integers(len(kinds))])) for call in calls
    ]


def answered(
    model: TextModel, dataset: Dataset, learnt: Sequence[LabelledCall], test: Sequence[LabelledCall], stage: Stage
) -> tuple[list[Answer], list[float]]:
    """Return the answer to each test text, and the milliseconds of each prediction of a text not met before."""
    department_of = {label: dataset.department(label) for label in model.intents}
    met = {normalise(call.reason) for call in learnt[:WARM_UP]}
    for call in learnt[:WARM_UP]:
        model.predict((Hypothesis(call.reason),))
    answers, spent = [], []
    for done, call in enumerate(test, start=1):
        started = time.perf_counter()
        prediction = model.predict((Hypothesis(call.reason),))
        took_ms = (time.perf_counter() - started) * 1000
        text = normalise(call.reason)
        if text not in met:
            spent.append(took_ms)
        met.add(text)
        answers.append(answer(call, prediction, dataset, department_of))
        stage("measuring", done / len(test))
    return answers, spent or [took_ms]


def answer(call: LabelledCall, prediction: Prediction, dataset: Dataset, department_of: dict[str, str]) -> Answer:
    """Return what belief and policy make of a prediction, as they would for a caller who has just rung."""
    belief = Belief(dict(prediction.pairs()), department_of)
    decision = decide(Call(VERSION, call.reason, datetime.now(UTC)), belief, dataset.board)
    label, confidence = max(prediction.pairs(), key=lambda pair: pair[1])
    return Answer(
        call=call,
        wanted=dataset.department(call.intent) if call.in_scope else "",
        label=label,
        confidence=confidence,
        in_scope=prediction.in_scope,
        department=belief.ranked()[0][0],
        action=decision.action,
        advised=decision.department,
        plausible=prediction.plausible,
    )


def encoding_ms(encoder: Encoder, calls: Sequence[LabelledCall]) -> list[float]:
    """Return the milliseconds of encoding each of the first distinct texts, after one to warm up."""
    texts = list(dict.fromkeys(normalise(call.reason) for call in calls))[: MOST_ENCODED + 1]
    encoder.encode("a text to warm up")
    spent = []
    for text in texts:
        started = time.perf_counter()
        encoder.encode(text)
        spent.append((time.perf_counter() - started) * 1000)
    return spent
