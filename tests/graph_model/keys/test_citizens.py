"""The blind index: a child is found by its number, and the number is nowhere."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_model.keys import blind, files
from graph_model.keys.blind import BlindKeys
from graph_model.keys.citizens import CitizenIndex
from graph_model.keys.store import KeyStore
from knowledge.errors import BadInput
from knowledge.situation.citizen import born, citizen_number


def number(stem: str) -> str:
    """A number with its check sign, of a region that does not exist."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return stem + "10X98765432"[sum(int(d) * w for d, w in zip(stem, weights, strict=True)) % 11]


ONE, TWO = number("99000020150301001"), number("99000020150301002")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KeyStore]:
    with closing(KeyStore(tmp_path)) as opened:
        yield opened


def test_the_number_is_found_and_stored_nowhere(store: KeyStore, tmp_path: Path):
    index = CitizenIndex(store)
    assert index.claim({"a": ONE, "b": TWO}) == frozenset()
    assert CitizenIndex(store).holders([ONE, TWO, number("99000020150301003")]) == {ONE: "a", TWO: "b"}
    assert not [p for p in tmp_path.iterdir() if ONE.encode() in p.read_bytes()]
    assert (tmp_path / "index.key").stat().st_mode & 0o777 == 0o600


def test_of_two_who_claim_a_number_one_gets_it(store: KeyStore):
    index = CitizenIndex(store)
    assert index.claim({"a": ONE}) == frozenset()
    assert index.claim({"b": ONE, "c": TWO}) == {"b"}
    assert index.claim({"b": ONE}, stale={"a"}) == frozenset()
    assert index.claim({"c": ONE}) == {"c"}
    store.forget("b")
    assert index.holders([ONE]) == {}


def test_without_the_right_key_no_child_is_called_new(store: KeyStore, tmp_path: Path):
    CitizenIndex(store).claim({"a": ONE})
    key = (tmp_path / "index.key").read_bytes()
    for wrong, code in ((None, "keys.index_missing"), (bytes(32), "keys.index_wrong"), (b"short", "keys.index_wrong")):
        (tmp_path / "index.key").unlink()
        if wrong is not None:
            (tmp_path / "index.key").write_bytes(wrong)
            (tmp_path / "index.key").chmod(0o600)
        with pytest.raises(BadInput) as caught:
            CitizenIndex(store)
        assert caught.value.message.code == code
        (tmp_path / "index.key").write_bytes(key)
        (tmp_path / "index.key").chmod(0o600)
    assert CitizenIndex(store).holders([ONE]) == {ONE: "a"}


def test_a_new_key_is_laid_over_the_old_one(store: KeyStore, tmp_path: Path):
    index, another = CitizenIndex(store), CitizenIndex(store)
    index.claim({"a": ONE, "b": TWO})
    before = set(store.rows("SELECT mac FROM citizen"))
    assert BlindKeys(store).rotate() == 2
    assert not before & set(store.rows("SELECT mac FROM citizen")), (
        "an old copy of the index does not match the new one"
    )
    for known in (index, another, CitizenIndex(store)):
        assert known.holders([ONE, TWO]) == {ONE: "a", TWO: "b"}, "also in a process that had it open"
    assert BlindKeys(store).rotate() == 2
    assert another.claim({"c": ONE}) == {"c"}
    assert another.claim({"a": ONE}) == frozenset()
    assert {p.name for p in tmp_path.glob("index*")} == {"index.key", "index-1.key", "index-2.key"}
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in tmp_path.glob("index*"))
    store.forget("b")
    assert another.holders([TWO]) == {}


def test_a_rotation_that_was_killed_has_changed_nothing(
    store: KeyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    index = CitizenIndex(store)
    index.claim({"a": ONE})

    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    opened = BlindKeys(store)
    monkeypatch.setattr(blind, "_name", killed)
    with pytest.raises(KeyboardInterrupt):
        opened.rotate()
    monkeypatch.undo()
    left = (tmp_path / "index-1.key").read_bytes()
    assert CitizenIndex(store).holders([ONE]) == {ONE: "a"}
    assert BlindKeys(store).rotate() == 1
    assert (tmp_path / "index-1.key").read_bytes() == left
    assert CitizenIndex(store).holders([ONE]) == {ONE: "a"}


def test_without_one_of_the_keys_no_child_is_called_new(store: KeyStore, tmp_path: Path):
    CitizenIndex(store).claim({"a": ONE})
    BlindKeys(store).rotate()
    key = (tmp_path / "index-1.key").read_bytes()
    (tmp_path / "index-1.key").unlink()
    with pytest.raises(BadInput) as caught:
        CitizenIndex(store)
    assert caught.value.message.code == "keys.index_wrong"
    files.make(tmp_path / "index-1.key", key)
    assert CitizenIndex(store).holders([ONE]) == {ONE: "a"}


def test_a_number_has_one_form_and_a_check_sign():
    assert citizen_number(f" {ONE[:6]} {ONE[6:14]}-{ONE[14:]} ") == ONE
    ending = next(n for i in range(99) if (n := number(f"990000201503010{i:02}"))[-1] == "X")
    assert citizen_number(ending.lower()) == ending
    assert citizen_number("".join(chr(ord(c) + 0xFEE0) for c in ONE)) == ONE
    assert born(ONE) == date(2015, 3, 1)
    other = ONE[:-1] + ("1" if ONE[-1] != "1" else "2")
    for wrong in ("", other, ONE[:-1], ONE + "1", number("99000020150231001"), "x" * 18):
        with pytest.raises(BadInput) as caught:
            citizen_number(wrong)
        assert wrong not in str(caught.value.message) or not wrong
