"""Posts that nobody holds: with what is open beneath them, as reading every item says it; only to who reads cases."""

from typing import Any

from api.casework.parts import now
from graph_model.casework import work
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph
from knowledge.roles import ActorRole
from network.entities import Actor
from network.snapshot import Network
from tests.api.conftest import answered

DISTRICT = "440104000000"
LEAD = Actor("demo-lead", ActorRole.LEAD, (DISTRICT,))
POSTS = "{ vacantPosts { area { code } kind kindLabel items cases late } }"


async def test_each_has_what_is_open_beneath_it(ask: Any, graph: Graph, network: Network):
    rows = [r for r in await graph.read(LEAD, work.in_areas, WorkFilter(100_000)) if not r.ended]
    expected = {}
    for post in (p for posts in network.posts_in.values() for p in posts if p.holder is None):
        below = {a.code for a in network.within(post.area)}
        here = [r for r in rows if r.area in below]
        late = sum(r.due is not None and r.due <= now() for r in here)
        if here:
            cases = sum(r.kind == "case" for r in here)
            expected[post.area, post.kind.name] = (len(here), cases, late)
    found: list[Any] = list(answered(await ask(POSTS, "lead"), "vacantPosts"))
    assert {(p["area"]["code"], p["kind"]): (p["items"], p["cases"], p["late"]) for p in found} == expected
    assert expected
    assert [p["cases"] for p in found] == sorted((p["cases"] for p in found), reverse=True)


async def test_a_street_sees_its_own_and_who_reads_no_case_nothing(ask: Any):
    whole: list[Any] = list(answered(await ask(POSTS, "lead"), "vacantPosts"))
    street: list[Any] = list(answered(await ask(POSTS, "street"), "vacantPosts"))
    assert len(street) < len(whole)
    assert all(p["area"]["code"].startswith("440104001") for p in street)
    for role in ("planner", "school", None):
        reply = await ask(POSTS, role)
        assert reply["data"] is None or reply["data"]["vacantPosts"] is None, role
