"""What is unknown to whoever asks is never undone, and nobody of 18 is owed as a minor: over every obligation."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from analytics.obligations.fulfilment import judge_all
from knowledge.obligations.judging import judge
from knowledge.obligations.rates import gravest
from knowledge.obligations.standing import ASIDE, DONE, Record, Result, Standing, Thing
from knowledge.rows.obligations import Filter, Obligation, Plain
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Severity
from tests.support.walks import every

ON = date(2026, 11, 23)
ROWS = [pytest.param(o, id=o.code) for o in rulebook().obligations.values()]
DAYS = (0, 1, 40, 400)
SINCE = (None, ON, ON - timedelta(days=30), ON + timedelta(days=3))


def passing(filters: tuple[Filter, ...]) -> dict[str, Plain | None]:
    """Attributes with which an object is of the class."""
    return {f.attribute: f.values[0] if f.values else f.at_least or (f.under or 1) - 1 for f in filters}


def thing(o: Obligation, since: date | None, **more: Plain) -> Thing:
    return Thing("x", "某对象", {**passing(o.objects.filter), **more}, since)


def records(o: Obligation, days: tuple[int, ...], result: Result) -> list[Record]:
    dated = [(n, ON - timedelta(days=n)) for n in days]
    return [Record(f"r{n}", o.code, None, "x", d, d, o.evidence[0].value, result) for n, d in dated]


@every("o", ROWS)
def test_outside_the_areas_of_whoever_asks_nothing_is_undone(o: Obligation):
    for since in SINCE:
        unseen = replace(thing(o, since), seen=False)
        judged = judge(o, unseen, (), ON)
        assert {p.standing for p in judged.parts} <= ASIDE | {Standing.UNKNOWN}, since
        assert gravest(o, judged) in (None, Severity.DATA)
        assert all(
            "不等于没有做" in str(p.reason) for p in judged.parts if p.standing is Standing.UNKNOWN and not since
        )


@every("o", [pytest.param(o, id=o.code) for o in rulebook().obligations.values() if not o.visits])
def test_without_a_register_nothing_is_undone(o: Obligation):
    """No record of the duty at all, and nobody stated that the register is complete: not loaded is not never done.

    But for visits, whose register is casework itself.
    """
    for since in SINCE:
        one = thing(o, since)
        other = replace(one, key="y")
        stated = judge_all(o, [one], [], ON, stated=True)
        empty = judge_all(o, [one], [], ON)
        assert Standing.NEVER not in {p.standing for j in empty.judged for p in j.parts}, since
        assert set(empty.severities) <= {Severity.DATA}
        assert empty.rate.high in (None, 1)
        for mine, theirs in zip(empty.judged[0].parts, stated.judged[0].parts, strict=True):
            never = theirs.standing is Standing.NEVER
            assert mine == (theirs if not never else replace(mine, standing=Standing.UNKNOWN))
            assert not never or "没有录入" in str(mine.reason)
        filed = records(o, (0,), Result.OK)
        assert judge_all(o, [one, other], filed, ON).judged[1].parts == stated.judged[0].parts
        supposed = judge_all(o, [one, other], [], ON, supposed=filed)
        assert supposed.judged[1].parts == empty.judged[0].parts, "what is only supposed makes no register"


@every("o", ROWS)
def test_what_is_proved_stays_proved(o: Obligation):
    for days, result in product([(), (0,), DAYS], Result):
        seen = judge(o, thing(o, None), records(o, days, result), ON)
        unseen = judge(o, replace(thing(o, None), seen=False), records(o, days, result), ON)
        for mine, theirs in zip(seen.parts, unseen.parts, strict=True):
            assert theirs.standing is (mine.standing if mine.standing in DONE | ASIDE else Standing.UNKNOWN)


@pytest.mark.parametrize("o", [p for p in ROWS if rulebook().obligations[str(p.id)].objects.of == "minor"])
def test_nobody_of_eighteen_is_owed_as_a_minor(o: Obligation):
    for days, result, since in product([(), DAYS], Result, SINCE):
        judged = judge(o, thing(o, since, age=18), records(o, days, result), ON)
        assert judged.standing is Standing.EXEMPT
        assert gravest(o, judged) is None
        assert all("十八周岁" in str(p.reason) for p in judged.parts)


def test_what_a_text_wants_before_hiring_is_judged_by_the_day_of_hiring():
    words = ("招聘工作人员时", "入职前")
    hiring = [o for o in rulebook().obligations.values() if any(w in c.quote for w in words for c in o.cite)]
    assert hiring
    assert all(o.before_start for o in hiring)


@pytest.mark.parametrize("o", [p for p in ROWS if rulebook().obligations[str(p.id)].before_start])
def test_evidence_after_the_beginning_is_late_whatever_the_day(o: Obligation):
    begun = ON - timedelta(days=60)
    for n in range(1, 60):
        judged = judge(o, thing(o, begun), records(o, (60 - n,), Result.OK), ON)
        assert judged.standing is Standing.LATE, n
    assert judge(o, thing(o, begun), records(o, (60,), Result.OK), ON).standing is Standing.MET
