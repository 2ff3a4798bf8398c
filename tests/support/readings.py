"""Which rows of the rulebook somebody has read against their articles, and whether that reading still stands (复读).

A reading names a row and its articles by hashes: a changed row, or a changed text, is unread again.
"""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tools.harvest import clauses

ROOT = Path(__file__).parent.parent.parent
KNOWLEDGE, TABLES = ROOT / "knowledge", ROOT / "docs" / "readings"
COLUMNS = ("row", "articles", "verdict", "note", "reader")
VERDICTS = ("right", "corrected", "unclear")
"""`unclear`: the text allows more than one reading; the note says which was taken."""
PARTS = ("duty", "deadline", "step", "safeguard", "sanction", "refusal")
"""Rows inside a matter, each read by itself."""
FILES = ("plan.toml", "matters/*.toml", "norms/*.toml", "services/*.toml", "obligations/*.toml", "concepts/*.toml")
NAMES = ("act",)
"""Tables that hold names only: nothing in them can be compared with an article."""

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Unit:
    """A row to be read: its owner and kind, its content, the clauses it cites."""

    owner: str
    kind: str
    content: Raw

    @property
    def row(self) -> str:
        """`M21.duty.1f3a2b4c`: owner, kind, and a hash of the content."""
        return f"{self.owner}.{self.kind}.{_hash(json.dumps(self.content, sort_keys=True, default=str))}"

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it cites, in order, each once."""
        return tuple(dict.fromkeys(clauses(self.content)))

    @property
    def articles(self) -> str:
        """A hash of all shipped versions of what it cites."""
        return _hash("\n".join(text for clause in self.clauses for text in texts().get(clause, ())))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


@cache
def texts() -> Mapping[str, tuple[str, ...]]:
    """By clause: the text of each shipped version, after the version's id."""
    by_clause: dict[str, tuple[str, ...]] = {}
    documents = _toml(KNOWLEDGE / "documents.toml")["document"]
    owner = {v["id"]: d["id"] for d in documents for v in d["version"]}
    for a in _toml(KNOWLEDGE / "articles.toml")["article"]:
        clause = f"{owner[a['version']]}/{a['number']}"
        by_clause[clause] = (*by_clause.get(clause, ()), "\n".join((a["version"], *a["paras"])))
    for c in _toml(KNOWLEDGE / "plan.toml")["clause"]:
        by_clause[c["id"]] = ("\n".join(("plan", c["quote"])),)
    return by_clause


@cache
def _toml(path: Path) -> Raw:
    return tomllib.loads(path.read_text("utf-8"))


def plan() -> tuple[Raw, ...]:
    """The clauses of the plan, with the kinds of body that each names."""
    return tuple(_toml(KNOWLEDGE / "plan.toml")["clause"])


def files() -> tuple[Path, ...]:
    """The rule files whose rows are read."""
    return tuple(sorted(p for pattern in FILES for p in KNOWLEDGE.glob(pattern)))


def units(path: Path) -> Iterator[Unit]:
    """The rows of a file, in its order."""
    for table, rows in _toml(path).items():
        for n, row in enumerate(rows if isinstance(rows, list) and table not in NAMES else ()):
            owner = row.get("code") or row.get("id") or f"{path.stem}{n}"
            if table != "matter":
                yield Unit(owner, table, row)
                continue
            yield Unit(owner, table, {k: v for k, v in row.items() if k not in PARTS})
            for part in PARTS:
                yield from (Unit(owner, part, inner) for inner in row.get(part, ()))


def citations(content: object) -> Iterator[list[dict[str, str]]]:
    """Each list of citations in a row and its parts."""
    for key, value in content.items() if isinstance(content, Mapping) else ():
        if key == "cite":
            yield value
        else:
            yield from citations(value)
    for value in content if isinstance(content, list) else ():
        yield from citations(value)


def table(path: Path) -> Path:
    """The table of readings of a rule file."""
    folder = "" if path.parent == KNOWLEDGE else f"{path.parent.name}-"
    return TABLES / f"{folder}{path.stem}.csv"


def readings(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The readings of a rule file, by row and articles."""
    if not table(path).exists():
        return {}
    with table(path).open(encoding="utf-8-sig", newline="") as file:
        return {(r["row"], r["articles"]): r for r in csv.DictReader(file)}


def unread(path: Path) -> tuple[Unit, ...]:
    """The rows of a file whose content or articles nobody has read as they now stand."""
    known = readings(path)
    return tuple(u for u in units(path) if (u.row, u.articles) not in known)
