"""Meaning of a sentence as a vector (句向量), by a small Chinese sentence model that runs in this process.

Pure: the caller that fetched the model passes its file to `use`. Without a model there are no vectors, and search
results state it.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.words.wordpiece import WordPiece

Vector = NDArray[np.float32]
SIZE = 512
NETWORK, TOKENIZER = "bge-small-zh-v1.5-q.onnx", "bge-small-zh-v1.5-q-tokenizer.json"
REMEMBERED = 64
"""Texts whose vectors are remembered: one question asks for its vector several times."""


class SentenceModel:
    """The model, opened from its jar; one text a run and one thread, because 8-bit scales depend on the batch."""

    def __init__(self, jar: Path) -> None:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # slow to import

        with ZipFile(jar) as archive:
            self.tokenizer = WordPiece(json.loads(archive.read(TOKENIZER))["model"]["vocab"])
            network = archive.read(NETWORK)
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self.vector = lru_cache(REMEMBERED)(self._vector)

    def _vector(self, text: str) -> Vector:
        ids = np.array([self.tokenizer.ids(text)], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        output: Vector = self._session.run(None, feed)[0][0, 0]
        unit: Vector = output / np.linalg.norm(output)
        unit.setflags(write=False)
        return unit


class Current:
    """The model of this process."""

    model: SentenceModel | None = None


def use(jar: Path | None) -> None:
    """Open the model for the whole process; None to do without it. Takes a fifth of a second."""
    model = None if jar is None else SentenceModel(jar)
    if model is not None:
        model.vector("孩子")  # the first run is slower
    Current.model = model


def opened() -> bool:
    """True if there is a model."""
    return Current.model is not None


def vector(text: str) -> Vector | None:
    """The text as a unit vector of `SIZE` numbers; None without a model. 2 ms at 40 characters, 13 at 240."""
    return None if Current.model is None else Current.model.vector(text)
