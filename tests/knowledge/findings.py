"""Drawn situations and days, and what the tests of findings compare."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from knowledge.errors import NoTextForThatDay
from knowledge.responsibility.finding import Finding, changes, find
from knowledge.responsibility.missing import MissingFact, Who
from knowledge.rows.rows import Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import OPTIONS, Situation, value_label
from knowledge.vocabulary import Verdict

Files = Mapping[str, str]
Load = Callable[[Files], Rulebook]

ON = date(2026, 11, 23)
ONE = timedelta(days=1)
FACTS = ("sex", "severity", "place", "licensed", "age")
KEY_DAYS = (date(2026, 7, 1), ON, date(2027, 6, 1))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    facts = {f: draw(st.sampled_from(OPTIONS[f])) for f in FACTS[:-1] if draw(st.booleans())}
    age = {"age": draw(st.integers(0, 17))} if draw(st.booleans()) else {}
    return Situation.model_validate(facts | age)


DAYS = st.one_of(
    st.dates(date(2005, 1, 1), date(2032, 12, 31)),
    st.sampled_from([date(2010, 1, 1), date(2015, 6, 1), date(2020, 5, 15)]).flatmap(
        lambda d: st.sampled_from([d - ONE, d, d + ONE])
    ),
)


def bodies(finding: Finding, verdict: Verdict) -> set[Who]:
    return {(d.row.role, d.row.body) for d in finding.duties if d.verdict is verdict}


def possible(finding: Finding) -> set[Who]:
    return bodies(finding, Verdict.UNKNOWN) - bodies(finding, Verdict.YES)


def certain_and_possible(finding: Finding) -> tuple[set[Who], set[Who]]:
    """Those that are certain, also by several duties of which one applies whatever is unknown."""
    return bodies(finding, Verdict.YES) | finding.settled, possible(finding) - finding.settled


def with_facts(situation: Situation, **more: Any) -> Situation:
    return Situation.model_validate(situation.model_dump(exclude_none=True) | more)


# Missing facts, each outcome re-checked by setting the fact.


def ages(label: str) -> range:
    if m := re.fullmatch(r"未满(\d+)周岁", label):
        return range(int(m[1]))
    m = re.fullmatch(r"(\d+)–(\d+)周岁", label)
    assert m, label
    return range(int(m[1]), int(m[2]) + 1)


def every_value(fact: str) -> Iterator[Any]:
    return iter(range(18)) if fact == "age" else iter(OPTIONS[fact])


def leads_to(missing: MissingFact, value: Any) -> tuple[set[Who], set[Who]]:
    if missing.fact == "age":
        fits = [o for o in missing.outcomes if any(value in ages(label) for label in o.values)]
    else:
        fits = [o for o in missing.outcomes if value_label(missing.fact, value) in o.values]
    (outcome,) = fits
    return set(outcome.bodies), set(outcome.possible)


def check_missing(book: Rulebook, code: str, situation: Situation, on: date) -> None:
    finding = find(book, code, situation, on)
    now = certain_and_possible(finding)
    listed = {m.fact: m for m in finding.missing}
    facts = situation.facts(on)
    needed = {f for d in finding.duties for f in d.missing}
    for fact in needed:
        assert fact not in facts
        for value in every_value(fact):
            then = find(book, code, with_facts(situation, **{fact: value}), on)
            really = certain_and_possible(then)
            if fact in listed:
                assert leads_to(listed[fact], value) == really, (fact, value)
            else:
                assert really == now, (fact, value)
    assert set(listed) <= needed


# Changes of the law.


def bodies_on(book: Rulebook, matter: Matter, on: date) -> set[Who] | None:
    try:
        return {(d.row.role, d.row.body) for d in find(book, matter.code, Situation(), on).duties}
    except NoTextForThatDay:
        return None


def turns(book: Rulebook, matter: Matter) -> dict[date, tuple[set[Who], set[Who]]]:
    """Bodies added and removed on each day on which the answer differs from that of the day before."""
    differing = {}
    for day in sorted({e for d in matter.duty for p in book.periods(d) for e in p} - {date.min, date.max}):
        before, now = bodies_on(book, matter, day - ONE), bodies_on(book, matter, day)
        if before is not None and now is not None and before != now:
            differing[day] = (now - before, before - now)
    return differing


def check_changes(book: Rulebook, matter: Matter) -> None:
    reported = {c.on: (set(c.added), set(c.removed)) for c in changes(book, matter)}
    for day, turn in turns(book, matter).items():
        assert reported.get(day) == turn, (matter.code, day)
