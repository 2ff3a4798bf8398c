"""`tongxin counts publish`: a published month stands; a month that is not over is refused."""

from collections.abc import Callable
from subprocess import CompletedProcess

Tongxin = Callable[..., CompletedProcess[str]]


def test_a_month_is_published_once_and_only_when_it_is_over(tongxin: Tongxin, environment: dict[str, str]):
    stands = tongxin(environment, "counts", "publish", "--month", "2026-10")
    assert (stands.returncode, "2026-11-23" in stands.stdout) == (0, True), stands.stderr
    for wrong in ("2999-01", "2026-09", "十月"):
        assert tongxin(environment, "counts", "publish", "--month", wrong).returncode == 1
