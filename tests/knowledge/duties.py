"""Obligations of every shape, and drawn things and records to judge them on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from knowledge.obligations.standing import Record, Result, Thing
from knowledge.rows.obligations import (
    Component,
    Event,
    Evidence,
    Exempt,
    Filter,
    Goal,
    Objects,
    Obligation,
    Strength,
)
from knowledge.rows.periods import GradedPeriod, Period, Span
from knowledge.rows.rows import Cite

ON = date(2026, 11, 23)
ONE = timedelta(days=1)
SOURCE = "工作约定，法律没有规定：试"


def duty(**more: Any) -> Obligation:
    base: dict[str, Any] = {
        "code": "O01", "name": "走访", "name_en": "Visits", "goal": Goal.G04, "objects": Objects(of="minor"),
        "holder": ("street_office",), "strength": Strength.PLAN, "evidence": (Evidence.VISIT,),
        "cite": (Cite(clause="plan:一", quote="走访"),),
    }  # fmt: skip
    return Obligation(**base | more)


def days(n: int, *, statutory: bool = False) -> Period:
    return Period(days=n, source=SOURCE, statutory=statutory, clause="WB/62" if statutory else None)


PLAIN = duty()
WEEKLY = duty(period=days(7))
MONTHLY = duty(period=Period(months=1, source=SOURCE))
GRADED = duty(
    periods_by=GradedPeriod(
        attribute="grade", source=SOURCE, values={"red": Span(days=7), "green": Span(days=90)},
        names={"red": "红色", "green": "绿色"},
    )
)  # fmt: skip
PARTS = duty(
    period=days(30),
    components=(
        Component(code="one", name="一", name_en="One"),
        Component(code="two", name="二", name_en="Two", strength=Strength.ENCOURAGED),
        Component(
            code="three", name="三", name_en="Three", reason="不适用",
            filter=(Filter(attribute="disability", values=(True,)),),
        ),
    ),
)  # fmt: skip
PROMPT = duty(event=Event(name="发现", name_en="Found"))
WITHIN = duty(event=Event(name="登记", name_en="Registered", within=days(10)))
CLOSED = duty(period=days(7), exempt=(Exempt(attribute="closed", values=(True,), reason="停用"),))
SCOPED = duty(
    period=days(7), objects=Objects(of="minor", filter=(Filter(attribute="in_difficulty", values=(True,)),))
)  # fmt: skip
DUTIES = (PLAIN, WEEKLY, MONTHLY, GRADED, PARTS, PROMPT, WITHIN, CLOSED, SCOPED)

duties = st.sampled_from(DUTIES)
DAYS = st.integers(-5, 120).map(lambda n: ON - n * ONE)
things = st.builds(
    Thing,
    st.just("x"),
    st.just("某"),
    st.fixed_dictionaries(
        {
            "grade": st.sampled_from((None, "red", "green", "purple")),
            "disability": st.sampled_from((None, True, False)),
            "in_difficulty": st.sampled_from((None, True, True, False)),
            "closed": st.sampled_from((None, False, True)),
        }
    ),
    st.none() | DAYS,
)


def record(on: date, result: Result = Result.OK, **more: Any) -> Record:
    more = {"component": None, "kind": "visit", "recorded_on": on} | more
    return Record("r", "O01", object="x", occurred_on=on, result=result, **more)


@st.composite
def piles(draw: st.DrawFn) -> list[Record]:
    made = []
    for _ in range(draw(st.integers(0, 6))):
        day = draw(DAYS)
        made.append(
            record(
                day, draw(st.sampled_from(Result)),
                component=draw(st.sampled_from((None, "one", "two", "three"))),
                kind=draw(st.sampled_from(("visit", "visit", "drill"))),
                recorded_on=day + draw(st.integers(0, 20)) * ONE,
                demand_done=draw(st.booleans()),
            )
        )  # fmt: skip
    return made


def codes(o: Obligation) -> Sequence[str | None]:
    return [c.code for c in o.components] or [None]
