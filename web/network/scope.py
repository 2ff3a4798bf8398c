"""What the page on the network shows, as its address says it, and the network with its names (看哪里)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from web.frame.frame import Visit
from web.parts import pieces
from web.parts.asking import Row
from web.parts.markup import Markup, el
from web.parts.words import say

PATH = "/network"
SIX = 6


@dataclass(frozen=True, slots=True)
class NetworkView:
    """All of it stands in the address, so a view can be kept, sent and gone back to; no fact of a child is in it."""

    view: str = ""
    top: str = ""
    """The district, where several are loaded."""
    area: str = ""
    network: str = ""
    """A draft's name; empty for the live network."""
    point: str = ""
    severity: str = ""
    after: str = ""
    before: str = ""
    code: str = ""
    regime: str = ""
    day: str = ""
    hour: str = ""
    k: str = ""
    tier: str = ""
    page: str = ""

    @classmethod
    def read(cls, given: QueryParams) -> "NetworkView":
        """From an address."""
        return cls(**{f.name: given.get(f.name, "") for f in fields(cls)})

    def to(self, **changes: str) -> str:
        """The address of the same with something else; what belongs to one view only does not follow to another."""
        new = replace(self.kept(), **changes)
        return f"{PATH}?" + urlencode({f.name: v for f in fields(new) if (v := getattr(new, f.name))})

    def kept(self) -> "NetworkView":
        """What follows from one view to another."""
        return NetworkView(view=self.view, top=self.top, area=self.area, network=self.network)

    def asked(self) -> Row:
        """As the operations take it."""
        return {"area": self.area or None, "draft": self.network or None}


@dataclass(frozen=True)
class Net:
    """The three tiers as they were answered, with the names of what is needed and given."""

    rows: list[Row]
    top: str
    """The district; empty for a draft."""
    districts: list[tuple[str, str]]
    """Code and name of those that are loaded."""
    needs: Mapping[str, str]
    services: Mapping[str, Row]

    @cached_property
    def areas(self) -> Mapping[str, Row]:
        """Area rows by code."""
        return {r["area"]["code"]: r for r in self.rows}

    @cached_property
    def points(self) -> Mapping[str, Row]:
        """Places by key."""
        return {p["code"]: p for r in self.rows for p in r["points"]}

    @cached_property
    def posts(self) -> Mapping[str, str]:
        """What a post is called, by its key."""
        return {p["code"]: f"{r['area']['name']}{p['kindLabel']}" for r in self.rows for p in r["posts"]}

    @cached_property
    def synthetic(self) -> str:
        """The warning of made records, where there are any."""
        every = (x["notice"] for r in self.rows for x in (*r["points"], *r["posts"]))
        return next((str(n) for n in every if n), "")

    def path(self, code: str) -> list[Row]:
        """An area's row and those above it."""
        found = []
        while code in self.areas:
            found.append(self.areas[code])
            code = self.areas[code]["area"]["parentCode"] or ""
        return found

    def within(self, code: str) -> list[Row]:
        """The rows of an area and below it; all of them where none is named."""
        return [r for r in self.rows if not code or self.areas[code] in self.path(r["area"]["code"])]

    def code(self, code: str) -> str:
        """A need or service by its name."""
        service = self.services.get(code)
        return self.needs.get(code) or (service["name"] if service else code)

    def codes(self, codes: list[str]) -> str:
        """Several."""
        return say("frame.comma").join(self.code(c) for c in codes)

    def place(self, key: str) -> str:
        """A place by its name; the network's connections end at areas too."""
        found = self.points.get(key)
        return found["name"] if found else self.name(key)

    def name(self, code: str) -> str:
        """An area by its name."""
        found = self.areas.get(code)
        return found["area"]["name"] if found else code

    def askable(self) -> list[str]:
        """The needs, then the services, that places of this network can meet; the others are asked at offices."""
        given = {s for p in self.points.values() for s in p["services"]}
        needed = {n for s in given if s in self.services for n in codes_of(self.services[s]["needs"])}
        return [*(n for n in self.needs if n in needed), *(s for s in self.services if s in given)]


def codes_of(rows: list[Row]) -> list[str]:
    """The codes of things."""
    return [r["code"] for r in rows]


async def network_of(v: Visit, scope: NetworkView) -> tuple[NetworkView, Net]:
    """The network, read whole so that every place has its name; the scope with the area that is meant."""
    words = await v.asker.ask("NetworkWords")
    found = (await v.asker.ask("Areas", level="DISTRICT", first=100))["nodes"]
    districts = [(a["code"], a["name"]) for a in found]
    top = "" if scope.network else _district(v, scope, [code for code, _ in districts])
    rows = await v.asker.ask("Tiers", area=top or None, draft=scope.network or None)
    needs, services = {n["code"]: n["name"] for n in words["needs"]}, {s["code"]: s for s in words["services"]}
    net = Net(rows, top, districts, needs, services)
    return replace(
        scope,
        top=top if len(districts) > 1 else "",
        area=scope.area if scope.area in net.areas else _own(v, net) or top,
    ), net


def _district(v: Visit, scope: NetworkView, found: list[str]) -> str:
    """The district that was chosen, or one's own: the first six digits of an area's code are its district's."""
    mine = [a["code"][:SIX] for a in v.viewer["areas"]]
    own = next((c for c in found if c[:SIX] in mine), None)
    return scope.top if scope.top in found else own or next(iter(found), "")


def _own(v: Visit, net: Net) -> str | None:
    """The street of whoever is signed in."""
    for a in v.viewer["areas"]:
        for row in net.path(a["code"]):
            if row["area"]["level"] == "STREET":
                return str(row["area"]["code"])
    return None


def title(scope: NetworkView, net: Net, key: str) -> None:
    """What is shown, of where and of which network: a printed page has no form."""
    said = [say(key), net.name(scope.area) if scope.area else say("network.whole")]
    said += [say("network.draft", name=scope.network)] if scope.network else []
    pieces.heading(2, " · ".join(said))


def to_point(scope: NetworkView, p: Row) -> Markup:
    """A link to what is known of a place and what fails without it."""
    return el("a", p["name"], href=scope.to(point=p["code"]))


def number(n: int | None) -> str:
    """A number in words; not known is not nought."""
    return say("network.unknown") if n is None else f"{n:,}"


def in_one_line(notes: list[str]) -> str:
    """Several sentences of the API as one line."""
    return "".join(notes)


def choice(name: str, label: str, choices: list[tuple[str, str]], value: str) -> Markup:
    """A native field that chooses; the form that holds it says it in the address."""
    options = (el("option", said, value=code, selected="" if code == value else None) for code, said in choices)
    key = f"choose-{name}"
    return el("div", el("label", label, for_=key), el("select", *options, id=key, name=name), class_="field")


def form(kept: NetworkView, asked: list[Markup], label: str) -> Markup:
    """A plain form: what it does not ask, it keeps."""
    names = [f.name for f in fields(kept) if getattr(kept, f.name)]
    asks = "".join(asked)
    hidden = (el("input", type="hidden", name=n, value=getattr(kept, n)) for n in names if f'name="{n}"' not in asks)
    button = el("div", el("button", label, type="submit"), class_="field")
    return el("form", *hidden, *asked, button, method="get", action=PATH, class_="form choosers")
