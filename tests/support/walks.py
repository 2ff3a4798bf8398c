"""One test that walks all rows: an item of pytest costs more than most checks of a row (0.01 s, also to collect)."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

Check = Callable[..., Awaitable[None] | None]
Ids = Callable[[Any], object] | Iterable[str]


def every(names: str | tuple[str, ...], rows: Iterable[Any], ids: Ids = repr) -> Callable[[Check], Check]:
    """Turn the check of one row into a test that walks all rows and names each that fails.

    Args:
        names: The parameter that takes the row, or one for each of its parts; all others are fixtures.
        rows: What is walked; a `pytest.param` counts as its values and its id.
        ids: How a row is named in the report, or the names of all rows.
    """
    split = names if isinstance(names, tuple) else tuple(n.strip() for n in names.split(","))
    all_rows = list(rows)
    labels = map(ids, all_rows) if callable(ids) else ids
    walked = [_row(split, row, label) for row, label in zip(all_rows, labels, strict=True)]

    def over(check: Check) -> Check:
        signature = inspect.signature(check)

        async def walk_and_wait(**fixtures: Any) -> None:
            failed: dict[str, str] = {}
            for name, row in walked:
                with _named(failed, name):
                    await check(**row, **fixtures)  # type: ignore[misc]  # chosen below where it can be awaited
            assert not failed, _report(failed)

        def walk(**fixtures: Any) -> None:
            failed: dict[str, str] = {}
            for name, row in walked:
                with _named(failed, name):
                    check(**row, **fixtures)
            assert not failed, _report(failed)

        made: Check = walk_and_wait if inspect.iscoroutinefunction(check) else walk
        made.__name__, made.__doc__, made.__module__ = check.__name__, check.__doc__, check.__module__
        rest = [p for name, p in signature.parameters.items() if name not in split]
        made.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]  # what pytest reads
        return made

    return over


def _row(names: tuple[str, ...], row: Any, label: object) -> tuple[str, Mapping[str, Any]]:
    is_param = type(row).__name__ == "ParameterSet"
    parts = row.values if is_param else row if len(names) > 1 else (row,)
    known = row.id if is_param else None
    return str(known or label), dict(zip(names, parts, strict=True))


@contextmanager
def _named(failed: dict[str, str], name: str) -> Iterator[None]:
    try:
        yield
    except (AssertionError, pytest.fail.Exception) as e:
        failed[name] = str(e)
    except Exception as e:
        e.add_note(f"row: {name}")
        raise


def _report(failed: Mapping[str, str]) -> str:
    return "\n\n".join(f"{name}: {why}" for name, why in failed.items())
