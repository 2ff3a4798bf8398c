"""Choices for a field of a step: places, children, offices, reports; searched by name if many (可选的值)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from web.parts.asking import Asker, Row
from web.parts.colleagues import apart, colleague
from web.parts.moments import now, when
from web.parts.words import say

SHORT = 40
"""Largest number of choices in a list; beyond it a choice is searched by name."""
PAGE = 100
NARROWED = 60
"""Choices shown of those that fit what was typed."""
NEAR = {"near": "casework.near", "street": "casework.near_street", "district": "casework.near_district"}
"""Offices of a community, by the level of their area."""
SOUGHT = {"need": "NEED", "service": "SERVICE"}
"""Fields for a need or a service whose type does not show it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The choices of a field, in groups; what is long is searched by name."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    whole: bool = True
    """False if there may be more than these."""

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


def grouped(rows: Iterable[tuple[str, Row]], *, whole: bool = True) -> Offered:
    """Choices in groups, in the order in which these come first."""
    groups: dict[str, list[Row]] = {}
    for group, row in rows:
        groups.setdefault(group, []).append(row)
    return Offered(tuple((g, tuple(some)) for g, some in groups.items()), whole)


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
    if item and "BODY" in kinds and item["area"]:
        choices["BODY"] = await _offices(asker, item["area"]["code"])
    if item and any(f["name"] == "into" for s in steps for f in s["form"]):
        choices["ITEM"] = await _reports(asker, item)
    if item and "ACCOUNT" in kinds and item["area"]:
        step = next(s["mutation"] for s in steps if any(kind_of(f) == "ACCOUNT" for f in s["form"]))
        choices["ACCOUNT"] = await _colleagues(asker, item["area"]["code"], step)
    if kinds & {"NEED", "SERVICE"}:
        choices |= await _sought(asker)
    return choices


async def narrowed(asker: Asker, field: Row, text: str, choices: Mapping[str, Offered]) -> Offered | None:
    """The choices that fit what was typed into a field; None if it is not chosen from a list."""
    kind = kind_of(field)
    if kind not in choices:
        return None
    if kind == "MINOR" and not choices[kind].whole:
        children = await _children(asker, text)
        return children.fitting(text) if children.whole else children
    return choices[kind].fitting(text)


async def _children(asker: Asker, search: str) -> Offered:
    rows = await asker.ask("Children", search=search, first=PAGE)
    return grouped((("", {"code": r["code"], "label": r["child"]}) for r in rows), whole=len(rows) < PAGE)


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


async def _offices(asker: Asker, area: str) -> Offered:
    """The offices for an area and those above it; the code of an area begins with theirs."""
    near = await asker.ask("OfficesNear", community=area, street=f"{area[:9]}000", district=f"{area[:6]}000000")
    rows = {b["code"]: (say(NEAR[name]), b) for name in NEAR for b in near[name]["nodes"]}
    return grouped((group, _labelled(b)) for group, b in rows.values())


async def _colleagues(asker: Asker, area: str, step: str) -> Offered:
    """The people who can be named in a step in an area, by role and area."""
    rows = await asker.ask("Colleagues", area=area, step=step)
    return grouped(("", p) for p in apart([{"code": r["code"], "label": colleague(r)} for r in rows]))


async def on_call(asker: Asker, item: Row) -> list[Row]:
    """Return offices near the person in danger that the rules name for a call, with their numbers; empty if none."""
    area = item["area"]["code"] if item["area"] else ""
    near = await asker.ask("OfficesNear", community=area, street=f"{area[:9]}000", district=f"{area[:6]}000000")
    called = {c["body"]["code"] for c in (await asker.ask("Called"))["calls"]}
    bodies = [b for name in NEAR for b in near[name]["nodes"]]
    return [b for b in bodies if b["contact"] and b["kind"] and b["kind"]["code"] in called]


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
