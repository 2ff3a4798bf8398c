"""Children's dossiers from a file: one row a child, every fact of the situation a possible column (个案档案载入).

No message repeats a value, and no name is taken: the key is the office's own number. A citizen's number is stored
nowhere: it only finds a child that is on file already (`graph_model/keys/citizens.py`).
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from pydantic import ValidationError

from graph_model.casework.adopt import adopt
from graph_model.directory.records import batches
from graph_model.graph import Tx
from graph_model.jobs.loading import LoadContext, Rejected
from graph_model.keys.citizens import CitizenIndex
from graph_model.persons import intake, persons
from graph_model.persons.intake import Intake
from graph_model.persons.persons import Person
from graph_model.persons.seal import Vault
from knowledge.access.clear import clear_source
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.folding import folded
from knowledge.messages.message import message
from knowledge.situation.citizen import born, citizen_number
from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import Situation
from knowledge.situation.time import untimely
from knowledge.situation.truth import NO, YES
from knowledge.vocabulary import FieldClass, Provenance
from loaders.directory.forms import SOURCE
from loaders.directory.known import Known
from loaders.intake.contract import LOADER, Item, Portion, Prepared, Source, Topic, Write
from loaders.intake.read import check_lines, read_each
from loaders.intake.scope import TAKEN, LoadScope
from loaders.tables import cells, keys
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

MORNING = time(9)
"""The time of day from which the clocks of a loaded case run."""
CHILDREN_AT_ONCE = 500
"""Children of one transaction: with their blobs 3,000 are too much for the memory of one (configured value)."""
FILE_SOURCE = "载入的个案档案"
"""Source of a dossier without a number of one: never the name of the file, which may name a child."""
_FIXED = (
    column("key", "档案编号", "编号", required=True),
    column("area", "社区", "居住社区", "区划", required=True),
    column("opened", "建档日期"),
    column("citizen", "公民身份号码", "身份证号", "身份证号码", "身份号码"),
    SOURCE,
)
KEPT = (FieldClass.F1, *persons.SEALED)
"""Classes of facts in a dossier."""
ALSO = {"age": ("年龄", "现年龄")}
"""Further headings of facts that are in years."""
COLUMNS = (
    *_FIXED,
    *(
        column(code, fact.zh, *ALSO.get(code, ()), unit="years" if code in ALSO else None)
        for code, fact in FACTS.items()
        if fact.field_class in KEPT
    ),
)
"""Columns: the office's own number and the community, then any fact of a dossier, by its name or its Chinese label.

The reporter is not stored: a heading for it is read as no column, and the report mentions it.
"""


def _value(name: str, text: str) -> Any:
    """A cell as the fact's value: its code, its Chinese word, a day, a number, a list."""
    fact = FACTS[name]
    if fact.options:
        option = fact.option(text)
        if option is None:
            words = [label.zh for label in fact.values.of.values()] if fact.values else [YES[0], NO[0]]
            raise InvalidRow(name, "cell.not_allowed", allowed=words)
        return option
    if fact.kind is Kind.DATE:
        return cells.day(text, name)
    plain = folded(text)
    if fact.kind in {Kind.SERVICES, Kind.NEEDS}:
        return [part for part in plain.replace("；", ";").replace("、", ";").replace(",", ";").split(";") if part]
    return int(plain) if plain.isdecimal() and fact.kind is Kind.INT else plain


def _dossier(row: TableRow, known: Known, on: date) -> Intake:
    r = row.filled(COLUMNS)
    key = keys.person_key(cells.required(r["key"], "key"), "key") or ""
    area = known.area(r["area"])
    facts = {n: _value(n, r[n]) for n in FACTS if r.get(n)}
    try:
        situation = Situation.model_validate(facts)
    except ValidationError as e:
        raise _impossible(e) from None
    _timely(situation, on)
    opened = cells.day(r["opened"], "opened", on) or on
    citizen = _citizen(r["citizen"], situation)
    name, source = f"档案{key}", clear_source(r["source"], known.source)
    return Intake(key, name, area.code, situation, Provenance.LOADED, source, opened, citizen=citizen)


def _citizen(text: str, situation: Situation) -> str | None:
    """Return the child's number, if its birth date does not contradict other facts."""
    if not text.strip():
        return None
    try:
        number = citizen_number(text)
    except BadInput as e:
        raise InvalidRow("citizen", e.message.code) from None
    if situation.birth_date is not None and situation.birth_date != born(number):
        raise _contradictory("birth_date", "citizen")
    return number


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
    """Return the rejection of contradictory facts by name, never with their values."""
    facts = tuple(dict.fromkeys(n for name in names for n in name.split(", ")))
    labels = {c.key: c.label for c in COLUMNS}
    return InvalidRow(facts[0], "row.facts_impossible", facts=[labels.get(n, n) for n in facts])


def of_rows(
    rows: Iterable[TableRow | Rejected], known: Known, on: date, rejected: list[Rejected]
) -> Iterator[tuple[int, Intake]]:
    """The dossier of each row, with its line; a key or a citizen's number that an earlier row has is rejected."""
    by_key, by_number = dict[str, int](), dict[str, int]()
    for line, dossier in read_each(rows, partial(_dossier, known=known, on=on), rejected):
        if (first := by_key.setdefault(dossier.key, line)) != line:
            rejected.append(Rejected(line, message("row.key_of_line", line=first), "key"))
        elif dossier.citizen and (first := by_number.setdefault(dossier.citizen, line)) != line:
            rejected.append(Rejected(line, message("row.same_child_line", line=first), "citizen"))
        else:
            yield line, dossier


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept new dossiers.

    A dossier that is in the graph remains unchanged, and is not compared: a file must reveal nothing of its
    content. An operator's file replaces it. A number of a child elsewhere is refused by the graph when it is
    written, and looks new until then: a preview reveals nobody's dossier.

    Raises:
        BadInput: the service has no key store.
    """
    vault = context.vault
    if vault is None:
        raise BadInput("topic", "settings.no_key_store")
    known = Known(FILE_SOURCE, context.network.areas, {}, context.on)
    rejected = list[Rejected]()
    dossiers = await asyncio.to_thread(lambda: list(of_rows(source.rows, known, context.on, rejected)))
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    accepted = list(check_lines(dossiers, lambda d: scope.check_area(d.area), rejected))
    known_as = await _known_as(context, vault, [d for _, d in accepted])
    rejected += [
        Rejected(line, message("row.same_child", key=known_as.mine[d.key]), "citizen")
        for line, d in accepted
        if d.key in known_as.mine
    ]
    accepted = [(line, d) for line, d in accepted if d.key not in known_as.mine]
    mine: Mapping[str, bool] = {}
    if not context.operator:
        mine = await context.graph.read(context.actor, persons.taken, [d.key for _, d in accepted])
    existed = {line: mine.get(d.key, False) for line, d in accepted}
    new = [(line, d) for line, d in accepted if not mine.get(d.key, False)]
    making = partial(_writes, context, vault, known_as.gone)
    parts = [Portion(len(some), partial(making, some)) for some in batches(new, CHILDREN_AT_ONCE)]
    return Prepared(existed, rejected, list, parts=parts)


@dataclass(frozen=True, slots=True)
class _KnownAs:
    """Children of a file in the blind index."""

    mine: Mapping[str, str]
    """By key, under which other key the child is on file in the actor's areas."""
    gone: frozenset[str]
    """Keys in the index of which there is no child: a load was broken off."""


async def _known_as(context: LoadContext, vault: Vault, dossiers: Sequence[Intake]) -> _KnownAs:
    """Return the children that are on file under another number.

    Raises:
        BadInput: The key of the index is missing, or another one.
    """
    numbers = {d.key: d.citizen for d in dossiers if d.citizen is not None}
    if not numbers:
        return _KnownAs({}, frozenset())
    holders = await asyncio.to_thread(CitizenIndex(vault.store).holders, numbers.values())
    there = await context.graph.read(context.actor, persons.taken, list(holders.values()))
    others = {key: holders[n] for key, n in numbers.items() if holders.get(n, key) != key}
    return _KnownAs({k: h for k, h in others.items() if there.get(h)}, frozenset(holders.values()) - there.keys())


def _writes(
    context: LoadContext, vault: Vault, gone: frozenset[str], dossiers: Sequence[tuple[int, Intake]]
) -> list[Write]:
    """Sealed records; the audit log and the key store hear of the dossiers first."""
    lines = {d.key: line for line, d in dossiers}
    context.audit(list(lines))
    refused = {key for key in lines if vault.store.erased(key)}
    if numbers := {d.key: d.citizen for _, d in dossiers if d.citizen is not None and d.key not in refused}:
        refused |= CitizenIndex(vault.store).claim(numbers, gone)
    vault.provide(key for key in lines if key not in refused)
    groups = intake.records(vault, [d for _, d in dossiers if d.key not in refused])
    writes = [Write(persons.put, tuple(Item(lines[_child(r)], r.id, r) for r in group)) for group in groups if group]
    morning = min(datetime.combine(context.on, MORNING, SHANGHAI), datetime.now(SHANGHAI))
    adopted = [Write(partial(adopt, vault=vault, now=morning, program=LOADER), writes[-1].items)] if writes else []
    nowhere = tuple(Item(lines[key], key, None) for key in sorted(refused))
    return [*writes, *adopted, *([Write(_none, nowhere)] if nowhere else [])]


async def _none(_tx: Tx, _records: Sequence[Any]) -> frozenset[str]:
    """Return no key: an erased child, or one elsewhere under another number, is refused like a key in use elsewhere."""
    return frozenset()


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
