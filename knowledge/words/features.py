"""Features of a text (文字特征): its runs of one to three characters, hashed, beside the sentence vector."""

from collections import Counter
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.words import sentence
from knowledge.words.dictionary import plain

Floats = NDArray[np.float32]
BUCKETS = 4096
"""Numbers that a run of characters is hashed to: 1 MB a layer instead of 5; one point of accuracy is lost."""
LENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Features:
    """A text as two vectors."""

    grams: Floats
    """1 + log of how often each bucket occurs."""
    sense: sentence.Vector | None
    """None without a sentence model."""


def features(text: str) -> Features:
    """The features of a text as people wrote it."""
    normal = plain(text)
    runs = (normal[i : i + n] for n in LENGTHS for i in range(len(normal) - n + 1))
    counts = Counter(crc32(run.encode()) % BUCKETS for run in runs)
    grams = np.zeros(BUCKETS, np.float32)
    grams[list(counts)] = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    return Features(grams, sentence.vector(normal))


def unit(rows: NDArray[np.floating]) -> Floats:
    """Each row at length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32, copy=False)
    return scaled
