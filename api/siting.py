"""Query.nextPoints: where the next service point should stand, with proof; job and cancelJob (选址)."""

import json
from dataclasses import asdict
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from typing import Annotated, Any

import strawberry

from analytics.placement import Unit, Wish, place
from analytics.siting import Objective, Options, Proof
from api import jobs
from api.common import Label
from api.context import Context
from api.coverage import LIVE, layout
from api.coverage_inputs import StandardInput
from graph_model import jobs as kept
from knowledge.errors import BadInput, Forbidden
from knowledge.vocabulary import ActorRole

MOST_SECONDS = 120.0


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


@strawberry.type(name="Job", description="超过一秒的工作：用 job(id) 查询 / work over a second: poll it")
class JobRow:
    """Its result once it is done."""

    id: str
    status: Label
    changed: DateTime
    next_points: NextPoints | None
    code: str | None = strawberry.field(description="没有完成时的错误代码 / where it failed: the code of the error")
    problem: str | None = strawberry.field(
        description="没有完成的原因和怎么办，如直接答复 / why it failed and what to do, as the request would say"
    )

    @classmethod
    def of(cls, j: kept.Job) -> "JobRow":
        """From the graph."""
        raw = json.loads(j.result) if j.result else {}
        done, failed = j.status is kept.Status.DONE, j.status is kept.Status.FAILED
        return cls(
            id=j.id, status=Label.of(j.status), changed=j.changed,
            next_points=NextPoints.of(raw) if done else None,
            code=raw.get("code") if failed else None, problem=raw.get("message") if failed else None,
        )  # fmt: skip


NextPointsResult = Annotated[
    NextPoints | JobRow, strawberry.union("NextPointsResult", description="答复，或作业 / the answer, or a job to poll")
]


@strawberry.input(description="选址的问题 / a siting question")
class SitingInput:
    """`k` or `budget`."""

    objective: str = strawberry.field(description="cover_all 全覆盖、max_cover 最大覆盖、min_distance 总路程最短")
    codes: list[str] = strawberry.field(description="N… 或 B… / needs or services")
    unit: str = strawberry.field(default="pair", description="pair、community、minors")
    area: str | None = None
    k: int | None = None
    budget: float | None = None
    capacitated: bool = False
    equity: float = strawberry.field(default=0.0, description="0只看总数，1只看最差的街道 / 1: the worst street only")
    standard: StandardInput | None = None
    candidates: list[str] = strawberry.field(default_factory=list, description="只在这些候选里选 / only among these")
    stop_gain: float | None = strawberry.field(
        default=None, description="增量不超过它就停 / stop where a step gains no more"
    )
    seconds: float | None = strawberry.field(default=None, description="时限，至多120秒 / a time limit")

    def read(self) -> Wish:
        """The wish.

        Raises:
            BadInput: which field cannot be.
        """
        if self.objective not in set(Objective):
            raise BadInput("objective", "unknown", f"用 / one of: {', '.join(Objective)}")
        if self.unit not in set(Unit):
            raise BadInput("unit", "unknown", f"用 / one of: {', '.join(Unit)}")
        if not self.codes:
            raise BadInput("codes", "missing", "写出需求或服务代码 / name needs or services")
        limit = MOST_SECONDS if self.seconds is None else min(self.seconds, MOST_SECONDS)
        options = Options(
            k=self.k, budget=self.budget, capacitated=self.capacitated, equity=self.equity, time_limit=limit
        )
        return Wish(
            Objective(self.objective), tuple(dict.fromkeys(self.codes)), Unit(self.unit),
            (self.standard or StandardInput()).read(), self.area, tuple(self.candidates), options, self.stop_gain,
        )  # fmt: skip


@strawberry.type
class SitingQuery:
    """Where next."""

    @strawberry.field(description="下一处服务点设在哪里，最优有证明 / where the next points should stand, with proof")
    async def next_points(
        self, info: strawberry.Info[Context, None], question: SitingInput, network: str = LIVE
    ) -> NextPointsResult:
        """An answer within a second, else a job."""
        c = info.context
        if c.actor.role is ActorRole.ANONYMOUS:
            raise Forbidden("nextPoints")
        wish, here = question.read(), await layout(c, network)
        found = await jobs.run(c, "nextPoints", lambda stop: asdict(place(here, c.book, wish, stop)))
        return JobRow.of(found) if isinstance(found, kept.Job) else NextPoints.of(found)

    @strawberry.field(description="自己的作业 / your own job")
    async def job(self, info: strawberry.Info[Context, None], id: str) -> JobRow:  # noqa: A002  # GraphQL's word
        """Running, done or failed."""
        return JobRow.of(await info.context.graph.read(info.context.actor, kept.get, id))


@strawberry.type
class SitingMutation:
    """Stop."""

    @strawberry.mutation(description="取消自己的作业 / cancel your own job")
    async def cancel_job(self, info: strawberry.Info[Context, None], id: str) -> str:  # noqa: A002  # as above
        """It stops within about a second; what was found by then stands."""
        await info.context.graph.write(info.context.actor, kept.cancel, id)
        return id
