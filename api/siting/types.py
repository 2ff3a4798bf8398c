"""GraphQL types of nextPoints: the chosen sites, the proof, the gain of each further site (选址的答复)."""

from collections.abc import Iterable, Sequence
from typing import Any

import strawberry

from analytics.siting.problem import Objective, Proof
from analytics.siting.question import DemandUnit
from analytics.siting.verdict import SitingVerdict
from api.common import Info, NamedCode
from api.enums import labelled
from api.jobs.types import RESULTS, JobResult
from api.network.types import Area
from knowledge.messages.message import stored
from knowledge.siting.hosting import Hosting


@strawberry.type
@labelled
class SitingOffer:
    """A need or service at a site: the clause that allows it there, or why it does not count."""

    code: str
    name: str
    offered: bool
    how: Hosting
    text: str
    clauses: list[str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingOffer":
        """From JSON values."""
        how = Hosting(raw["how"])
        return cls(
            code=raw["code"],
            name=raw["name"],
            offered=how.may,
            how=how,
            text=_text(raw),
            clauses=list(raw["clauses"]),
        )


def _text(raw: dict[str, Any]) -> str:
    """The sentence in the language of whoever reads; jobs stored by an older version have it in Chinese."""
    return str(stored(raw["says"])) if "says" in raw else str(raw["text"])


@strawberry.type
class SubjectInArea:
    """A need or service in an area."""

    area_code: str
    code: str

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """Null if only the draft has this area."""
        return Area.live(info, self.area_code)

    @strawberry.field
    def subject(self, info: Info) -> NamedCode:
        """The need or service."""
        return NamedCode.subject(info.context.book, self.code)


def _pairs(pairs: Iterable[Sequence[str] | str]) -> list[SubjectInArea]:
    """From pairs of area and code; jobs stored by an older version have them as `area/code`."""
    split = (p.split("/", 1) if isinstance(p, str) else p for p in pairs)
    return [SubjectInArea(area_code=area, code=code) for area, code in split]


@strawberry.type
class SitingAction:
    """A site to open; existing premises come before new buildings."""

    code: str
    premises: bool
    area_code: str
    text: str
    covers: list[SubjectInArea]
    offers: list[SitingOffer]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingAction":
        """From JSON values; jobs stored by an older version have no offers."""
        offers = [SitingOffer.of(o) for o in raw.get("offers", ())]
        return cls(
            code=raw["key"],
            premises=raw["premises"],
            area_code=raw["area"],
            text=_text(raw),
            covers=_pairs(raw["covers"]),
            offers=offers,
        )

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """Null if only the draft has this area."""
        return Area.live(info, self.area_code)


@strawberry.type
class SitingGain:
    """The best value with k sites; the best sets need not contain each other."""

    k: int
    value: float
    gain: float


MADE = ("objective", "unit", "proof", "verdict", "actions", "gains", "not_hosted")
"""Fields that are no plain values."""
PAIRS = ("newly_covered", "uncovered", "unreachable", "doubtful", "short")
OLDER: dict[str, Any] = {"doubtful": [], "short": [], "to_check": [], "pairs": 0, "unknown_before": 0, "unlocated": 0}
"""Default values for fields that jobs stored by an older version lack."""


@strawberry.type
@labelled
class NextPoints(JobResult):
    """The chosen sites with their proof."""

    objective: Objective
    unit: DemandUnit
    proof: Proof
    value: float
    bound: float
    gap: float
    unique: bool | None
    alternative: list[str] | None
    actions: list[SitingAction]
    covered: int
    newly_covered: list[SubjectInArea]
    uncovered: list[SubjectInArea]
    unreachable: list[SubjectInArea]
    unmet: int
    not_hosted: list[SitingOffer]
    doubtful: list[SubjectInArea]
    verdict: SitingVerdict
    pairs: int
    short: list[SubjectInArea]
    to_check: list[str]
    unknown_before: int
    unlocated: int
    gains: list[SitingGain]
    stopped: int | None

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "NextPoints":
        """From JSON values."""
        plain = {**OLDER, **raw}
        plain = {k: v for k, v in plain.items() if k not in MADE}
        plain |= {name: _pairs(plain[name]) for name in PAIRS}
        plain["to_check"] = list(plain["to_check"])
        return cls(
            kind="nextPoints",
            objective=Objective(raw["objective"]),
            unit=DemandUnit(raw["unit"]),
            proof=Proof(raw["proof"]),
            verdict=SitingVerdict(raw.get("verdict", SitingVerdict.LIMITED.value)),
            actions=[SitingAction.of(a) for a in raw["actions"]],
            not_hosted=[SitingOffer.of(o) for o in raw.get("not_hosted", ())],
            gains=[SitingGain(**g) for g in raw["gains"]],
            **plain,
        )


RESULTS["nextPoints"] = NextPoints.of
