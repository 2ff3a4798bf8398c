"""What nextPoints answers: the places, the proof, what each further one brings (选址的答复)."""

from collections.abc import Iterable, Sequence
from typing import Any

import strawberry

from analytics.coverage.layout import Pair
from analytics.siting.problem import Proof
from analytics.siting.question import DemandUnit
from api.common import Label
from api.jobs.types import RESULTS, JobResult
from knowledge.siting.hosting import Hosting


@strawberry.type
class SitingOffer:
    """On the words that let it; or why it does not count there."""

    code: str
    name: str
    offered: bool
    how: Label
    text: str
    clauses: list[str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingOffer":
        """From plain values."""
        how = Hosting(raw["how"])
        return cls(
            code=raw["code"], name=raw["name"], offered=how.may, how=Label.of(how), text=raw["text"],
            clauses=list(raw["clauses"]),
        )  # fmt: skip


def _texts(pairs: Iterable[Sequence[str] | str]) -> list[str]:
    """Pairs as `area/code`; a job kept by an older program has them as text already."""
    return [p if isinstance(p, str) else str(Pair(*p)) for p in pairs]


@strawberry.type
class SitingAction:
    """Existing premises before new buildings."""

    key: str
    premises: bool
    area: str
    text: str
    covers: list[str]
    offers: list[SitingOffer]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingAction":
        """From plain values; a job kept by an older program has no offers."""
        offers = [SitingOffer.of(o) for o in raw.get("offers", ())]
        return cls(**{**raw, "covers": _texts(raw["covers"]), "offers": offers})


@strawberry.type
class SitingGain:
    """Best sets need not be nested."""

    k: int
    value: float
    gain: float


@strawberry.type
class NextPoints(JobResult):
    """With its proof."""

    objective: str
    unit: Label
    proof: Label
    value: float
    bound: float
    gap: float
    unique: bool | None
    alternative: list[str] | None
    actions: list[SitingAction]
    covered: int
    newly_covered: list[str]
    uncovered: list[str]
    unreachable: list[str]
    unmet: int
    not_hosted: list[SitingOffer]
    doubtful: list[str]
    gains: list[SitingGain]
    stopped: int | None

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "NextPoints":
        """From plain values."""
        plain = {"doubtful": [], **raw}
        plain = {k: v for k, v in plain.items() if k not in ("unit", "proof", "actions", "gains", "not_hosted")}
        plain |= {name: _texts(plain[name]) for name in ("newly_covered", "uncovered", "unreachable", "doubtful")}
        return cls(
            kind="nextPoints", unit=Label.of(DemandUnit(raw["unit"])), proof=Label.of(Proof(raw["proof"])),
            actions=[SitingAction.of(a) for a in raw["actions"]],
            not_hosted=[SitingOffer.of(o) for o in raw.get("not_hosted", ())],
            gains=[SitingGain(**g) for g in raw["gains"]], **plain,
        )  # fmt: skip


RESULTS["nextPoints"] = NextPoints.of
