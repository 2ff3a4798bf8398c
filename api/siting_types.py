"""What nextPoints answers: the places, the proof, what each further one brings (选址的答复)."""

from typing import Any

import strawberry

from analytics.placement import Unit
from analytics.siting import Proof
from api.common import Label


@strawberry.type(description="一步做什么 / one step, in words")
class SitingAction:
    """Existing premises before new buildings."""

    key: str
    premises: bool = strawberry.field(description="利用现有场地 / in existing premises")
    area: str
    text: str
    covers: list[str] = strawberry.field(description="新覆盖的 区划/代码 / newly covered: area/code")


@strawberry.type(description="再多一处带来什么 / what one more place brings")
class SitingGain:
    """Best sets need not be nested."""

    k: int
    value: float
    gain: float


@strawberry.type(description="下一处设在哪里 / where the next points should stand")
class NextPoints:
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
    gains: list[SitingGain]
    stopped: int | None = strawberry.field(
        description="到第几处以后不值得再加 / after so many, one more is not worth it"
    )

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "NextPoints":
        """From plain values."""
        plain = {k: v for k, v in raw.items() if k not in ("unit", "proof", "actions", "gains")}
        return cls(
            unit=Label.of(Unit(raw["unit"])), proof=Label.of(Proof(raw["proof"])),
            actions=[SitingAction(**{**a, "covers": list(a["covers"])}) for a in raw["actions"]],
            gains=[SitingGain(**g) for g in raw["gains"]], **plain,
        )  # fmt: skip
