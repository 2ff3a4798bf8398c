"""Loading a file of a topic into the graph: safe to interrupt and to repeat (文件载入)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from graph_model import schema
from graph_model.directory import snapshot as network
from graph_model.directory.records import BATCH, Record, key_of, put_all
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import ActorRole, AreaLevel
from loaders.directory.contracts import TOPICS, read_row
from loaders.directory.known import NOT_LOADED, Known
from loaders.tables.readings import File
from loaders.tables.tables import Rejected, read_table
from network.entities import Actor, Area, Body, ServicePoint

LOADER = Actor("loader", ActorRole.AUDITOR)
SHOWN = 20
"""Rejects that the report's text lists."""
NO_KIND = "机构类别未投影，先运行 tongxin load rules / the kind is not in the graph: run tongxin load rules"
KINDS_FOR = ("bodies", "points", "schools")

Step = Callable[[str, int], None]
"""Told what was written and how many records it was."""


def silent(_what: str, _count: int) -> None:
    """Say nothing."""


class Unit(NamedTuple):
    """What a file is made of: in Chinese, in English, and many of it in English."""

    zh: str
    en: str
    many: str


ROWS = Unit("行", "line", "rows")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a file: rows read, records that now stand in the graph, lines that were refused."""

    topic: str
    read: int
    written: int
    repeated: int
    """Rows that say again, word for word, what an earlier line says."""
    rejected: tuple[Rejected, ...] = ()
    unused: tuple[str, ...] = ()
    """Headers that the contract does not have."""
    unit: Unit = ROWS

    def text(self) -> str:
        """The report for people, with the first 20 rejects."""
        counts = (
            f"读 {self.read} {self.unit.zh} / {self.unit.many} read",
            f"写入 {self.written} 条 / written",
            f"重复 {self.repeated} 条 / repeated",
            f"拒绝 {len(self.rejected)} 处 / rejected",
        )
        said = [f"{self.topic}: {' · '.join(counts)}"]
        if self.unused:
            said.append(f"  未用的列 / columns not used: {'、'.join(self.unused)}")
        said += [f"  第{r.line}{self.unit.zh} / {self.unit.en} {r.line}: {r.reason}" for r in self.rejected[:SHOWN]]
        if (more := len(self.rejected) - SHOWN) > 0:
            said.append(f"  …另有 {more} 处 / and {more} more")
        return "\n".join(said)


@dataclass(slots=True)
class Gathered:
    """The records of a file by key, each with the line that first gave it."""

    read: int = 0
    repeated: int = 0
    records: dict[tuple[str, str], tuple[int, Record]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, line: int, records: Iterable[Record]) -> None:
        """Take the records of a line, all or none: one that contradicts an earlier line refuses the line."""
        new: dict[tuple[str, str], tuple[int, Record]] = {}
        for r in records:
            for key in _keys(r):
                earlier = self.records.get(key) or new.get(key)
                if earlier is not None and earlier[1] != r:
                    said = f"与第{earlier[0]}行矛盾 / contradicts line {earlier[0]}: one key, two contents"
                    self.rejected.append(Rejected(line, said + _hint(r)))
                    return
                if earlier is None:
                    new[key] = (line, r)
                elif key[1] == key_of(r) and earlier[0] != line:
                    self.repeated += 1
        self.records |= new

    def of_one_kind(self) -> list[list[tuple[int, Record]]]:
        """Records in the order of writing: parents before children, holders before posts."""
        groups: dict[tuple[int, str], list[tuple[int, Record]]] = {}
        for (kind, key), (line, r) in self.records.items():
            if key == key_of(r):
                depth = list(AreaLevel).index(r.level) if isinstance(r, Area) else 0
                groups.setdefault((depth, kind), []).append((line, r))
        return [groups[k] for k in sorted(groups)]


def _keys(record: Record) -> list[tuple[str, str]]:
    """A record's key, and its external identifier: that is a key too."""
    kind = type(record).__name__
    external = record.external_id if isinstance(record, Body | ServicePoint) else None
    return [(kind, key_of(record)), *([(kind, f"external {external}")] if external else [])]


def _hint(record: Record) -> str:
    return "" if isinstance(record, Area) else "；同类的第二个请写序号 / a second of its kind needs a number"


def gather(
    topic: str, path: File, known: Known, read: Callable[[int], None] | None = None
) -> tuple[Gathered, tuple[str, ...]]:
    """Read a file into records and rejects; and the headers that are not used. `read` is told the rows so far.

    Raises:
        BadInput: the file or its header cannot be used.
    """
    forms = TOPICS[topic]
    table = read_table(path, *(f.columns for f in forms))
    found = Gathered()
    for row in table.rows:
        found.read += 1
        if read is not None:
            read(found.read)
        if isinstance(row, Rejected):
            found.rejected.append(row)
            continue
        built = read_row(forms[table.form], row, known)
        found.rejected += [b for b in built if isinstance(b, Rejected)]
        found.add(row.line, [b for b in built if not isinstance(b, Rejected)])
    return found, table.unused


async def load_file(graph: Graph, topic: str, path: Path, done: Step = silent) -> LoadReport:
    """Load a file of a topic: areas, bodies, points, posts, schools, population or segments.

    Records are written by key in batches, so that doing it again, after an interruption too, creates nothing
    twice; nothing is ever deleted.

    Raises:
        BadInput: no such topic, or the file or its header cannot be used; nothing was written.
        GraphUnavailable: the database cannot be used; the batches before stand.
    """
    if topic not in TOPICS:
        raise BadInput("topic", "input.not_allowed", allowed=list(TOPICS))
    kinds: Mapping[str, BodyKind] = rulebook().kinds if topic in KINDS_FOR else {}
    areas: Mapping[str, Area] = {}
    if topic != "areas":
        areas = (await network.read(graph)).areas
    found, unused = gather(topic, path, Known(path.name, areas, kinds))
    await schema.define(graph)
    written = 0
    for group in found.of_one_kind():
        stand = await _write(graph, topic, [r for _, r in group], done)
        written += len(stand)
        reason = NO_KIND if topic == "bodies" else f"上级{NOT_LOADED}" if topic == "areas" else NOT_LOADED
        found.rejected += [Rejected(line, reason) for line, r in group if key_of(r) not in stand]
    return LoadReport(topic, found.read, written, found.repeated, tuple(sorted(found.rejected, key=_line)), unused)


async def _write(graph: Graph, topic: str, rows: list[Record], done: Step) -> frozenset[str]:
    stand: set[str] = set()
    for start in range(0, len(rows), BATCH):
        stand |= await put_all(graph, LOADER, rows[start : start + BATCH])
        done(topic, len(rows[start : start + BATCH]))
    return frozenset(stand)


def _line(rejected: Rejected) -> int:
    return rejected.line
