"""三级网络：district, streets and communities with their points and posts (树)."""

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, number, to_point
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.words import say, series


async def tree(_v: Visit, scope: NetworkView, net: Net) -> Row:
    """A tree of native `details` elements, which work by keyboard and print expanded."""
    rows = net.within(scope.area)
    below: dict[str, list[Row]] = {}
    for r in rows:
        below.setdefault(r["area"]["parentCode"] or "", []).append(r)
    codes = {r["area"]["code"] for r in rows}
    tops = [r for r in rows if r["area"]["parentCode"] not in codes]
    return {"summary": summary(rows), "tree": joined(*(_node(scope, r, below, opened=True) for r in tops))}


def summary(rows: list[Row]) -> str:
    """Return the number of streets and communities with their point, and of held posts; empty without any."""
    parts = []
    for level, key in (("STREET", "network.streets_with"), ("COMMUNITY", "network.communities_with")):
        of = [r for r in rows if r["area"]["level"] == level]
        if of:
            parts.append(say(key, held=sum(_own(r) is not None for r in of), count=len(of)))
    posts = [p for r in rows for p in r["posts"]]
    if posts:
        parts.append(say("network.posts_held", held=sum(not p["vacant"] for p in posts), count=len(posts)))
    return say("frame.stop").join(parts)


def _own(r: Row) -> Row | None:
    """The point of the area's own tier in this area, or None."""
    level = r["area"]["level"]
    return next((p for p in r["points"] if p["tier"] and p["tier"] == level), None)


def _node(scope: NetworkView, r: Row, below: dict[str, list[Row]], *, opened: bool = False) -> Markup:
    lower = below.get(r["area"]["code"], [])
    inside = joined(_posts(r), _places(scope, r, named=bool(lower)))
    if not lower:
        name = el("strong", r["area"]["name"])
        return el("div", name, _minors(r), inside, class_="leaf")
    wrong = sum(_wrong(x) for x in lower)
    level = series(dict.fromkeys(x["area"]["levelLabel"] for x in lower))
    faults = el("span", say("network.faults", count=wrong, level=level), class_="tag") if wrong else None
    count = say("network.below", count=len(lower), level=level)
    head = el("summary", el("strong", r["area"]["name"]), " ", count, " ", *_faults(r), faults)
    nodes = (_node(scope, x, below) for x in lower)
    return el("details", head, _minors(r), inside, el("div", *nodes, class_="below"), open="" if opened else None)


def _wrong(r: Row) -> bool:
    """True if the area's point is missing or one of its posts is vacant."""
    return _own(r) is None or any(p["vacant"] for p in r["posts"])


def _no_place(r: Row) -> str:
    """The remark that the area's own point is absent, or, where nobody stated a complete list, only not loaded."""
    return say("network.no_place_stated" if r["placeStated"] else "network.no_place")


def _faults(r: Row) -> list[Markup]:
    """Labels for a missing point and vacant posts, also visible when collapsed."""
    missing = [] if _own(r) else [_no_place(r)]
    missing += [say("network.vacant", kind=p["kindLabel"]) for p in r["posts"] if p["vacant"]]
    return [el("span", text, class_="tag bad") for text in missing]


def _minors(r: Row) -> Markup | None:
    if r["area"]["level"] != "COMMUNITY":
        return None
    return el("span", say("network.minors", count=number(r["minors"])), class_="quiet")


def _posts(r: Row) -> Markup | None:
    if not r["posts"]:
        return el("p", say("network.posts_none"))
    chips = (
        el(
            "span",
            say("network.vacant" if p["vacant"] else "network.held", kind=p["kindLabel"]),
            class_="tag bad" if p["vacant"] else "tag",
        )
        for p in r["posts"]
    )
    return el("p", *chips)


def _places(scope: NetworkView, r: Row, *, named: bool) -> Markup:
    """Points of the tiers first; the others are collapsed. `named`: a missing one is named already."""
    own = [p for p in r["points"] if p["tier"]]
    rest = [p for p in r["points"] if not p["tier"]]
    shown = [el("p", _place(scope, p)) for p in own]
    if _own(r) is None and not named:
        shown.insert(0, el("p", el("span", _no_place(r), class_="tag bad")))
    if rest:
        items = (el("li", _place(scope, p)) for p in rest)
        folded = el("summary", say("network.beside", count=len(rest)))
        shown.append(el("details", folded, el("ul", *items)))
    return joined(*shown)


def _place(scope: NetworkView, p: Row) -> Markup:
    return joined(to_point(scope, p), " ", el("span", say("network.gives", count=len(p["services"])), class_="quiet"))
