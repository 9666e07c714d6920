"""Sentence vectors from a small transformer in ONNX form, one thread, one text at a time.

Texts are encoded one by one in training too. The int8 graph takes one scale for all activations of a batch, so a
text's vector would otherwise depend on its neighbours (`docs/decisions/002-encode-one-text-at-a-time.md`).
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.errors import BadModel

MAX_TOKENS = 256
FILES = ("encoder.onnx", "tokenizer.json")


class Encoder:
    """A sentence encoder read from a folder with `encoder.onnx` and `tokenizer.json`.

    The session is made at first use, so that a server process which forks after construction shares no threads.

    Parameters
    ----------
    folder
        Where the two files are.

    Raises
    ------
    BadModel
        A file is missing or is not the one that `provenance.json` names.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise BadModel(
                f"{folder}: expected an encoder, found no {' and no '.join(missing)}; set ADVISOR_ENCODER to its folder"
            )
        for name, digest in self._provenance().items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != digest:
                raise BadModel(
                    f"{folder / name}: expected SHA-256 {digest[:12]}…, found {found[:12]}…; fetch the file again"
                )

    def _provenance(self) -> dict[str, str]:
        """Return the digests that `provenance.json` names; a folder without one names none."""
        path = self.folder / "provenance.json"
        if not path.is_file():
            return {}
        try:
            digests: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["sha256"]
        except (ValueError, TypeError, KeyError) as error:
            raise BadModel(
                f"{path}: expected the files' digests under sha256, found {error!r}; fetch it again"
            ) from None
        sound = isinstance(digests, dict) and all(name in FILES and isinstance(digests[name], str) for name in digests)
        if not sound:
            raise BadModel(f"{path}: expected digests of {' and '.join(FILES)}, found {digests}; fetch it again")
        return digests

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the graph, in hexadecimal: a model is only valid with the encoder it was trained on."""
        return hashlib.sha256((self.folder / "encoder.onnx").read_bytes()).hexdigest()

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of one text, shape (dimensions,); text beyond 256 tokens is not read."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(vectors[0], dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        path = self.folder / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
            raise BadModel(f"{path}: expected a tokenizer, found {error}; fetch the file again") from None
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = self.folder / "encoder.onnx"
        try:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors have no common class
            raise BadModel(f"{path}: expected an ONNX graph, found {error}; fetch the file again") from None
