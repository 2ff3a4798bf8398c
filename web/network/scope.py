"""The state of the network page, which is in its URL, and the network with its names (看哪里)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.markup import Markup, el
from web.parts.moments import now
from web.parts.words import say, series, spoken

PATH = "/network"
SIX = 6
SEVERAL = 2
MOST = 8
"""Networks that are cached: districts, languages and kinds of reader (configured value)."""


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The state of the page, all of it in the URL, so that a view can be bookmarked and shared; no child's data."""

    view: str = ""
    """The view; empty for the first screen."""
    top: str = ""
    """The district, if several are loaded."""
    area: str = ""
    network: str = ""
    """A draft's name; empty for the live network."""
    point: str = ""
    severity: str = ""
    after: str = ""
    before: str = ""
    need: str = ""
    """Code of a need or service."""
    regime: str = ""
    day: str = ""
    hour: str = ""
    k: str = ""
    tier: str = ""
    page: str = ""

    @classmethod
    def read(cls, given: QueryParams) -> "NetworkView":
        """From the parameters of a URL."""
        return cls(**{f.name: given.get(f.name, "") for f in fields(cls)})

    def to(self, **changes: str) -> str:
        """The URL of the common state with changes; parameters of a single view are dropped."""
        new = replace(self.common(), **changes)
        given = {f.name: v for f in fields(new) if (v := getattr(new, f.name))}
        return f"{PATH}?{urlencode(given)}" if given else PATH

    def common(self) -> "NetworkView":
        """The part of the state that all views share."""
        return NetworkView(view=self.view, top=self.top, area=self.area, network=self.network)

    def arguments(self) -> Row:
        """The common arguments of the operations."""
        return {"area": self.area or None, "draft": self.network or None}

    def hidden(self, *own: str) -> list[tuple[str, str]]:
        """Return the common state without the fields of a form itself, as its hidden fields."""
        common = self.common()
        return [(f.name, v) for f in fields(common) if f.name not in own and (v := getattr(common, f.name))]


@dataclass(frozen=True)
class Net:
    """The three tiers of the network with the names of needs and services."""

    rows: list[Row]
    top: str
    """The district; empty for a draft."""
    districts: list[tuple[str, str]]
    """Code and name of the loaded districts."""
    needs: Mapping[str, str]
    services: Mapping[str, Row]

    @cached_property
    def areas(self) -> Mapping[str, Row]:
        """Area rows by code."""
        return {r["area"]["code"]: r for r in self.rows}

    @cached_property
    def points(self) -> Mapping[str, Row]:
        """Points by code."""
        return {p["code"]: p for r in self.rows for p in r["points"]}

    @cached_property
    def posts(self) -> Mapping[str, str]:
        """The name of each post by its code."""
        return {p["code"]: f"{r['area']['name']}{p['kindLabel']}" for r in self.rows for p in r["posts"]}

    def path(self, code: str) -> list[Row]:
        """The rows of an area and of the areas above it."""
        rows = []
        while code in self.areas:
            rows.append(self.areas[code])
            code = self.areas[code]["area"]["parentCode"] or ""
        return rows

    def street(self, code: str) -> str:
        """The street of a community, for which counts are published at least; any other area as it is."""
        up = [r["area"] for r in self.path(code)]
        return next((a["code"] for a in up if up[0]["level"] == "COMMUNITY" and a["level"] == "STREET"), code)

    def within(self, code: str) -> list[Row]:
        """The rows of an area and of the areas below it; all rows for an empty code."""
        return [r for r in self.rows if not code or self.areas[code] in self.path(r["area"]["code"])]

    def code(self, code: str) -> str:
        """The name of a need or service."""
        service = self.services.get(code)
        return self.needs.get(code) or (service["name"] if service else code)

    def codes(self, codes: list[str]) -> str:
        """The names of several needs and services."""
        return series(self.code(c) for c in codes)

    def name(self, code: str) -> str:
        """The name of an area."""
        row = self.areas.get(code)
        return row["area"]["name"] if row else code

    def askable(self) -> list[str]:
        """The needs, then the services, that points of this network give; others are applied for at offices."""
        given = {s for p in self.points.values() for s in p["services"]}
        needed = {n for s in given if s in self.services for n in codes_of(self.services[s]["needs"])}
        return [*(n for n in self.needs if n in needed), *(s for s in self.services if s in given)]


def codes_of(rows: list[Row]) -> list[str]:
    """The codes of rows."""
    return [r["code"] for r in rows]


class KnownNets:
    """The latest networks of a process; what is read of one depends on the day, the language and who may see what."""

    def __init__(self) -> None:
        self._nets: dict[tuple[object, ...], Net] = {}

    async def of(self, v: Visit, number: int, top: str, read: Callable[[], Awaitable[Net]]) -> Net:
        """The network of this number, read if it is not known; a new number lets the former ones go."""
        who = tuple(v.viewer["roles"]), tuple(a["code"] for a in v.viewer["areas"]), tuple(v.viewer["can"])
        key = number, now().date(), spoken(), top, who
        if key not in self._nets:
            net = await read()
            kept = [k for k in self._nets if k[0] == number][-MOST + 1 :]
            self._nets = {k: self._nets[k] for k in kept} | {key: net}
        return self._nets[key]


async def network_of(v: Visit, scope: NetworkView, nets: KnownNets) -> tuple[NetworkView, Net]:
    """The whole network, and the state of the page with the default area filled in."""
    words = await v.asker.ask("NetworkWords")
    loaded = (await v.asker.ask("Areas", level="DISTRICT", first=100))["nodes"]
    districts = [(a["code"], a["name"]) for a in loaded]
    top = "" if scope.network else _district(v, scope, [code for code, _ in districts])

    async def read() -> Net:
        rows = await v.asker.ask("Layers", area=top or None, draft=scope.network or None)
        needs, services = {n["code"]: n["name"] for n in words["needs"]}, {s["code"]: s for s in words["services"]}
        return Net(rows, top, districts, needs, services)

    net = await (read() if scope.network else nets.of(v, words["networkVersion"], top, read))
    return replace(
        scope,
        top=top if len(districts) >= SEVERAL else "",
        area=scope.area if scope.area in net.areas else _own(v, net) or top,
    ), net


def _district(v: Visit, scope: NetworkView, codes: list[str]) -> str:
    """The chosen district, or the viewer's own: an area's code starts with the six digits of its district."""
    mine = [a["code"][:SIX] for a in v.viewer["areas"]]
    own = next((c for c in codes if c[:SIX] in mine), None)
    return scope.top if scope.top in codes else own or next(iter(codes), "")


def _own(v: Visit, net: Net) -> str | None:
    """The street of the viewer."""
    for a in v.viewer["areas"]:
        for row in net.path(a["code"]):
            if row["area"]["level"] == "STREET":
                return str(row["area"]["code"])
    return None


def where(scope: NetworkView, net: Net) -> str:
    """Return the area and the network in question, as a heading."""
    place = net.name(scope.area) if scope.area else say("network.whole")
    return f"{place} · {say('network.draft', name=scope.network)}" if scope.network else place


def to_point(scope: NetworkView, p: Row) -> Markup:
    """A link to the view of one point."""
    return el("a", p["name"], href=scope.to(view="", point=p["code"]))


def number(n: int | None) -> str:
    """A number as text; None is shown as unknown."""
    return say("network.unknown") if n is None else f"{n:,}"


def listed(names: list[str], most: int, count: int | None = None) -> str:
    """Some names, and how many there are if there are more."""
    whole = len(names) if count is None else count
    text = series(names[:most])
    return text if whole <= min(most, len(names)) else say("network.and_more", names=text, count=whole)


def choice(name: str, label: str, choices: list[tuple[str, str]], value: str) -> Row:
    """A select of a form."""
    return {"name": name, "label": label, "choices": choices, "value": value}


def may_load(v: Visit) -> bool:
    """True if the viewer may see published counts of children."""
    return v.may("COUNT_CASES") or v.may("READ_CASES")
