"""Reading rule files: TOML rows with their file and line (规则文件)."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge import parsed
from knowledge.errors import WrongRules
from knowledge.reasons import reason, shape
from knowledge.rows.obligations import Obligation
from knowledge.rows.referral import AdultWay, Caution, Concept, Door, Need, Service, Task
from knowledge.rows.rows import Act, BodyKind, Hotline, Matter, Norm, PlanClause, Row
from knowledge.rows.texts import Article, Document

R = TypeVar("R", bound=Row)
RowPath = tuple[str | int, ...]

FILES: dict[str, tuple[str, type[Row]]] = {
    "document": ("documents.toml", Document),
    "article": ("articles.toml", Article),
    "kind": ("bodies.toml", BodyKind),
    "clause": ("plan.toml", PlanClause),
    "hotline": ("hotlines.toml", Hotline),
    "matter": ("matters/*.toml", Matter),
    "act": ("norms/*.toml", Act),
    "norm": ("norms/*.toml", Norm),
    "concept": ("concepts/*.toml", Concept),
    "need": ("concepts/*.toml", Need),
    "door": ("concepts/*.toml", Door),
    "caution": ("concepts/*.toml", Caution),
    "task": ("concepts/*.toml", Task),
    "adult": ("concepts/*.toml", AdultWay),
    "service": ("services/*.toml", Service),
    "obligation": ("obligations/*.toml", Obligation),
}
"""The tables of the rulebook: files and row class."""

_HEADER = re.compile(r"^\s*\[\[([\w.]+)\]\]")


def locate(text: str, path: RowPath) -> int:
    """The line, from 1, of the row at `path`, such as `("matter", 3, "duty", 0, "cite")`."""
    wanted = [(str(path[i]), int(path[i + 1])) for i in range(0, len(path) - 1, 2) if isinstance(path[i + 1], int)]
    seen: dict[str, int] = {}
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        if not (m := _HEADER.match(line)):
            continue
        name = m[1]
        seen[name] = seen.get(name, -1) + 1
        for inner in [n for n in seen if n.startswith(name + ".")]:
            del seen[inner]
        parts = name.split(".")
        current = [(part, seen.get(".".join(parts[: i + 1]), -1)) for i, part in enumerate(parts)]
        if current == wanted[: len(current)]:
            best = number
    return best


@dataclass(frozen=True)
class RuleSource:
    """All rows with their locations, and the hash of the files."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    places: dict[int, tuple[Path, str, RowPath]] = field(default_factory=dict)
    hash: str = ""

    def of(self, table: str, kind: type[R]) -> list[R]:
        """The rows of one table."""
        return [r for r in self.rows.get(table, []) if isinstance(r, kind)]

    def place(self, row: Row, *part: str | int) -> str:
        """`file:line` of a row, or of a row inside it."""
        path, text, at = self.places[id(row)]
        return f"{path.parent.name}/{path.name}:{locate(text, (*at, *part))}"

    documents = property(lambda self: self.of("document", Document))
    articles = property(lambda self: self.of("article", Article))
    kinds = property(lambda self: self.of("kind", BodyKind))
    plan = property(lambda self: self.of("clause", PlanClause))
    hotlines = property(lambda self: self.of("hotline", Hotline))
    matters = property(lambda self: self.of("matter", Matter))
    acts = property(lambda self: self.of("act", Act))
    norms = property(lambda self: self.of("norm", Norm))
    concepts = property(lambda self: [*self.of("concept", Concept), *self.of("need", Need), *self.of("door", Door)])
    cautions = property(lambda self: self.of("caution", Caution))
    tasks = property(lambda self: self.of("task", Task))
    adults = property(lambda self: self.of("adult", AdultWay))
    services = property(lambda self: self.of("service", Service))
    obligations = property(lambda self: self.of("obligation", Obligation))


def files(folder: Path) -> Sequence[Path]:
    """All rule files of a folder, in a fixed order."""
    return sorted({p for pattern, _ in FILES.values() for p in folder.glob(pattern)})


def read(folder: Path) -> RuleSource:
    """Read all rule files.

    Raises:
        WrongRules: A file is not TOML, a table is unknown or a row does not fit its class.
    """
    source = RuleSource(hash=_hash(folder))
    known = parsed.load(folder, source.hash)
    tables = dict(known)
    wrong = [w for path in files(folder) for w in _read_file(path, path.relative_to(folder).as_posix(), tables, source)]
    if wrong:
        raise WrongRules(tuple(wrong))
    if not known:
        parsed.save(folder, source.hash, tables)
    return source


def _hash(folder: Path) -> str:
    digest = sha256()
    for path in files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_file(path: Path, name: str, by_file: dict[str, parsed.Tables], source: RuleSource) -> Iterator[str]:
    text = path.read_text("utf-8")
    shown = f"{path.parent.name}/{path.name}"
    try:
        tables = by_file[name] if name in by_file else by_file.setdefault(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as e:
        yield f"{shown}: {reason('file.not_toml', detail=e)}"
        return
    for table, raw in tables.items():
        if table not in FILES or not isinstance(raw, list):
            allowed = "、".join(FILES)
            yield f"{shown}:{locate(text, (table, 0))}: {reason('file.unknown_table', table=table, allowed=allowed)}"
            continue
        for n, value in enumerate(raw):
            try:
                row = FILES[table][1].model_validate(value)
            except ValidationError as e:
                for problem in e.errors():
                    at = locate(text, (table, n, *problem["loc"]))
                    yield f"{shown}:{at}: {'.'.join(map(str, problem['loc']))}: {shape(problem)}"
                continue
            source.rows.setdefault(table, []).append(row)
            source.places[id(row)] = (path, text, (table, n))
