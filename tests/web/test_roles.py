"""Whoever has several roles sees what each of them sees: pages and views are chosen in the navigation, and stay."""

from collections.abc import Collection
from itertools import combinations

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import QueryParams

from knowledge.access.accounts import ALONE
from knowledge.access.policy import ACCOUNT_ROLES, actions_of
from knowledge.roles import ActorRole
from tests.support.walks import every
from tests.web.conftest import Site
from web.frame.pages import Visit
from web.network.page import refused
from web.network.scope import NetworkView
from web.parts.asking import Asker
from web.parts.words import series

TOGETHER = sorted(frozenset(ACCOUNT_ROLES) - ALONE)


def visit(roles: Collection[ActorRole]) -> Visit:
    viewer = {
        "subject": "a", "roles": [r.name for r in roles], "roleLabels": [r.label for r in roles],
        "areas": [{"name": "某街道"}], "can": [a.name for a in actions_of(roles)], "speaksAs": None,
    }  # fmt: skip  # a row
    return Visit(Asker(FastAPI(), None, ""), viewer, "network", demo=True, rest=1)


@every("pair", [*combinations(TOGETHER, 2)], ids="+".join)
def test_two_roles_have_the_pages_and_views_of_both(pair: tuple[ActorRole, ActorRole]):
    both, each = visit(pair), [visit([r]) for r in pair]
    assert set(both.places) == {place for v in each for place in v.places}
    assert refused(both) == refused(each[0]) & refused(each[1])
    assert both.name == f"{series([pair[0].label, pair[1].label])} 某街道"


def test_a_view_that_is_chosen_keeps_where_one_looks():
    here = NetworkView(view="load", area="440104001000", network="草案")
    assert NetworkView.read(QueryParams(here.to(view="flow").partition("?")[2])) == NetworkView(
        view="flow", area="440104001000", network="草案"
    )


@pytest.mark.parametrize("view", ["", "load", "flow", "hour", "numbers"])
def test_a_view_of_the_network_stays_over_a_change_of_language(site: Site, view: str):
    with httpx.Client(base_url=site.url, timeout=120) as planner:
        planner.post("/sign-in", data={"role": "planner"})
        path = f"/network?view={view}&area=440104001000"
        back = planner.post("/language", data={"to": "en"}, headers={"referer": f"{site.url}{path}"})
        assert back.headers["location"] == path
        page = planner.get(path).text
    assert '<html lang="en">' in page
    assert 'aria-current="page"' in page
