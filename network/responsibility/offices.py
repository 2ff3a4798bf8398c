"""Concrete offices responsible for a matter at a place on a day (责任)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from knowledge.coverage.tiers import tiers
from knowledge.responsibility.finding import Finding, find
from knowledge.responsibility.judging import Applied
from knowledge.responsibility.missing import Who
from knowledge.rows.rows import BodyKind, Duty
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, Labelled, Level, PostKind, Role, Verdict
from network.entities import Area, Body, Post, ServicePoint
from network.places import Place
from network.snapshot import Network


class OfficeStatus(Labelled):
    """Reason why the concrete office is or is not named."""

    CONCRETE = "concrete", "本地单位"
    """The office of this place."""
    CONCERNED = "concerned", "涉事的单位或个人"
    """The unit or person of the case itself: the school, the hotel, the parents."""
    GAP = "gap", "本地没有该单位：结构性缺口，报区未保协调机制，不借用相邻街道的"
    """The list of such offices is stated complete and has none for this place: a gap, never filled by a neighbour's."""
    FINER = "finer", "请写明街道或社区，才能确定具体单位"
    """The place is too wide: name the street or community."""
    NOT_LOADED = "not_loaded", "该地数据未载入，只能给出机构类别和层级"
    """The place, or the list of such offices there, is not loaded; only the kind and level are known."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """A kind of body in one role, its concrete offices, and the rules that assign it."""

    role: Role
    kind: BodyKind
    verdict: Verdict
    where: OfficeStatus
    bodies: tuple[Body, ...]
    rows: tuple[Applied[Duty], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A post that the tier should have; vacant without a record or a holder."""

    kind: PostKind
    post: Post | None

    @property
    def vacant(self) -> bool:
        """True if the post has no holder."""
        return self.post is None or self.post.holder is None


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A tier of the chain 社区 → 街道 → 区."""

    level: AreaLevel
    area: Area
    bodies: tuple[Body, ...]
    posts: tuple[Filled, ...]
    points: tuple[ServicePoint, ...]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The answer for a matter at a place."""

    finding: Finding
    place: Place
    responsible: tuple[Responsible, ...]
    chain: tuple[ChainLink, ...]
    network: int
    """Number of the network version."""
    rules: str
    """Hash of the rulebook."""


def answer(
    network: Network, book: Rulebook, matter: str, place: Place, situation: Situation, on: date, *, calm: bool = False
) -> Responsibility:
    """Answer a matter at a place on a day; `calm` as in a finding.

    Raises:
        NotFound: No such matter.
        NoTextForThatDay: No text in force that day assigns the matter.
    """
    finding = find(book.within(place.code), matter, situation, on, calm=calm)
    duties = [d for d in finding.duties if d.verdict is not Verdict.NO]
    return Responsibility(
        finding,
        place,
        tuple(place_on(network, book, place, duties, on, finding.settled)),
        chain(network, place),
        network.version.number,
        book.hash,
    )


_ROLES = {role: n for n, role in enumerate(Role)}
_VERDICTS = {Verdict.YES: 0, Verdict.UNKNOWN: 1, Verdict.NO: 2}


def place_on(
    network: Network,
    book: Rulebook,
    place: Place,
    duties: Iterable[Applied[Duty]],
    on: date,
    settled: Collection[Who] = (),
) -> Iterable[Responsible]:
    """Return the concrete offices for duties, grouped by role and body kind; duties that apply come first.

    Within a role, bodies are in the order of the rows: the first to call comes first. A body among `settled` is
    responsible for certain, though by which of its duties depends on unknown facts.
    """
    given = tuple(duties)
    turn = {d.row.body: n for n, d in reversed(tuple(enumerate(given)))}

    def who(applied: Applied[Duty]) -> tuple[int, int, int]:
        return _ROLES[applied.row.role], _VERDICTS[applied.verdict], turn[applied.row.body]

    ordered = sorted(given, key=who)
    certain = {(d.row.role, d.row.body) for d in ordered if d.verdict is Verdict.YES}
    for _, group in groupby(ordered, key=who):
        rows = tuple(group)
        first = rows[0]
        if first.verdict is Verdict.UNKNOWN and (first.row.role, first.row.body) in certain:
            continue
        kind = book.kinds[first.row.body]
        where, bodies = offices(network, kind, place, on)
        verdict = Verdict.YES if (first.row.role, first.row.body) in settled else first.verdict
        yield Responsible(first.row.role, kind, verdict, where, bodies, rows)


def offices(network: Network, kind: BodyKind, place: Place, on: date) -> tuple[OfficeStatus, tuple[Body, ...]]:
    """The concrete offices of a kind for a place: those of its own areas upwards, never of another area.

    Without one, there is none only where somebody stated by the day that the list is complete.
    """
    if kind.level in (Level.UNIT, Level.PERSON):
        return OfficeStatus.CONCERNED, ()
    if not place.loaded:
        return OfficeStatus.NOT_LOADED, ()
    areas = [a.code for a in place.path]
    bodies = tuple(b for code in areas for b in network.seated(kind.code, code))
    if bodies:
        return OfficeStatus.CONCRETE, bodies
    if not _reaches(place, kind.level):
        return OfficeStatus.FINER, ()
    return (OfficeStatus.GAP if network.stated(kind.code, place.code, on) else OfficeStatus.NOT_LOADED), ()


_DEPTH = {Level.CITY: 1, Level.DISTRICT: 2, Level.STREET: 3, Level.COMMUNITY: 4}


def _reaches(place: Place, level: Level) -> bool:
    """True if the place is fine enough to have one office of that level."""
    return list(AreaLevel).index(place.level) >= _DEPTH[level]


def chain(network: Network, place: Place) -> tuple[ChainLink, ...]:
    """The chain 社区 → 街道 → 区 with the posts of each tier, vacant ones included."""
    return tuple(_link(network, a) for a in place.path if a.level in tiers())


def _link(network: Network, area: Area) -> ChainLink:
    tier, posts_here = tiers()[area.level], network.posts_in.get(area.code, ())
    by_kind = {kind: [p for p in posts_here if p.kind is kind] for kind in tier.posts}
    posts = tuple(Filled(kind, post) for kind, posts_of_kind in by_kind.items() for post in posts_of_kind or (None,))
    bodies = tuple(b for k in tier.offices for b in network.offices.get((k, area.code), ()))
    points = tuple(s for s in network.points_for.get(area.code, ()) if s.body == tier.point)
    return ChainLink(area.level, area, bodies, posts, points)
