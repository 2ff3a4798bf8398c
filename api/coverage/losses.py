"""Answers about the loss of a point, a person or an office (单点失效)."""

import strawberry

from analytics.coverage.layout import Layout
from analytics.resilience import losses as resilience
from api.common import NamedCode
from api.enums import labelled
from api.network.types import Area, Office, Point
from api.responsibility.types import MatterRef
from api.scalars import BigInt
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Tier


@strawberry.type
class PointUse:
    """A point and how many services it gives; the plan sets no number."""

    point: Point
    services: int


@strawberry.type
@labelled
class PointLoss:
    """What one point's closure leaves uncovered: exact in tuples, estimated in minors."""

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
    matters: list[MatterRef]
    minors: int


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
    persons: list[PersonLoss]
    bodies: list[BodyLoss]
    articulation: list[NamedCode]
    bridges: list[list[NamedCode]]
    components: int
    worst: WorstLoss | None
    notes: list[str]
