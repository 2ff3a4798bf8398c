"""轮廓：made-up outlines on the map, in the system of the places, with what the page says of them."""

import json
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Page, expect

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.loading.load import load_path
from loaders.shipped import schools
from network.crs import converted
from tests.web.conftest import fits, flaws
from web.network.outline import DrawnOutlines, middle, names, notes, shaded, shapes
from web.network.plan import GCJ02, WGS84, WIDTH, plan

DISTRICT, STREET = "440104000000", "440104001000"
RING = [[113.0, 23.0], [113.2, 23.0], [113.2, 23.1], [113.0, 23.1], [113.0, 23.0]]
HOLE = [[113.05, 23.02], [113.1, 23.02], [113.1, 23.05], [113.05, 23.02]]


def area(code: str, parent: str | None, level: str, *rings: Any, **changes: Any) -> dict[str, Any]:
    outline = {"storedCrs": WGS84, "geometry": {"coordinates": [list(rings)]},
               "toleranceM": 0.0, "source": "图.geojson",
               "sourceDate": "", "precision": None, **changes}  # fmt: skip
    return {"code": code, "name": f"名{code}", "parentCode": parent, "level": level.upper(), "outline": outline}


def test_borders_are_drawn_with_holes_and_the_outermost_on_top():
    whole, street = area("D", None, "district", RING, HOLE), area("S", "D", "street", HOLE)
    made = DrawnOutlines([whole, street], [whole, street], WGS84)
    p = plan(made.corners)
    drawn = shapes(p, made)
    kinds = re.findall(r'class="([\w-]+)"', "".join(drawn))
    assert kinds == ["outline-ground", "outline-inner", "outline-outer"]
    assert all('fill-rule="evenodd"' in d for d in drawn)
    assert drawn[0].count(" Z") == 2
    spots = [tuple(map(int, s)) for s in re.findall(r"(\d+) (\d+)", drawn[2].split(' d="')[1])]
    assert (min(x for x, _ in spots), max(x for x, _ in spots)) == (60, WIDTH - 60)
    assert max(y for _, y in spots) == p.height - 60
    (name,) = names(p, made, ())
    assert "名S" in name
    assert not names(p, made, {"S"}), "a name stands at the centre where that is known"


def test_a_shaded_area_has_its_kind_and_its_text():
    whole, street = area("D", None, "district", RING), area("S", "D", "street", HOLE)
    made = shaded(DrawnOutlines([whole, street], [whole, street], WGS84), {"S": ("none", "甲 <无>")}, "题")
    assert 'class="is-none"' in made
    assert "甲 &lt;无&gt;" in made


def test_a_name_is_written_in_the_middle_of_what_a_ring_encloses():
    assert middle(RING) == pytest.approx((113.1, 23.05))
    assert middle(HOLE[::-1]) == pytest.approx((113.25 / 3 + 113 * 2 / 3, 23.09 / 3 + 23 * 2 / 3))


def test_what_was_computed_thinned_or_cannot_be_drawn_is_said():
    whole = area("D", None, "district", RING, toleranceM=4.0, sourceDate="2024", precision="示意")
    street = {**area("S", "D", "street"), "outline": None}
    told = "\n".join(notes(DrawnOutlines([whole, street], [whole], GCJ02)))
    for words in (
        "画出 1 个：名D", "没有载入轮廓的 1 个", "请管理员载入）：名S",
        "WGS-84，按公开的算法换算到 GCJ-02", "不超过 4 米", "图.geojson（2024、示意）",
    ):  # fmt: skip
        assert words in told
    assert "换算" not in "\n".join(notes(DrawnOutlines([whole], [whole], WGS84)))
    assert "请管理员载入" in notes(DrawnOutlines([whole], [], WGS84))[0]
    (apart,) = notes(DrawnOutlines([whole], [], "BD-09", apart=True))
    assert "BD-09" in apart
    assert "不能换算" in apart


@pytest.fixture
async def outlined(graph: Graph, tmp_path: Path) -> AsyncIterator[None]:
    """The district and one street, for one test: the others see none."""

    def box(code: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "id": code, "properties": {}, "geometry": geometry}

    made = [box(DISTRICT, 113.22, 23.09, 113.33, 23.19), box(STREET, 113.25, 23.125, 113.27, 23.14)]
    path = tmp_path / "画着试的.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), "utf-8")
    await load_path(graph, "outlines", path, rulebook(), date(2026, 11, 25))
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(Statement("forget", "MATCH (o:Outline) DETACH DELETE o"))

    await graph.write(LOADER, forget)


def gcj(lon: float, lat: float) -> tuple[float, float]:
    found = converted(np.array([[lon, lat]]), WGS84, GCJ02)[0]
    return float(found[0]), float(found[1])


async def west(page: Page) -> float:
    """The degree at which the district ends in the drawing, measured by the schools that stand in it."""
    lons = [p.lon for p in schools.points() if p.lon is not None]
    first = "all => all.map(s => Number(s.getAttribute('points').split(',')[0]))"
    drawn = await page.locator(".map svg a polygon").evaluate_all(first)
    path = await page.locator(".map svg path.outline-outer").get_attribute("d")
    edge = min(float(x) for x in re.findall(r"(\d+) \d+", path or ""))
    pixel = (max(lons) - min(lons)) / (max(drawn) - min(drawn))
    return float(min(lons) + (edge - min(drawn)) * pixel)


@pytest.mark.usefixtures("outlined")
async def test_the_map_shows_where_the_district_and_its_streets_end(page: Page):
    await page.goto("/network?view=map")
    svg = page.locator(".map svg")
    await expect(svg.locator("path.outline-outer")).to_have_count(1)
    await expect(svg.locator("path.outline-inner")).to_have_count(1)
    await expect(svg.locator("path.outline-inner title")).to_have_text("洪桥街道")
    await expect(svg.locator("a")).to_have_count(62)
    assert await west(page) == pytest.approx(gcj(113.22, 23.14)[0], abs=0.0004), "brought into the places' system"
    described = svg.locator(f"#{await svg.get_attribute('aria-describedby')}")
    await expect(described).to_contain_text("轮廓 2 个，服务点 62 处")
    await expect(page.get_by_role("group", name="已知位置（坐标系 GCJ-02）")).to_be_visible()
    told = await page.locator("main").inner_text()
    for words in (
        "轮廓画出 2 个：越秀区、洪桥街道",
        "没有载入轮廓的 17 个",
        "WGS-84，按公开的算法换算到 GCJ-02",
        "画着试的.geojson",
    ):
        assert words in told
    assert "没有载入区界" not in told
    assert not await flaws(page)
    await fits(page)
    await page.get_by_label("地方").select_option(label="洪桥街道")
    await page.get_by_role("button", name="看").first.click()
    await expect(page.locator(".head")).to_contain_text("洪桥街道")
    await expect(page.locator(".map svg path.outline-outer title")).to_have_text("洪桥街道")
    await expect(page.locator(".map svg path.outline-inner")).to_have_count(0)
    await page.goto("/network?view=hour&need=N13")
    await expect(page.locator(".map svg path.is-unknown title")).to_have_text("洪桥街道 不详 8")
    await expect(page.locator(".tiles li")).to_have_count(18)
