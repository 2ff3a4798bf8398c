"""The sentence model: our word pieces are those of its published tokenizer, its vectors are units."""

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.words import sentence
from tests.support.walks import every

PIECES = Path(__file__).parent / "wordpiece.jsonl"
"""Texts with the ids that the published tokenizer gives; the same was so on all written phrasings."""

pytestmark = pytest.mark.usefixtures("model")


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence.Current, "model", None)


def vector(text: str) -> sentence.Vector:
    made = sentence.vector(text)
    assert made is not None
    return made


@every("line", PIECES.read_text("utf-8").splitlines())
def test_word_pieces_are_those_of_the_published_tokenizer(line: str):
    row = json.loads(line)
    model = sentence.Current.model
    assert model is not None
    assert model.tokenizer.ids(row["text"]) == row["ids"]


def test_a_vector_is_a_unit_and_always_the_same():
    text = "孩子手臂上有淤青，不敢回家"
    made = vector(text)
    assert made.shape == (sentence.SIZE,)
    assert float(np.linalg.norm(made)) == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(made, vector(text))


def test_sentences_of_one_meaning_are_nearer_than_others():
    hurt, same, other = (vector(t) for t in ("孩子身上有伤，怀疑被家长打", "小孩被爸爸打得到处是淤青", "低保怎么申请"))
    assert hurt @ same > hurt @ other + 0.1


def test_a_long_text_and_an_empty_one_have_vectors():
    assert vector("孩子" * 500).shape == vector("").shape == (sentence.SIZE,)


@pytest.mark.usefixtures("without_model")
def test_without_a_model_there_are_no_vectors():
    assert not sentence.opened()
    assert sentence.vector("孩子") is None
