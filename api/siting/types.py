"""What nextPoints answers: the places, the proof, what each further one brings (选址的答复)."""

from typing import Any

import strawberry

from analytics.siting.placement import Unit
from analytics.siting.solve import Proof
from api.common import Label
from api.jobs.types import RESULTS, JobResult
from knowledge.siting.hosting import Hosting


@strawberry.type(description="一项需求或服务能不能设在这里 / whether a need or service may be given at a place")
class SitingOffer:
    """On the words that let it; or why it does not count there."""

    code: str
    name: str
    offered: bool = strawberry.field(description="计入 / it counts there")
    how: Label
    text: str
    clauses: list[str] = strawberry.field(description="依据的条款编号，见 clause / clauses, for `clause`")

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingOffer":
        """From plain values."""
        how = Hosting(raw["how"])
        return cls(
            code=raw["code"], name=raw["name"], offered=how.may, how=Label.of(how), text=raw["text"],
            clauses=list(raw["clauses"]),
        )  # fmt: skip


@strawberry.type(description="一步做什么 / one step, in words")
class SitingAction:
    """Existing premises before new buildings."""

    key: str
    premises: bool = strawberry.field(description="利用现有场地 / in existing premises")
    area: str
    text: str
    covers: list[str] = strawberry.field(description="新覆盖的 区划/代码 / newly covered: area/code")
    offers: list[SitingOffer] = strawberry.field(
        description="问到的各项：这里提供的，不提供的及原因 / what of the question it gives, and why not the rest"
    )

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SitingAction":
        """From plain values; a job kept by an older program has no offers."""
        offers = [SitingOffer.of(o) for o in raw.get("offers", ())]
        return cls(**{**raw, "covers": list(raw["covers"]), "offers": offers})


@strawberry.type(description="再多一处带来什么 / what one more place brings")
class SitingGain:
    """Best sets need not be nested."""

    k: int
    value: float
    gain: float


@strawberry.type(description="下一处设在哪里 / where the next points should stand")
class NextPoints(JobResult):
    """With its proof."""

    objective: str
    unit: Label
    proof: Label
    value: float
    bound: float = strawberry.field(description="任何选法都不会更好 / no choice is better than this")
    gap: float
    unique: bool | None = strawberry.field(description="最优是否唯一；空为没有判定 / null: not settled")
    alternative: list[str] | None
    actions: list[SitingAction]
    covered: int
    newly_covered: list[str]
    uncovered: list[str]
    unreachable: list[str] = strawberry.field(description="没有候选能覆盖的 / what no candidate could cover")
    unmet: int
    not_hosted: list[SitingOffer] = strawberry.field(
        description="没有候选可以提供的需求或服务，及原因 / needs or services that no candidate may give, and why"
    )
    doubtful: list[str] = strawberry.field(
        description="计为已覆盖而不确知的：现有点的开放时间或位置不详"
        " / counted as covered, though hours or location of what stands are not known"
    )
    gains: list[SitingGain]
    stopped: int | None = strawberry.field(
        description="到第几处以后不值得再加 / after so many, one more is not worth it"
    )

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "NextPoints":
        """From plain values."""
        plain = {"doubtful": [], **raw}
        plain = {k: v for k, v in plain.items() if k not in ("unit", "proof", "actions", "gains", "not_hosted")}
        return cls(
            kind="nextPoints", unit=Label.of(Unit(raw["unit"])), proof=Label.of(Proof(raw["proof"])),
            actions=[SitingAction.of(a) for a in raw["actions"]],
            not_hosted=[SitingOffer.of(o) for o in raw.get("not_hosted", ())],
            gains=[SitingGain(**g) for g in raw["gains"]], **plain,
        )  # fmt: skip


RESULTS["nextPoints"] = NextPoints.of
