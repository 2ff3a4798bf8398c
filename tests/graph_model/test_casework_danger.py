"""Danger that was told on the real graph: it goes on with the child's case, whichever report told it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph_model.casework import work
from graph_model.casework.danger import FIRST_PLACE, in_danger
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.casework.order import RefusedOrder
from knowledge.rulebook.load import rulebook
from tests.graph_model.test_casework import (
    HERE,
    NOW,
    STREET,
    WANG,
    WORKERS,
    all_events_fold,
    child,
    clean,
    do,
    done,
    report,
)


@pytest.fixture
async def desk(graph: Graph, keys: Path) -> Any:
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes.of(rulebook()))
    await clean(graph)


async def test_danger_goes_on_with_the_case_until_it_is_told_over(graph: Graph, desk: Desk):
    """A report that becomes a case, and one of a child who has a case: a root of its own, locked with the order."""
    minor, chief = await child(graph, "cw-1"), STREET

    async def report_and(key: str, step: str, **form: Any) -> None:
        code = await report(desk, key=key, urgency="now", minor=minor)
        done(await do(desk, WANG, "report.take", code))
        done(await do(desk, WANG, "report.call", code, called="police", answered=True))
        done(await do(desk, WANG, f"report.{step}", code, reporter_told="told", **form))

    async def signs() -> list[tuple[str, ...]]:
        rows = await graph.read(WORKERS[1], in_danger, table().dangers, NOW, HERE, 100, FIRST_PLACE)
        return [r.reasons for r in rows if r.minor == minor]

    await report_and("first", "open_case")
    assert await signs() == [("danger_in_case",)]
    (case,) = [r.id for r in await graph.read(WANG, work.mine, WorkFilter(50)) if r.kind == "case"]
    done(await do(desk, chief, "case.danger_over", case, note="当面见过"))
    assert await signs() == []
    await report_and("second", "end", why_ended="case_open", note="记到个案")
    assert await signs() == [("danger_in_case",)]
    early = await do(desk, WANG, "case.set_grade", case, grade="yellow", note="没看过")
    assert isinstance(early, RefusedOrder)
    assert early.why.code == "casework.danger_unseen"
    (visit,) = [r.id for r in await graph.read(WANG, work.mine, WorkFilter(9, kind="visit")) if r.root == case]
    done(await do(desk, WANG, "visit.seen", visit, alone=True, danger=False, child_view="好"))
    done(await do(desk, WANG, "case.set_grade", case, grade="yellow", note="又看过"))
    assert await signs() == []
    await all_events_fold(graph, [case])
