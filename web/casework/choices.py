"""Choices for a field of a step: places, children, offices, reports; searched by name if many (可选的值)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from web.parts.asking import Asker, Row
from web.parts.colleagues import apart, colleague
from web.parts.moments import now, when
from web.parts.words import say

SHORT = 40
"""Largest number of choices in a list; beyond it a choice is searched by name."""
PAGE = 100
NARROWED = 60
"""Choices shown of those that fit what was typed."""
NEARBY, ON_CALL = 200, 20
"""Nearest recipients that a form names, any other is looked up by its name; offices that are read for a call."""
SOUGHT = {"need": "NEED", "service": "SERVICE"}
"""Fields for a need or a service whose type does not show it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The choices of a field, in groups; what is long is searched by name."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    whole: bool = True
    """False if there may be more than these."""
    seek: "Callable[[str], Awaitable[Offered]] | None" = None
    """Search by name for those beyond these."""

    @property
    def rows(self) -> list[Row]:
        """All choices."""
        return [r for _, rows in self.groups for r in rows]

    @property
    def long(self) -> bool:
        """True if the list is too long to read through."""
        return not self.whole or len(self.rows) > SHORT

    def fitting(self, text: str) -> "Offered":
        """Return the choices whose name or group contains a text; an exact match alone."""
        rows = [(g, r) for g, some in self.groups for r in some]
        exact = [(g, r) for g, r in rows if text in (r["code"], r["label"])]
        fit = exact or [(g, r) for g, r in rows if text in f"{g}{r['label']}"]
        return grouped(fit[:NARROWED])

    def beside(self, others: "Offered") -> "Offered":
        """Return these choices with others that are not among them."""
        known = {r["code"] for r in self.rows}
        more = tuple((g, rows) for g, rows in others.groups if not known & {r["code"] for r in rows})
        return replace(self, groups=(*more, *self.groups))


def grouped(
    rows: Iterable[tuple[str, Row]],
    *,
    whole: bool = True,
    seek: Callable[[str], Awaitable[Offered]] | None = None,
) -> Offered:
    """Choices in groups, in the order in which these come first."""
    groups: dict[str, list[Row]] = {}
    for group, row in rows:
        groups.setdefault(group, []).append(row)
    return Offered(tuple((g, tuple(some)) for g, some in groups.items()), whole, seek)


def kind_of(field: Row) -> str:
    """Return the kind of list that a field is chosen from."""
    plain = field["fieldType"] == "CODE"
    return SOUGHT.get(field["name"], "CODE") if plain else str(field["fieldType"])


async def offered(asker: Asker, steps: Sequence[Row], item: Row | None, areas: Sequence[Row]) -> dict[str, Offered]:
    """The choices by kind of list, for the fields of these steps; `areas` are the viewer's."""
    kinds = {kind_of(f) for s in steps for f in s["form"]}
    choices: dict[str, Offered] = {}
    if "MINOR" in kinds:
        choices["MINOR"] = await _children(asker, "")
    if "AREA" in kinds:
        choices["AREA"] = await _communities(asker, areas)
    home = item["area"] if item else next(iter(areas), None)
    if "BODY" in kinds and home:
        choices["BODY"] = await _recipients(asker, home["code"])
    if item and any(f["name"] == "into" for s in steps for f in s["form"]):
        choices["ITEM"] = await _reports(asker, item)
    if item and "ACCOUNT" in kinds and item["area"]:
        step = next(s["mutation"] for s in steps if any(kind_of(f) == "ACCOUNT" for f in s["form"]))
        choices["ACCOUNT"] = await _colleagues(asker, item["area"]["code"], step)
    if kinds & {"NEED", "SERVICE"}:
        choices |= await _sought(asker)
    return choices


async def narrowed(field: Row, text: str, choices: Mapping[str, Offered]) -> Offered | None:
    """The choices that fit what was typed into a field; None if it is not chosen from a list."""
    offer = choices.get(kind_of(field))
    if offer is None or offer.whole or offer.seek is None:
        return offer and offer.fitting(text)
    more = await offer.seek(text)
    fit = more.fitting(text)
    return fit if fit.rows else more


async def _children(asker: Asker, search: str) -> Offered:
    rows = await asker.ask("Children", search=search, first=PAGE)
    named = (("", {"code": r["code"], "label": r["child"]}) for r in rows)
    return grouped(named, whole=len(rows) < PAGE, seek=partial(_children, asker))


async def _communities(asker: Asker, areas: Sequence[Row]) -> Offered:
    """Every community of these areas, by street."""
    communities: list[tuple[str, Row]] = []
    for area in areas:
        streets = (await asker.ask("Below", parent=area["code"], level="STREET", first=PAGE))["nodes"]
        for street in streets or [area]:
            below = await asker.ask("Below", parent=street["code"], level="COMMUNITY", first=PAGE)
            communities += [(street["name"] if streets else "", _labelled(a)) for a in below["nodes"]]
    return grouped(communities or [("", _labelled(a)) for a in areas])


def _labelled(row: Row) -> Row:
    return {"code": row["code"], "label": row["name"]}


async def _recipients(asker: Asker, area: str, search: str = "") -> Offered:
    """Bodies and service points, by name: those of a community and its street, then of the district by kind."""
    rows = await asker.ask("Recipients", area=area, first=NEARBY, search=search)
    near = _near(area)
    named = ((near.get(r["areaCode"], r["kindName"]), _labelled(r)) for r in rows)
    return grouped(named, whole=len(rows) < NEARBY, seek=partial(_recipients, asker, area))


def _near(area: str) -> dict[str, str]:
    """Words for a community and its street, by area; none for a district, where the kind of body is more use."""
    community, street, district = _upwards(area)
    words = {street: say("casework.near_street")} | ({community: say("casework.near")} if community != street else {})
    return {code: text for code, text in words.items() if code != district}


def _upwards(area: str) -> tuple[str, str, str]:
    """An area, its street and its district: the code of an area begins with theirs."""
    return area, f"{area[:9]}000", f"{area[:6]}000000"


async def _colleagues(asker: Asker, area: str, step: str) -> Offered:
    """The people who can be named in a step in an area, by role and area."""
    rows = await asker.ask("Colleagues", area=area, step=step)
    return grouped(("", p) for p in apart([{"code": r["code"], "label": colleague(r)} for r in rows]))


async def on_call(asker: Asker, item: Row) -> list[Row]:
    """Return offices near the person in danger that the rules name for a call, with their numbers; empty if none."""
    if not item["area"]:
        return []
    area = item["area"]["code"]
    kinds = sorted({c["body"]["code"] for c in (await asker.ask("Called"))["calls"] if c["body"]})
    near = await asker.ask("OnCall", area=area, kinds=kinds, first=ON_CALL)
    return [b for b in near if b["contact"] and not b["isPoint"] and b["areaCode"] in _upwards(area)]


async def _reports(asker: Asker, item: Row) -> Offered:
    """The other reports of the viewer's areas that are open, the newest first."""
    listed = await asker.ask("Work", scope="AREA", kind="REPORT", first=PAGE)
    rows = sorted((r for r in listed["nodes"] if r["code"] != item["code"]), key=lambda r: r["since"], reverse=True)
    return grouped((("", {"code": r["code"], "label": _report(r)}) for r in rows), whole=len(listed["nodes"]) < PAGE)


def _report(r: Row) -> str:
    parts = [when(r["since"], now()), r["child"] or "", r["headline"] or "", (r["area"] or {}).get("name", "")]
    return " · ".join(p for p in [*parts, r["stateLabel"]] if p)


async def _sought(asker: Asker) -> dict[str, Offered]:
    """Needs and services, by name."""
    rows = await asker.ask("Sought")
    needs = [(say("casework.needs"), _labelled(r)) for r in rows["needs"]]
    services = [(say("casework.services"), _labelled(r)) for r in rows["services"]]
    return {"NEED": grouped([*needs, *services]), "SERVICE": grouped(services)}
