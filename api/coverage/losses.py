"""Answers about the loss of a point, a person or an office (单点失效)."""

from collections.abc import Iterable

import strawberry

from analytics.coverage.layout import Layout
from analytics.resilience import losses as resilience
from analytics.resilience.weakness import Weakness
from api.common import NamedCode
from api.enums import labelled
from api.network.types import Area, Office, Point
from api.request.paging import bounded
from api.responsibility.types import MatterRef
from api.scalars import BigInt
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Tier

SHOWN = 50
"""Rows in each list of weak points; the gravest come first."""


@strawberry.type
class PointUse:
    """A point and how many services it gives; the plan sets no number."""

    point: Point
    services: int


@strawberry.type
@labelled
class PointLoss:
    """Coverage lost by the closure of one point: exact in tuples, estimated in minors."""

    point: Point
    tuples: BigInt
    communities: int
    subjects: list[NamedCode]
    minors: int
    cut: list[Tier]

    @classmethod
    def of(cls, book: Rulebook, x: resilience.PointLoss, point: Point) -> "PointLoss":
        """From the analysis."""
        return cls(
            point=point,
            tuples=BigInt(x.tuples),
            communities=len(x.areas),
            subjects=[NamedCode.subject(book, code) for code in x.codes],
            minors=x.minors,
            cut=list(x.tiers),
        )


@strawberry.type
class PersonLoss:
    """A holder of several posts, by key and never by name."""

    holder: str
    posts: list[str]
    areas: list[Area]
    minors: int


@strawberry.type
class BodyLoss:
    """An office without which nobody is responsible for these matters."""

    body: Office
    matter_count: int
    minors: int
    _book: strawberry.Private[Rulebook]
    _matters: strawberry.Private[tuple[str, ...]]

    @classmethod
    def of(cls, book: Rulebook, b: resilience.BodyLoss) -> "BodyLoss":
        """From the analysis."""
        return cls(body=Office.of(b.body), matter_count=len(b.matters), minors=b.minors, _book=book, _matters=b.matters)

    @strawberry.field
    def matters(self, first: int | None = None) -> list[MatterRef]:
        """In the order of their codes; `matterCount` counts all."""
        shown = self._matters if first is None else self._matters[: bounded("first", first, SHOWN)]
        return [MatterRef.of(self._book.matters[m]) for m in shown]


@strawberry.type
class WorstLoss:
    """The k points whose joint loss is worst; `proven` unless the time ran out."""

    points: list[Point]
    lost: BigInt
    covered: BigInt
    proven: bool

    @classmethod
    def of(cls, here: Layout, worst: resilience.WorstLoss) -> "WorstLoss":
        """From the analysis."""
        return cls(
            points=Point.some(here.network, worst.points),
            lost=BigInt(worst.lost),
            covered=BigInt(worst.covered),
            proven=worst.proven,
        )


@strawberry.type
class WeakPoints:
    """Points, persons and offices whose loss costs most, and the articulation points of the referral network."""

    places: list[PointLoss]
    components: int
    worst: WorstLoss | None
    notes: list[str]
    _book: strawberry.Private[Rulebook]
    _here: strawberry.Private[Layout]
    _found: strawberry.Private[Weakness]

    @classmethod
    def of(cls, book: Rulebook, here: Layout, w: Weakness, notes: list[str]) -> "WeakPoints":
        """From the analysis."""
        network = here.network
        return cls(
            places=[PointLoss.of(book, x, Point.of(network, network.points[x.point])) for x in w.points[:SHOWN]],
            components=w.connected.components,
            worst=WorstLoss.of(here, w.worst) if w.worst else None,
            notes=[*notes, str(message("note.at_most_each", most=SHOWN))],
            _book=book,
            _here=here,
            _found=w,
        )

    @strawberry.field
    def persons(self) -> list[PersonLoss]:
        """Return the losses of persons, most posts first."""
        return [
            PersonLoss(holder=p.holder, posts=list(p.posts), areas=[Area.of(a) for a in p.areas], minors=p.minors)
            for p in self._found.persons[:SHOWN]
        ]

    @strawberry.field
    def bodies(self) -> list[BodyLoss]:
        """Return the losses of bodies, most matters first."""
        return [BodyLoss.of(self._book, b) for b in self._found.bodies[:SHOWN]]

    @strawberry.field
    def articulation(self) -> list[NamedCode]:
        """By key."""
        return _named(self._here, self._found.connected.articulation_points)

    @strawberry.field
    def bridges(self) -> list[list[NamedCode]]:
        """By the keys of their ends."""
        ends = self._found.connected.bridges
        named = iter(_named(self._here, (code for pair in ends for code in pair)))
        return [list(pair) for pair in zip(named, named, strict=True)]


def _named(here: Layout, codes: Iterable[str]) -> list[NamedCode]:
    """Points and areas with their names; both are ends of connections of the network."""
    ends = {p.id: p.name for p in here.candidates} | {p.id: p.name for p in here.network.points.values()}
    areas = here.network.areas
    return [NamedCode(code=c, name=ends[c] if c in ends else areas[c].name) for c in codes]
