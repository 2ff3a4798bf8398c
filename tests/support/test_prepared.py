"""Checkouts that share one home folder leave each other's prepared homes alone."""

from contextlib import ExitStack
from pathlib import Path

from tests.support.prepared import SPARED, prepared


def make(home: Path) -> None:
    home.mkdir()
    (home / "graph").touch()


def homes(kept: Path) -> set[str]:
    return {p.name for p in kept.iterdir() if p.is_dir()}


def test_what_another_checkout_holds_is_never_deleted(tmp_path: Path):
    with ExitStack() as held:
        first = held.enter_context(prepared(tmp_path, "first", make))
        for n in range(SPARED + 3):
            with prepared(tmp_path, f"other{n}", make):
                assert (first / "graph").is_file()
    assert "first" in homes(tmp_path)


def test_two_take_turns_without_making_it_again(tmp_path: Path):
    made = list[str]()

    def counted(home: Path) -> None:
        made.append(home.name)
        make(home)

    for name in ("one", "two", "one", "two"):
        with prepared(tmp_path, name, counted):
            pass
    assert len(made) == 2


def test_what_nobody_holds_does_not_pile_up(tmp_path: Path):
    (tmp_path / "unfinished-1").mkdir()
    for n in range(SPARED + 4):
        with prepared(tmp_path, f"home{n}", make):
            pass
    # the new one is made after room was made for it
    assert homes(tmp_path) == {f"home{n}" for n in range(3, SPARED + 4)}
