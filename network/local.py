"""An area's own documents, from files: which version is in force, as texts that can be cited (本区文件).

They never make anybody responsible: rules rest on the texts that ship, and these are shown beside the answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from knowledge.rows.texts import Document, Territory, Version
from knowledge.texts.provisions import Citation, Provision, digest, numeral
from knowledge.vocabulary import AreaLevel, Force, Mark, Provenance, Trust
from network.entities import Area
from network.standards import BenefitStandard
from network.terms import SchoolPeriod
from network.versions import ends

DIGITS = {AreaLevel.PROVINCE: 2, AreaLevel.CITY: 4, AreaLevel.DISTRICT: 6, AreaLevel.STREET: 9, AreaLevel.COMMUNITY: 12}
"""Number of leading digits of its code that identify an area."""
VALUES = {numeral(n): n for n in range(1, 400)}
"""Numbers as documents write them; no document of an area has more parts."""
NUMBER = re.compile(rf"\d+|[{''.join(sorted(set().union(*VALUES)))}]+")


@dataclass(frozen=True, slots=True)
class LocalDocument:
    """A version of a plan or other document of an area's own, from a file: nobody of the project has checked it."""

    code: str
    """The area's own code of it; the same for all its versions."""
    area: str
    """Area in which it is in force, with all areas below."""
    since: date
    """The day from which this version is in force; it ends where the next one begins."""
    title: str
    source: str
    provenance: Provenance
    reference: str | None = None
    """文号."""
    issuer: str | None = None
    issued: date | None = None
    until: date | None = None

    @property
    def id(self) -> str:
        """One version a day of a document of an area."""
        return f"{self.code}@{self.area}/{self.since}"


@dataclass(frozen=True, slots=True)
class LocalClause:
    """Clause of such a version, with the matters to which the area assigns it."""

    document: str
    """The key of the version."""
    area: str
    number: str
    """As the document counts: 第五条, 三（一）2."""
    text: str
    matters: tuple[str, ...] = ()
    """Beside the answers for these matters it is shown."""
    kinds: tuple[str, ...] = ()
    """Kinds of body that it names; this makes none of them responsible."""
    withdrawn: bool = False

    @property
    def id(self) -> str:
        """One text for each number of a version."""
        return f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True)
class LocalText:
    """A clause of an area's own that can be cited, with what it is about."""

    provision: Provision
    clause: LocalClause

    @property
    def citation(self) -> Citation:
        """Return the whole text of the clause."""
        return Citation(self.provision, self.clause.text)


@dataclass(frozen=True, slots=True)
class LocalRecords:
    """All that areas have of their own, by key, as loaded: also what is over and what was a mistake."""

    documents: Mapping[str, LocalDocument] = field(default_factory=dict)
    clauses: Mapping[str, LocalClause] = field(default_factory=dict)
    standards: Mapping[str, BenefitStandard] = field(default_factory=dict)
    terms: Mapping[str, SchoolPeriod] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        documents: Iterable[LocalDocument] = (),
        clauses: Iterable[LocalClause] = (),
        standards: Iterable[BenefitStandard] = (),
        terms: Iterable[SchoolPeriod] = (),
    ) -> Self:
        """From the records."""
        return cls(
            {d.id: d for d in documents},
            {c.id: c for c in clauses},
            {s.id: s for s in standards},
            {t.id: t for t in terms},
        )


def texts(areas: Mapping[str, Area], local: LocalRecords) -> dict[str, tuple[LocalText, ...]]:
    """The clauses by area, in the order of their numbers, each version of them; without those that were a mistake.

    A version without a clause is none, so that a version that was a mistake ends nothing.
    """
    clauses: defaultdict[str, list[LocalClause]] = defaultdict(list)
    for c in local.clauses.values():
        if not c.withdrawn:
            clauses[c.document].append(c)
    versions: defaultdict[tuple[str, str], list[LocalDocument]] = defaultdict(list)
    for key in clauses:
        if (d := local.documents.get(key)) is not None:
            versions[d.area, d.code].append(d)
    by_area: defaultdict[str, list[LocalText]] = defaultdict(list)
    for (area, _), of in sorted(versions.items()):
        if area in areas:
            by_area[area] += _texts(areas[area], of, clauses)
    return {area: tuple(rows) for area, rows in by_area.items()}


def _texts(area: Area, of: Iterable[LocalDocument], clauses: Mapping[str, list[LocalClause]]) -> Iterator[LocalText]:
    """The texts of one document, version by version."""
    dated = ends(of)
    versions = {d.id: _version(d, until) for d, until in dated}
    latest = dated[-1][0]
    territory = Territory(code=area.code[: DIGITS[area.level]], name=area.name, name_en=area.name)
    document = Document(
        id=f"{latest.code}@{area.code}",
        title=latest.title,
        title_en=latest.title,
        force=Force.LOCAL,
        territory=territory,
        version=tuple(versions.values()),
    )
    for d, _ in dated:
        for c in sorted(clauses[d.id], key=lambda c: in_order(c.number)):
            name, paras = f"{document.id}/{c.number}", (c.text,)
            yield LocalText(Provision(name, document, versions[d.id], paras, digest(paras)), c)


def _version(d: LocalDocument, until: date | None) -> Version:
    label = " ".join(str(part) for part in (d.reference, d.issuer, d.issued) if part)
    return Version(
        id=d.id,
        label=label or str(d.since),
        since=d.since,
        until=until,
        source=d.source,
        mark=Mark.LOADED,
        trust=Trust.B,
    )


def in_order(number: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts numbers of clauses as a document counts them: 第二条 before 第十条, 三（一） before 三（二）."""
    return tuple(
        (int(m[0]) if m[0].isdecimal() else VALUES.get(m[0], 0), number[: m.start()]) for m in NUMBER.finditer(number)
    ) or ((0, number),)


def in_force(rows: Iterable[LocalText], on: date) -> tuple[LocalText, ...]:
    """Return the texts in force on a day."""
    return tuple(t for t in rows if t.provision.period[0] <= on < t.provision.period[1])
