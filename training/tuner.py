"""The part of fine-tuning that speaks to torch; imported only when an encoder is tuned."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel

from training.export_encoder import export
from training.finetune import Tuning
from training.solver import SEED

MOST_TOKENS = 64
WARM_UP = 0.1
LONGEST_STEP = 1.0
_SORTED_TOGETHER = 16


class Reader:
    """Turns texts into unit vectors of the transformer under training."""

    def __init__(self, texts: Sequence[str], how: Tuning) -> None:
        tokenizer = Tokenizer.from_file(str(how.source / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)
        self.ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        self._mask = tokenizer.token_to_id("[MASK]")
        self.transformer = AutoModel.from_pretrained(how.source, attn_implementation="sdpa", dtype=torch.float32)
        self.transformer.embeddings.word_embeddings.weight.requires_grad = False

    def vectors(self, rows: Sequence[int], masked: float = 0.0) -> torch.Tensor:
        """Return unit vectors of some texts, shape (rows, dimensions), a share of their words hidden."""
        width = max(len(self.ids[row]) for row in rows)
        tokens = torch.tensor([self.ids[row] + [0] * (width - len(self.ids[row])) for row in rows])
        lengths = torch.tensor([len(self.ids[row]) for row in rows]).unsqueeze(1)
        places = torch.arange(width)
        inner = (places > 0) & (places < lengths - 1)
        tokens[inner & (torch.rand(tokens.shape) < masked)] = self._mask
        present = (places < lengths).long()
        with torch.autocast("cpu", torch.bfloat16):
            states = self.transformer(input_ids=tokens, attention_mask=present).last_hidden_state
        weight = present.unsqueeze(-1).float()
        return normalize((states.float() * weight).sum(1) / weight.sum(1), dim=1)

    def batches(self, size: int, shuffle: random.Random) -> Iterator[list[int]]:
        """Yield every row once in batches of texts of like length, in random order."""
        rows = list(range(len(self.ids)))
        shuffle.shuffle(rows)
        batches = []
        for start in range(0, len(rows), size * _SORTED_TOGETHER):
            near = sorted(rows[start : start + size * _SORTED_TOGETHER], key=lambda row: len(self.ids[row]))
            batches += [near[first : first + size] for first in range(0, len(near), size)]
        shuffle.shuffle(batches)
        yield from batches

    def class_means(self, labels: NDArray[np.int64], classes: int) -> torch.Tensor:
        """Return the unit mean vector of each class before training, shape (classes, dimensions)."""
        self.transformer.eval()
        with torch.no_grad():
            chunks = [self.vectors(range(start, min(start + 128, len(labels)))) for start in range(0, len(labels), 128)]
        self.transformer.train()
        sums = torch.zeros(classes, chunks[0].shape[1]).index_add_(0, torch.tensor(labels), torch.cat(chunks))
        return normalize(sums, dim=1)


def train(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    targets: NDArray[np.float32],
    how: Tuning,
    advance: Callable[[float], None],
) -> NDArray[np.float32]:
    """Fine-tune, write the int8 encoder into `how.target` and return the class vectors, shape (dimensions, classes).

    Parameters
    ----------
    targets : shape (texts, classes)
        What each text's probabilities should be.
    """
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)  # noqa: S311
    reader = Reader(texts, how)
    classes = torch.nn.Parameter(reader.class_means(labels, targets.shape[1]))
    a_pass = math.ceil(len(texts) / how.batch)
    passes = max(how.epochs, math.ceil(how.least_steps / a_pass))
    optimizer, schedule = _optimizer(reader.transformer, classes, how, a_pass * passes)
    wanted = torch.tensor(targets)
    for step, rows in enumerate((rows for _ in range(passes) for rows in reader.batches(how.batch, shuffle)), 1):
        cosines = reader.vectors(rows, how.masked) @ normalize(classes, dim=1).T
        loss = cross_entropy(how.scale * cosines, wanted[rows])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.transformer.parameters(), LONGEST_STEP)
        optimizer.step()
        schedule.step()
        advance(min(step / (a_pass * passes), 1.0))
    export(reader.transformer.eval(), how.source, how.target)
    found: NDArray[np.float32] = normalize(classes.detach(), dim=1).T.contiguous().numpy()
    return found


def _optimizer(
    transformer: Any, classes: torch.nn.Parameter, how: Tuning, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return AdamW and its schedule: a short warm-up, then down to nothing in a straight line."""
    weights = [parameter for parameter in transformer.parameters() if parameter.requires_grad]
    groups = [
        {"params": weights, "lr": how.learning_rate, "weight_decay": 0.01},
        {"params": [classes], "lr": how.class_learning_rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1 - step / steps)
    )
    return optimizer, schedule
