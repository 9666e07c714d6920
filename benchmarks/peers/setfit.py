"""SetFit on all-MiniLM-L6-v2: the encoder tuned on pairs of texts, then logistic regression on its vectors.

20 pairs of each kind a text and one epoch are what its authors found to work "quite well in general"
(https://github.com/huggingface/setfit/issues/86); its present default, every possible pair, grows with the square of
the rows and would take hours on a processor. Even so a run may be cut to the number of steps named third on the
command line; the learning rate then falls over those.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence

import torch
from datasets import Dataset
from setfit import SetFitModel, Trainer, TrainingArguments

from benchmarks.peers import measure

ITERATIONS = 20
BATCH = 16
STEPS = int(sys.argv[3])
SETTINGS = f"all-MiniLM-L6-v2, num_iterations={ITERATIONS}, one epoch, its authors' choice" + (
    f", cut to {STEPS} steps of {BATCH} pairs" if STEPS > 0 else ""
)


def fit(rows: Sequence[measure.Row]) -> measure.Answer:
    """Return SetFit fitted on the rows."""
    torch.set_num_threads(1)
    texts, labels = zip(*rows, strict=True)
    model = SetFitModel.from_pretrained(measure.weights(), labels=sorted(set(labels)))
    numbers = [model.labels.index(label) for label in labels]
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            batch_size=BATCH,
            num_epochs=1,
            num_iterations=ITERATIONS,
            max_steps=STEPS,
            save_strategy="no",
            report_to="none",
            show_progress_bar=False,
        )
        data = Dataset.from_dict({"text": list(texts), "label": numbers})
        Trainer(model=model, args=arguments, train_dataset=data).train()
    return lambda text: str(model.predict([text], show_progress_bar=False)[0])


if __name__ == "__main__":
    measure.run(fit, SETTINGS, measure.version_of("setfit"))
