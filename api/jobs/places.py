"""Places for jobs: how many run at once, of an account and in a process (作业的位置)."""

from collections import Counter

from graph_model.jobs.errors import NoPlace, TooMuchOfOwn

AT_ONCE = 4
"""The most jobs that a process runs at the same time."""
OF_ACCOUNT = 3
"""The most of one account: a place is left for somebody else (configured value)."""
_TAKEN: Counter[str] = Counter()
"""By account: the jobs of this process, from the moment in which one is to be."""


def check(account: str) -> None:
    """Check that another job of an account may run.

    Raises:
        NoPlace: It may not.
    """
    if _TAKEN[account] >= OF_ACCOUNT:
        raise TooMuchOfOwn(OF_ACCOUNT)
    if _TAKEN.total() >= AT_ONCE:
        raise NoPlace


def take(account: str) -> None:
    """Take a place, before anything else is awaited: of those that begin in one moment no more go on either.

    Raises:
        NoPlace: There is none.
    """
    check(account)
    _TAKEN[account] += 1


def give_back(account: str) -> None:
    """Give a place back."""
    _TAKEN[account] -= 1
