"""What the loss of a place, a person or an office would cost (单点失效)."""

import strawberry

from analytics.coverage.layout import Layout, name_of
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
    """The plan gives no number."""

    point: Point
    services: int


@strawberry.type
@labelled
class PointLoss:
    """Exactly, in tuples; in minors by an estimate."""

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
            subjects=[NamedCode(code=code, name=name_of(book, code)) for code in x.codes],
            minors=x.minors,
            cut=list(x.tiers),
        )


@strawberry.type
class PersonLoss:
    """Keys only, never a name."""

    holder: str
    posts: list[str]
    areas: list[Area]
    minors: int


@strawberry.type
class BodyLoss:
    """The only office of its kind there."""

    body: Office
    matters: list[MatterRef]
    minors: int


@strawberry.type
class WorstLoss:
    """Exact, unless the time ran out."""

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
    """Places, persons, offices, and the joints of the referral network."""

    places: list[PointLoss]
    persons: list[PersonLoss]
    bodies: list[BodyLoss]
    articulation: list[NamedCode]
    bridges: list[list[NamedCode]]
    components: int
    worst: WorstLoss | None
    notes: list[str]
