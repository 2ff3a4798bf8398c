"""Children's dossiers from a file: one row a child, every fact of the situation a possible column (个案档案载入).

No reason repeats a value, and no name or citizen's number is taken: the key is the office's own number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph_model import schema
from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.persons import intake, persons
from graph_model.persons.intake import Intake
from graph_model.persons.seal import Vault
from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Provenance
from loaders.directory.forms import SOURCE, column
from loaders.directory.known import Known
from loaders.intake.files import LOADER
from loaders.tables import cells
from loaders.tables.cells import Refused
from loaders.tables.readings import File
from loaders.tables.tables import Rejected, Row, read_table

SHOWN = 20
_FIXED = (
    column("key", "档案编号", "编号", required=True),
    column("area", "社区", "居住社区", "区划", required=True),
    column("opened", "建档日期"),
    SOURCE,
)
COLUMNS = (*_FIXED, *(column(code, fact.zh) for code, fact in FACTS.items()))
"""The office's own number and the community, then any fact by its name or its Chinese label."""


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """What a file of dossiers holds, and what was or would be written; no value of a record."""

    read: int
    children: int
    facts: int
    rejected: tuple[Rejected, ...]
    unused: tuple[str, ...]
    written: bool

    def text(self) -> str:
        """For people."""
        verb = "写入 / written" if self.written else "预览，未写入 / preview, nothing written"
        head = (
            f"读 {self.read} 行 · {self.children} 名儿童、{self.facts} 项事实（{verb}）· 拒绝 {len(self.rejected)} 行"
        )
        said = [head, *([f"  未用的列 / columns not used: {'、'.join(self.unused)}"] if self.unused else [])]
        return "\n".join([*said, *(f"  第{r.line}行 / line {r.line}: {r.reason}" for r in self.rejected[:SHOWN])])


def _value(name: str, text: str) -> Any:
    """A cell as the fact's value: its code, its Chinese word, a day, a number, a list."""
    fact = FACTS[name]
    if fact.options:
        option = fact.option(text)
        if option is None:
            raise Refused(f"{fact.zh} {name}: 取值不在名单内 / not one of its values")
        return option
    if fact.kind is Kind.DATE:
        return cells.day(text, f"{fact.zh} {name}")
    said = cells.folded(text)
    if fact.kind in {Kind.SERVICES, Kind.NEEDS}:
        return [part for part in said.replace("；", ";").replace("、", ";").replace(",", ";").split(";") if part]
    return int(said) if said.isdecimal() and fact.kind is Kind.INT else said


def _intake(row: Row, known: Known, on: date) -> Intake:
    r = {c.key: row.cells.get(c.key, "") for c in COLUMNS}
    key = cells.external(cells.whole(r["key"], "档案编号 key"), "档案编号 key") or ""
    area = known.area(r["area"], "", "社区 area")
    facts = {n: _value(n, r[n]) for n in FACTS if r[n]}
    try:
        situation = Situation.model_validate(facts)
    except ValidationError as e:
        names = ", ".join(
            dict.fromkeys(str(p["loc"][0]) if p["loc"] else str(p.get("ctx", {}).get("fields", "")) for p in e.errors())
        )
        raise Refused(f"{names}: 不可能或互相矛盾 / cannot be, or contradict each other") from None
    opened = cells.day(r["opened"], "建档日期 opened") or on
    source = r["source"] or known.source
    return Intake(key, f"档案{key}", area.code, situation, Provenance.LOADED, source, opened)


def read(path: File, known: Known, on: date) -> Iterator[Intake | Rejected]:
    """One outcome a row, in file order.

    Raises:
        BadInput: the file or its header cannot be used.
    """
    yield from of_rows(read_table(path, COLUMNS).rows, known, on)


def of_rows(rows: Iterable[Row | Rejected], known: Known, on: date) -> Iterator[Intake | Rejected]:
    """One outcome a row, in order; a number that an earlier row has is refused."""
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            found = _intake(row, known, on)
        except Refused as e:
            yield Rejected(row.line, e.reason)
            continue
        if found.key in seen:
            yield Rejected(row.line, f"编号与第{seen[found.key]}行相同 / the key of line {seen[found.key]}")
            continue
        seen[found.key] = row.line
        yield found


async def load(graph: Graph, path: Path, vault: Vault, on: date, *, preview: bool = False) -> PeopleReport:
    """Load a file of dossiers, or only say what it would write; safe to repeat.

    Raises:
        BadInput: the file or its header cannot be used; nothing was written.
        GraphUnavailable: the database cannot be used; the batches before stand.
    """
    areas = (await network.read(graph)).areas
    known = Known(path.name, areas, {})
    table = read_table(path, COLUMNS)
    outcomes = list(read(path, known, on))
    taken = [o for o in outcomes if isinstance(o, Intake)]
    if taken and not preview:
        await schema.define(graph)
        vault.provide(i.key for i in taken)
        for group in intake.records(vault, taken):
            await persons.put_all(graph, LOADER, group)
    facts = sum(len(i.situation.model_dump(exclude_none=True)) for i in taken)
    rejected = tuple(o for o in outcomes if isinstance(o, Rejected))
    return PeopleReport(len(outcomes), len(taken), facts, rejected, table.unused, bool(taken) and not preview)
