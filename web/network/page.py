"""网络：the three-tier network: what is missing, tiers, map, hours, weak points; each view has its address (网络)."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit
from web.network.findings import findings
from web.network.flow import flow
from web.network.hour import hour
from web.network.load import load
from web.network.map import mapped
from web.network.missing import missing
from web.network.numbers import numbers
from web.network.overview import overview
from web.network.point import closed
from web.network.scope import PATH, KnownNets, Net, NetworkView, choice, may_load, network_of, where
from web.network.tree import tree
from web.network.weak import weak
from web.network.week import week
from web.parts.asking import Row
from web.parts.words import say

View = Callable[[Visit, NetworkView, Net], Awaitable[Row]]
VIEWS: tuple[tuple[str, str, View], ...] = (
    ("", "network.gravest", overview),
    ("numbers", "network.numbers", numbers),
    ("findings", "network.findings", findings),
    ("missing", "network.missing", missing),
    ("tree", "network.tree", tree),
    ("hour", "network.at_hour", hour),
    ("week", "network.week", week),
    ("map", "network.map", mapped),
    ("weak", "network.weak", weak),
    ("load", "network.load", load),
    ("flow", "network.flow", flow),
)
"""Code, title and content of each view; the first is the first screen."""


def refused(v: Visit) -> set[str]:
    """Views that the API refuses to this viewer: they are not offered."""
    counts = may_load(v)
    views = (("weak", v.may("ANALYSE_NETWORK")), ("load", counts), ("flow", counts))
    return {code for code, able in views if not able}


def attach_network(pages: Pages) -> None:
    """Serve the page; everything in its addresses is about areas and points, nothing about a child."""
    nets = KnownNets()

    async def network(v: Visit, request: Request) -> Response:
        scope, net = await network_of(v, NetworkView.read(request.query_params), nets)
        views = [x for x in VIEWS if x[0] not in refused(v)]
        code, key, view = next((x for x in views if x[0] == scope.view), views[0])
        template = f"network/{code or 'overview'}.html"
        if scope.point:
            code, key, view, template = "point", "network.if_closed", closed, "network/point.html"
        content = await view(v, scope, net)
        frame = {
            "scope": scope,
            "heading": say(key),
            "where": where(scope, net),
            "chosen": await _chosen(v, scope, net),
            "views": [(say(k), scope.to(view=c), c == code) for c, k, _ in views],
        }
        return v.page(template, {**frame, **content})

    pages.add(PATH, "network", network)


async def _chosen(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    """The selects for district, area and network, each with its choices; only what can be chosen."""
    drafts = [d["name"] for d in (await v.asker.ask("NetworkDrafts"))["nodes"]] if v.may("EDIT_DRAFTS") else []
    places = [(a["code"], a["name"]) for r in net.rows if (a := r["area"])["level"] in ("DISTRICT", "STREET")]
    selects = []
    if len(net.districts) > 1 and not scope.network:
        selects.append(choice("top", say("network.district"), net.districts, scope.top))
    if len(places) > 1:
        whole = [] if net.top else [("", say("network.whole"))]
        selects.append(choice("area", say("network.where"), [*whole, *places], scope.area))
    if drafts:
        networks = [("", say("network.live")), *((d, say("network.draft", name=d)) for d in drafts)]
        selects.append(choice("network", say("network.which"), networks, scope.network))
    return selects
