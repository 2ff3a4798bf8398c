"""A district on paper: every answer was worked out by hand in `coverage.toml`; here it is only compared."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics.coverage.cells import Cell, cells
from analytics.coverage.conformance import conformance
from analytics.coverage.layout import Layout, Pair
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.summary import summary
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import Regime, hour_bit
from analytics.coverage.whatif import Comparison, apply, compare
from analytics.resilience.flow import bottlenecks
from analytics.resilience.losses import person_losses, point_losses, worst_loss
from analytics.resilience.visits import Worker, plan_visits
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Tier
from network.drafts.changes import ChangeKind, NetworkChange
from network.entities import Area, NetworkVersion, Population, Post, ServicePoint
from network.snapshot import network as index

Facts = Mapping[str, Any]
STORY: Facts = tomllib.loads((Path(__file__).parent / "coverage.toml").read_text("utf-8"))
ON = STORY["on"]
BOOK = rulebook()
BOTH = ("N16", "N13")
SIX_TO_THIRTEEN = (6, 14)
MADE = Provenance.SYNTHETIC
BODY = {"district": "rescue_centre", "street": "street_station", "community": "community_place"}


def _areas() -> list[Area]:
    found: list[Area] = []
    for row in STORY["area"]:
        parent = next((a.code for a in found if a.name == row.get("in")), None)
        found.append(Area(row["code"], row["name"], AreaLevel(row["level"]), parent))
        for n, name in enumerate(row.get("communities", ()), 1):
            found.append(Area(f"{row['code'][:9]}{n:03}", name, AreaLevel.COMMUNITY, row["code"]))
    return found


AREAS = _areas()
CODE = {a.name: a.code for a in AREAS}
NAME = {a.code: a.name for a in AREAS}


def _place(row: Facts) -> ServicePoint:
    serves = tuple(CODE[name] for name in row["serves"])
    given = ("age_from", "age_under", "capacity", "load", "staff", "contact")
    return ServicePoint(
        row["id"],
        row["id"],
        serves[0],
        BODY[row["tier"]],
        serves,
        MADE,
        "虚构",
        tier=Tier(row["tier"]),
        hours=tuple(row["hours"]),
        services=tuple(row["services"]),
        assured_on=row["assured"],
        **{k: row[k] for k in given if k in row},
    )


def _layout() -> Layout:
    posts = [
        Post(f"{kind}@{CODE[name]}", kind, CODE[name], MADE, "虚构", holder or None)
        for kind in PostKind
        for name, holder in STORY[kind].items()
    ]
    figures = [Population(CODE[name], minors, "虚构", MADE) for name, minors in STORY["minors"].items()]
    network = index(NetworkVersion(1, None), AREAS, (), [_place(r) for r in STORY["place"]], posts, figures)
    demand = {Pair(CODE[name], code): n for name, code, n in STORY["flow"]["demand"]}
    return Layout(network, "paper", demand, tuple(_place(r) for r in STORY["candidate"]))


LAYOUT = _layout()


def cells_of(*codes: str) -> tuple[Cell, ...]:
    return tuple(cells(LAYOUT, BOOK, codes))


def named(key: str) -> str:
    """A key as the file writes it: codes of areas by name."""
    kind, at, area = key.rpartition("@")
    return f"{kind}{at}{NAME.get(area, area)}"


def test_conformance():
    told = defaultdict(list)
    for f in conformance(LAYOUT.network, rulebook(), ON):
        told[f.check.code].append(named(f.key))
    assert {k: sorted(v) for k, v in told.items()} == {k: sorted(v) for k, v in STORY["findings"].items()}


@pytest.mark.parametrize("row", STORY["uncovered"], ids=lambda r: r["need"])
def test_uncovered(row: Facts):
    told: Counter[str] = Counter()
    for r in uncovered(cells_of(row["need"])):
        told[r.area.name] += r.count
    assert dict(told) == row["by"]
    assert told.total() == row["total"]


@pytest.mark.parametrize("row", STORY["at"], ids=lambda r: r["name"])
def test_at_an_hour(row: Facts):
    hour = hour_bit(Regime.TERM, row["weekday"], row["hour"])
    rows = reach(LAYOUT, cells_of("N16"), hour, SIX_TO_THIRTEEN)
    told = {s: sorted(r.area.name for r in rows if r.state is s) for s in ReachState}
    assert told == {s: sorted(row[s]) for s in ReachState}
    glance = summary(rows)
    shares = {s.state: s for s in glance.states if s.communities}
    assert {s: len(row[s]) for s in ReachState if row[s]} == {s: share.communities for s, share in shares.items()}
    assert {s.value: share.minors for s, share in shares.items()} == row["minors"]
    assert sum(share.minors_unknown for share in shares.values()) == 1, "银杏"
    assert [n for n in glance.k_cover if n] == row["k_cover"]


def test_losses():
    told = point_losses(LAYOUT, cells_of(*BOTH))
    assert [(x.point, x.tuples) for x in told if x.tuples] == [
        (r["place"], r["tuples"]) for r in STORY["loss"] if r["tuples"]
    ]
    by = {x.point: x for x in told}
    assert set(by) == {r["place"] for r in STORY["loss"]}
    for row in STORY["loss"]:
        loss = by[row["place"]]
        assert loss.tuples == row["tuples"]
        assert {NAME[a] for a in loss.areas} == set(row["areas"])
        assert {t.value for t in loss.tiers} == set(row["cut"])
        assert loss.minors == row.get("minors", loss.minors)


@pytest.mark.parametrize("row", STORY["worst"], ids=lambda r: f"{r['k']}{'人' if 'minors' in r else ''}")
def test_worst(row: Facts):
    hour = hour_bit(Regime.TERM, 2, 16)
    told = worst_loss(LAYOUT, cells_of("N16"), row["k"], hour, minors=row.get("minors", False))
    assert (set(told.points), told.lost, told.covered) == (set(row["places"]), row["lost"], row["covered"])
    assert told.proven


def test_persons():
    told = person_losses(LAYOUT)
    assert told[0].holder == STORY["person"][0]["holder"]
    by = {x.holder: x for x in told}
    for row in STORY["person"]:
        loss = by[row["holder"]]
        assert {a.name for a in loss.areas} == set(row["areas"])
        assert loss.minors == row["minors"]


def test_flow():
    row = STORY["flow"]
    told = bottlenecks(LAYOUT, cells_of(*BOTH), row["caseload"])
    assert (told.demand, told.met) == (row["total"], row["met"])
    unmet = {(NAME[a], code): n for (a, code), n in told.unmet.items() if n}
    certain = {(name, code): n for name, code, n in row["unmet"]}
    assert {k: unmet.get(k) for k in certain} == certain
    assert sum(unmet.values()) == row["total"] - row["met"]
    narrow = {s.point: s for s in told.bottlenecks}
    assert {k: s.limit for k, s in narrow.items()} == {key: limit for key, _, limit in row["bottlenecks"]}
    for key, by, _ in row["bottlenecks"]:
        assert narrow[key].by == by or not by
    assert set(told.unlimited) == set(row["unlimited"])


@pytest.mark.parametrize("row", STORY["visits"], ids=lambda r: f"made {r['made']}")
def test_visits(row: Facts):
    workers = [Worker(w["key"], tuple(CODE[a] for a in w["areas"]), w["capacity"]) for w in row["workers"]]
    own = {w.key: w.areas for w in workers}
    told = plan_visits({CODE[a]: n for a, n in row["due"].items()}, workers, LAYOUT.network)
    assert sum(told.visits.values()) == row["made"]
    assert sum(n for (area, key), n in told.visits.items() if area not in own[key]) == row["cost"]
    assert sum(told.unmet.values()) == sum(row["due"].values()) - row["made"]
    if "core" not in row:
        assert told.shortage is None
        return
    core = row["core"]
    assert told.shortage is not None
    assert {NAME[a] for a in told.shortage.areas} == set(core["areas"])
    assert set(told.shortage.workers) == set(core["workers"])
    assert (told.shortage.due, told.shortage.capacity) == (core["due"], core["capacity"])


@pytest.mark.parametrize("row", STORY["change"], ids=lambda r: r["name"])
def test_change(row: Facts):
    steps = [NetworkChange(ChangeKind(c["step"]), c["key"], capacity=c.get("capacity")) for c in row["changes"]]
    told = compare(LAYOUT, apply(LAYOUT, BOOK, steps), BOOK, Comparison(BOTH), ON)
    assert (told.before, told.after) == (row["before"], row["after"])
    assert sum(r.count for r in told.newly_covered) == row["won"]
    assert sum(r.count for r in told.newly_uncovered) == row["lost"]
    assert (told.minors_gained, told.minors_lost) == (row["minors_won"], row["minors_lost"])
    assert list(told.free) == row["free"]
    assert sorted((f.check.code, named(f.key)) for f in told.new_findings) == sorted(map(tuple, row["new"]))
    assert sorted((f.check.code, named(f.key)) for f in told.resolved) == sorted(map(tuple, row["mended"]))
