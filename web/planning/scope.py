"""Scope of a view of 规划: the area and the network, and the address of each view (范围)."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict
from starlette.responses import Response

from web.frame.pages import Visit
from web.parts.asking import Asker, Row
from web.parts.words import say

PATH = "/planning"
MOST_AREAS = 100
Params = ImmutableMultiDict[str, str]
"""Parameters of an address, or of a form."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Area and network of a view; neither reveals anything about a child."""

    v: Visit
    view: str
    area: str
    """Code of an area of the network; empty for the whole of a draft."""
    net: str
    """Name of a draft; empty for the live network."""
    areas: dict[str, str]
    """The areas that can be chosen, by code."""
    drafts: list[Row]
    codes: dict[str, str]
    """Needs and services by code."""

    @property
    def draft(self) -> str | None:
        """The draft, as operations take it."""
        return self.net or None

    @property
    def within(self) -> str | None:
        """The area, as operations take it."""
        return self.area or None

    @property
    def where(self) -> str:
        """Area and network in words."""
        net = say("planning.draft", name=self.net) if self.net else say("planning.live")
        return say("planning.where", area=self.area_name, net=net)

    @property
    def area_name(self) -> str:
        """The area in words."""
        return self.areas.get(self.area, self.area) or say("planning.whole_draft")

    def kept(self, view: str) -> list[tuple[str, str]]:
        """Return the parameters of every address and form."""
        pairs = (("view", view), ("area", self.area), ("net", self.net))
        return [(name, value) for name, value in pairs if value]

    def to(self, view: str, *more: tuple[str, str], **one: str) -> str:
        """The address of a view."""
        pairs = [*self.kept(view), *more, *((name, value) for name, value in one.items() if value)]
        return f"{PATH}?{urlencode(pairs)}"

    def named(self, code: str) -> str:
        """The name of a need or service."""
        return self.codes.get(code, code)


View = Callable[[Scope, Params], Awaitable[Response]]


async def scope_of(v: Visit, params: Params) -> Scope:
    """Return the requested area and network; the person's first area of the live network by default."""
    words = await v.asker.ask("PlanningWords")
    drafts = (await v.asker.ask("Drafts"))["nodes"]
    net = params.get("net", "")
    own = await draft_areas(v.asker, net) if net else {}
    areas = {"": say("planning.whole_draft"), **own} if own else await live_areas(v.asker, v.viewer)
    area = params.get("area", "" if own else next(iter(areas), ""))
    codes = {x["code"]: x["name"] for part in ("needs", "services") for x in words[part]}
    return Scope(v, params.get("view", ""), area, net, areas, drafts, codes)


async def live_areas(asker: Asker, viewer: Row) -> dict[str, str]:
    """The viewer's areas and those directly below."""
    by_code = {a["code"]: a["name"] for a in viewer["areas"]}
    for code in tuple(by_code):
        below = await asker.ask("Areas", parent=code, first=MOST_AREAS)
        by_code.update((a["code"], a["name"]) for a in below["nodes"])
    return by_code


async def draft_areas(asker: Asker, name: str) -> dict[str, str]:
    """Return the areas that a draft contains; none if it uses the live ones."""
    content = (await asker.ask("Draft", name=name))["content"]
    rows = content if isinstance(content, dict) else json.loads(content)
    return {a["code"]: a.get("name") or a["code"] for a in rows.get("areas", [])[:MOST_AREAS]}


async def area_names(scope: Scope, wanted: set[str]) -> dict[str, str]:
    """Names of areas by code; the code where none is known."""
    names = {c: scope.areas[c] for c in wanted if c in scope.areas}
    after: str | None = None
    while wanted - names.keys():
        reply = await scope.v.asker.ask("Names", after=after)
        names |= {a["code"]: a["name"] for a in reply["nodes"] if a["code"] in wanted}
        after = reply["pageInfo"]["endCursor"]
        if not reply["pageInfo"]["hasNextPage"]:
            break
    return {c: names.get(c, c) for c in wanted}
