"""Children's dossiers from a file: one row a child, every fact of the situation a possible column (个案档案载入).

No message repeats a value, and no name or citizen's number is taken: the key is the office's own number.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

from pydantic import ValidationError

from graph_model.casework.adopt import adopt
from graph_model.directory.records import batches
from graph_model.jobs.loading import LoadContext, Rejected
from graph_model.persons import intake, persons
from graph_model.persons.intake import Intake
from graph_model.persons.persons import Person
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import Situation
from knowledge.situation.time import untimely
from knowledge.vocabulary import FieldClass, Provenance
from loaders.directory.forms import SOURCE
from loaders.directory.known import Known
from loaders.intake.contract import LOADER, Item, Portion, Prepared, Source, Topic, Write
from loaders.intake.scope import TAKEN, LoadScope
from loaders.tables import cells, keys
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

MORNING = time(9)
"""The time of day from which the clocks of a loaded case run."""
CHILDREN_AT_ONCE = 500
"""Children of one transaction: with their blobs 3,000 are too much for the memory of one (配置值)."""
FILE_SOURCE = "载入的个案档案"
"""Source of a dossier without one: never the name of the file, which may name a child."""
_FIXED = (
    column("key", "档案编号", "编号", required=True),
    column("area", "社区", "居住社区", "区划", required=True),
    column("opened", "建档日期"),
    SOURCE,
)
KEPT = (FieldClass.F1, *persons.SEALED)
"""Classes of facts that a dossier holds."""
COLUMNS = (*_FIXED, *(column(code, fact.zh) for code, fact in FACTS.items() if fact.field_class in KEPT))
"""The office's own number and the community, then any fact that a dossier holds, by its name or its Chinese label.

Who reported is not held: a heading for it is read as no column, and the report says so.
"""


def _value(name: str, text: str) -> Any:
    """A cell as the fact's value: its code, its Chinese word, a day, a number, a list."""
    fact = FACTS[name]
    if fact.options:
        option = fact.option(text)
        if option is None:
            raise InvalidRow(name, "cell.not_a_value")
        return option
    if fact.kind is Kind.DATE:
        return cells.day(text, name)
    plain = keys.folded(text)
    if fact.kind in {Kind.SERVICES, Kind.NEEDS}:
        return [part for part in plain.replace("；", ";").replace("、", ";").replace(",", ";").split(";") if part]
    return int(plain) if plain.isdecimal() and fact.kind is Kind.INT else plain


def _dossier(row: TableRow, known: Known, on: date) -> Intake:
    r = {c.key: row.cells.get(c.key, "") for c in COLUMNS}
    key = keys.person_key(cells.required(r["key"], "key"), "key") or ""
    area = known.area(r["area"])
    facts = {n: _value(n, r[n]) for n in FACTS if r.get(n)}
    try:
        situation = Situation.model_validate(facts)
    except ValidationError as e:
        raise _impossible(e) from None
    _timely(situation, on)
    opened = cells.day(r["opened"], "opened", on) or on
    return Intake(key, f"档案{key}", area.code, situation, Provenance.LOADED, r["source"] or known.source, opened)


OLDEST = 25
"""Years of age up to which there may be a dossier: some benefits go on after 18; a birth before is a mistake."""


def _timely(situation: Situation, on: date) -> None:
    born = situation.birth_date
    if (born is not None and not on.year - OLDEST <= born.year <= on.year) or (born is not None and born > on):
        raise InvalidRow("birth_date", "cell.day_out_of_range", least=date(on.year - OLDEST, 1, 1), most=on)
    if wrong := untimely(situation, (on,), on):
        raise _contradictory(wrong[0])


def _impossible(error: ValidationError) -> InvalidRow:
    names = [str(p["loc"][0]) if p["loc"] else str(p.get("ctx", {}).get("fields", "")) for p in error.errors()]
    return _contradictory(*names)


def _contradictory(*names: str) -> InvalidRow:
    """Names the facts, never their values."""
    facts = tuple(dict.fromkeys(n for name in names for n in name.split(", ")))
    labels = {c.key: c.label for c in COLUMNS}
    return InvalidRow(facts[0], "row.facts_impossible", facts=[labels.get(n, n) for n in facts])


def of_rows(rows: Iterable[TableRow | Rejected], known: Known, on: date) -> Iterator[Intake | Rejected]:
    """One dossier or rejection a row, in order; a key that an earlier row has is rejected."""
    lines: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            dossier = _dossier(row, known, on)
        except InvalidRow as e:
            yield e.at(row.line)
            continue
        if dossier.key in lines:
            yield Rejected(row.line, message("row.key_of_line", line=lines[dossier.key]), "key")
            continue
        lines[dossier.key] = row.line
        yield dossier


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept new dossiers.

    A dossier that is in the graph is left as it is, and not compared: a file must tell nobody what it holds.
    An operator's file replaces it. A number of a child elsewhere is refused by the graph when it is written, and looks
    new until then: a preview tells nobody who has a dossier.

    Raises:
        BadInput: the service has no key store.
    """
    vault = context.vault
    if vault is None:
        raise BadInput("topic", "settings.no_key_store")
    known = Known(FILE_SOURCE, context.network.areas, {}, context.on)
    outcomes = await asyncio.to_thread(lambda: list(of_rows(source.rows, known, context.on)))
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    rejected, accepted = [], list[tuple[int, Intake]]()
    for row, outcome in zip(source.rows, outcomes, strict=True):
        if isinstance(outcome, Rejected):
            rejected.append(outcome)
            continue
        try:
            scope.check_area(outcome.area)
        except InvalidRow as e:
            rejected.append(e.at(row.line))
        else:
            accepted.append((row.line, outcome))
    mine: Mapping[str, bool] = {}
    if not context.operator:
        mine = await context.graph.read(context.actor, persons.taken, [d.key for _, d in accepted])
    existed = {line: mine.get(d.key, False) for line, d in accepted}
    new = [(line, d) for line, d in accepted if not mine.get(d.key, False)]
    parts = [Portion(len(some), partial(_writes, context, vault, some)) for some in batches(new, CHILDREN_AT_ONCE)]
    return Prepared(existed, rejected, list, parts=parts)


def _writes(context: LoadContext, vault: Vault, dossiers: Sequence[tuple[int, Intake]]) -> list[Write]:
    """Sealed records; the audit log and the key store hear of the dossiers first."""
    lines = {d.key: line for line, d in dossiers}
    context.audit(list(lines))
    vault.provide(lines)
    groups = intake.records(vault, [d for _, d in dossiers])
    writes = [Write(persons.put, tuple(Item(lines[_child(r)], r.id, r) for r in group)) for group in groups if group]
    morning = min(datetime.combine(context.on, MORNING, SHANGHAI), datetime.now(SHANGHAI))
    return [*writes, Write(partial(adopt, vault=vault, now=morning, program=LOADER), writes[-1].items)]


def _child(record: Person) -> str:
    """Key of the child that a record is about."""
    match record:
        case persons.Minor():
            return record.id
        case persons.Guardian() | persons.Case():
            return record.minor
    raise TypeError(type(record))  # assignments are not loaded from files


CHILDREN = Topic(
    "children", prepare, (COLUMNS,), ("children.csv",), not_written=("key", TAKEN), about_people=True, secret=True
)
