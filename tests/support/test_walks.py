"""A walk checks each row, names each that fails, and takes fixtures as any test does."""

from pathlib import Path

import pytest

from tests.support.walks import every

SEEN: list[int] = []


@every("n", (1, 2, 3))
def test_a_walk_takes_fixtures(n: int, tmp_path: Path):
    assert tmp_path.exists()
    SEEN.append(n)


def test_each_row_was_seen():
    assert SEEN == [1, 2, 3]


def test_each_row_that_fails_is_named():
    @every("a, b", [(1, 1), (1, 2), pytest.param(2, 3, id="third")])
    def check(a: int, b: int) -> None:
        assert a == b

    with pytest.raises(AssertionError, match=r"(?s)\(1, 2\).*third"):
        check()


async def test_a_check_may_wait():
    @every("a", ("x",))
    async def check(a: str) -> None:
        assert not a

    with pytest.raises(AssertionError, match="'x'"):
        await check()  # type: ignore[misc]  # it can be awaited


def test_an_error_names_its_row():
    @every("a", ("x",))
    def check(a: str) -> None:
        raise KeyError(a)

    with pytest.raises(KeyError) as raised:
        check()
    assert raised.value.__notes__ == ["row: 'x'"]
