"""网络：the three-tier network: findings, tiers, map, hours, weak points (网络)."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from web.frame.frame import LiveVisit, page
from web.network.findings import findings
from web.network.map import mapped
from web.network.point import closed
from web.network.scope import PATH, Net, NetworkView, choice, form, network_of
from web.network.tree import tree
from web.network.weak import weak
from web.network.week import week
from web.parts import markup, pieces
from web.parts.markup import el
from web.parts.words import say

View = Callable[[LiveVisit, NetworkView, Net], Awaitable[None]]
VIEWS: tuple[tuple[str, str, View], ...] = (
    ("findings", "network.findings", findings),
    ("tree", "network.tree", tree),
    ("map", "network.map", mapped),
    ("week", "network.week", week),
    ("weak", "network.weak", weak),
)
SIGNED_IN = frozenset({"weak"})
"""Views for signed-in persons only; the API refuses them to the public."""


@page(PATH, "network")
async def network(v: LiveVisit, request: Request) -> None:
    """The area and the network are chosen once for all views."""
    scope = NetworkView.read(request.query_params)
    pieces.heading(1, say("network.title"))

    async def build() -> None:
        here, net = await network_of(v, scope)
        await _chooser(v, here, net)
        views = [x for x in VIEWS if v.signed_in or x[0] not in SIGNED_IN]
        code, _, view = next((x for x in views if x[0] == here.view), views[0])
        _switch(here, "" if here.point else code, [(c, k) for c, k, _ in views])
        if net.synthetic:
            pieces.notice(say("network.synthetic", said=net.synthetic), "warn")
        await pieces.shown(pieces.tag("div"), lambda: (closed if here.point else view)(v, here, net))

    pieces.later(build)


def _switch(scope: NetworkView, current: str, views: list[tuple[str, str]]) -> None:
    links = (
        el("a", say(key), href=scope.to(view=code), aria_current="page" if code == current else None)
        for code, key in views
    )
    markup.show(el("nav", *links, class_="views", aria_label=say("network.views")))


async def _chooser(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """A plain form for area and network; its button changes the URL."""
    drafts = [d["name"] for d in (await v.asker.ask("NetworkDrafts"))["nodes"]] if v.may("EDIT_DRAFTS") else []
    places = [(a["code"], a["name"]) for r in net.rows if (a := r["area"])["level"] in ("DISTRICT", "STREET")]
    inputs = []
    if len(net.districts) > 1 and not scope.network:
        inputs.append(choice("top", say("network.district"), net.districts, scope.top))
    if len(places) > 1:
        whole = [] if net.top else [("", say("network.whole"))]
        inputs.append(choice("area", say("network.where"), [*whole, *places], scope.area))
    if drafts:
        networks = [("", say("network.live")), *((d, say("network.draft", name=d)) for d in drafts)]
        inputs.append(choice("network", say("network.which"), networks, scope.network))
    if inputs:
        markup.show(form(scope.common(), inputs, say("network.look")))
