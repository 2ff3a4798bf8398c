"""Readings of rows against their articles: print unread rows, enter a reader's verdicts.

    python tools/readings.py packet knowledge/matters/family.toml [M21 M22 …]
    python tools/readings.py take verdicts.txt READER
    python tools/readings.py left

A line of verdicts: `M21.duty.1f3a2b4c right`, `… corrected body was 民政, the article names 公安`, `… unclear …`.
"""

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.readings import (  # noqa: E402  # the checkout's own
    COLUMNS,
    VERDICTS,
    Unit,
    files,
    readings,
    table,
    texts,
    units,
    unread,
)

SWEEP = "sweep"
"""The reader of rows that were mended by kind and not yet compared again one by one."""


def packet(path: Path, owners: tuple[str, ...]) -> None:
    """Print the unread rows of a file, each article before the first row that cites it."""
    shown: set[str] = set()
    for unit in (u for u in unread(path.resolve()) if not owners or u.owner in owners):
        for clause in (c for c in unit.clauses if c not in shown):
            shown.add(clause)
            for text in texts().get(clause, ("NOT SHIPPED",)):
                print(f"§ {clause} {text}\n")
        print(f"■ {unit.row}\n{_written(unit)}\n")


def _written(unit: Unit) -> str:
    return "\n".join(f"  {key} = {_value(value)}" for key, value in unit.content.items())


def _value(value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(v, dict) and "clause" in v for v in value):
        return " ".join(f"[{v['clause']}「{v['quote']}」]" for v in value)
    return str(value)


def take(verdicts: Path, reader: str) -> None:
    """Add a reader's verdicts to the tables; readings of rows that are no more are dropped.

    Raises:
        SystemExit: A line is of no row of the rulebook, or gives no verdict.
    """
    verdicts_by_row: dict[str, tuple[str, str]] = {}
    for line in filter(None, map(str.strip, verdicts.read_text("utf-8").splitlines())):
        row, verdict, *note = line.split(maxsplit=2)
        if verdict not in VERDICTS:
            raise SystemExit(f"{line}: no verdict, one of {', '.join(VERDICTS)}")
        verdicts_by_row[row] = verdict, " ".join(note)
    known = set()
    for path in files():
        table_rows: list[dict[str, str]] = []
        old = readings(path)
        for unit in dict.fromkeys((u.row, u.articles) for u in units(path)):
            known.add(unit[0])
            if unit[0] in verdicts_by_row:
                verdict, comment = verdicts_by_row[unit[0]]
                table_rows.append(dict(zip(COLUMNS, (*unit, verdict, comment, reader), strict=True)))
            elif unit in old:
                table_rows.append(old[unit])
        if table_rows:
            with table(path).open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(table_rows)
    if strange := sorted(set(verdicts_by_row) - known):
        raise SystemExit(f"{len(strange)} lines are of no row as it now stands: {', '.join(strange[:8])} …")


def left() -> None:
    """Print how many rows of each file are unread, and how many were only mended by kind over all rows."""
    for path in files():
        swept = sum(reading["reader"] == SWEEP for reading in readings(path).values())
        print(f"{len(unread(path)):5} + {swept:4} of {sum(1 for _ in units(path)):5}  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["packet", path, *owners]:
            packet(Path(path), tuple(owners))
        case ["take", path, reader]:
            take(Path(path), reader)
        case ["left"]:
            left()
        case _:
            raise SystemExit(__doc__)
