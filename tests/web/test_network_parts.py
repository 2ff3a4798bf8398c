"""What the page on the network works out by itself: places in a plan, hours in words, markup that is safe."""

from typing import Any, cast

import pytest

from web.frame.pages import PUBLIC, Visit
from web.network.flow import decisions
from web.network.load import decision, sentences
from web.network.numbers import least
from web.network.overview import cause, counted
from web.network.plan import WIDTH, located, one_system, plan
from web.network.scope import MOST, KnownNets, Net, NetworkView
from web.network.week import alike, heat, named, stretches
from web.parts.asking import Asker
from web.parts.markup import el
from web.parts.ways import DrawnWay, ways


def row(lon: float | None, lat: float | None, crs: str = "GCJ-02") -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "crs": crs}


def hours(*runs: tuple[int, int, int]) -> list[dict[str, Any]]:
    count = {"communities": 0, "minors": 0, "minorsUnknown": 0}
    return [
        {"start": a, "end": b, "fewestPlaces": n, "communitiesWithAtLeast": [n],
         "served": {**count, "communities": n}, "full": count,
         "unknown": count, "none": {**count, "communities": 4 - n}}
        for a, b, n in runs
    ]  # fmt: skip


WEEK = [
    {"day": n, "kindLabel": "上学日" if n < 5 else "周末",
     "hours": hours((0, 9, 0), (9, 17, 4), (17, 24, 0)) if n < 5 else hours((0, 24, 0))}
    for n in range(7)
]  # fmt: skip


def test_what_is_put_into_an_element_is_escaped_once():
    assert el("a", "<b>&", el("i", "ä"), href='"x') == '<a href="&#34;x">&lt;b&gt;&amp;<i>ä</i></a>'
    assert el("td", None, class_=None, tabindex=0) == '<td tabindex="0"></td>'


def test_north_is_up_east_is_right_and_a_kilometre_is_as_long_either_way():
    p = plan([row(113.26, 23.12), row(113.30, 23.15)])
    west, east, north = (p.at(row(113.26, 23.12)), p.at(row(113.30, 23.12)), p.at(row(113.26, 23.15)))
    assert west[0] < east[0] < WIDTH
    assert 0 < north[1] < west[1] < p.height
    wide_km, tall_km = 0.04 * 111.32 * 0.91949, 0.03 * 111.32
    assert (east[0] - west[0]) / wide_km == pytest.approx((west[1] - north[1]) / tall_km, rel=0.01)


def test_one_place_alone_stands_in_the_middle():
    alone = row(113.26, 23.12)
    p = plan([alone])
    assert p.at(alone) == (WIDTH // 2, p.height // 2)


def test_two_reference_systems_are_never_drawn_together():
    rows = [row(113.2, 23.1), row(113.3, 23.2), row(113.25, 23.1, "WGS-84"), row(None, None)]
    assert one_system(rows) == ("GCJ-02", rows[:2])
    assert not located(rows[3])
    assert one_system([row(None, 23.1)]) == ("", [])


def test_hours_are_said_with_days_that_are_alike_together():
    assert stretches(WEEK, lambda h: not h["served"]["communities"]) == [
        "周一至周五 00:00–09:00、17:00–24:00",
        "周六、周日 00:00–24:00",
    ]
    assert stretches(WEEK, lambda h: h["served"]["communities"] > 4) == []
    assert named([0, 1, 2, 4]) == "周一至周三、周五"
    assert [days for days, _ in alike(WEEK)] == [[0, 1, 2, 3, 4], [5, 6]]


def test_every_hour_of_the_week_has_its_cell():
    made = heat(WEEK, 4, "题")
    assert made.count("<td") == 7 * 24
    assert made.count("heat-4") == 5 * 8
    assert made.count("k4") == 5 * 8


def test_an_address_keeps_where_and_drops_what_belonged_to_the_view():
    here = NetworkView(view="week", area="440104001000", need="N13", regime="TERM", network="甲 &乙")
    assert here.to(view="map") == "/network?view=map&area=440104001000&network=%E7%94%B2+%26%E4%B9%99"
    assert "need=" not in here.to(point="p@1")


def test_only_needs_that_some_place_meets_are_asked():
    tier = {
        "area": {"code": "C", "name": "社区", "parentCode": None},
        "posts": [],
        "points": [{"code": "p", "services": ["B21"]}],
    }
    net = Net(
        [tier],
        "",
        [],
        {"N01": "甲", "N13": "法律"},
        {"B21": {"name": "援助", "needs": [{"code": "N13"}]}, "B05": {"name": "低保", "needs": [{"code": "N01"}]}},
    )
    assert net.askable() == ["N13", "B21"]
    assert net.codes(["N13", "B21", "X"]) == "法律、援助、X"
    assert net.within("") == [tier]


def test_slow_answers_and_what_is_passed_on_lead_to_a_decision():
    def sent(to: str, overdue: int, late: int, code: str = "B") -> dict[str, Any]:
        return {"to": {"name": to, "code": code}, "overdue": overdue, "late": late}

    back = [{"body": {"name": "甲局"}, "instead": {"name": "乙局"}, "count": 3}]
    slow, other = sent("甲局", 1, 2), sent("丙校", 0, 1)
    assert decisions({"sent": [other, slow], "passedOn": []})[0].startswith("甲局有 1 件过了期限没答复，2 件逾期才答复")
    assert "说归乙局" in decisions({"sent": [sent("甲局", 0, 0)], "passedOn": back})[0]
    assert decisions({"sent": [sent("甲局", 0, 0)], "passedOn": []}) == ["都在期限内答复，不用约谈。"]
    outside = [sent("外面的", 3, 9, ""), sent("外面的", 1, 0, "")]
    (told,) = decisions({"sent": [*outside, sent("甲局", 0, 0)], "passedOn": []})
    assert told.startswith("送给外面的的有 4 件过了期限没答复"), "nobody agrees with all of them at once"


def test_ways_are_as_wide_as_their_numbers_and_say_them():
    drawing = ways([DrawnWay("甲街", "乙局", 8, "8 件", marked=True), DrawnWay("甲街", "丙<校", 2, "2 件")], "往来")
    assert drawing.count("<path") == 2
    assert 'class="way late"' in drawing
    assert 'stroke-width="18.0"' in drawing
    assert "丙&lt;校" in drawing
    assert drawing.count("甲街</text>") == 1


def test_the_decision_names_where_nobody_is_else_from_where_to_move():
    def street(name: str, each: float | None, *workers: int) -> dict[str, Any]:
        places = [{"area": {"name": f"{name}{n}"}, "workers": w} for n, w in enumerate(workers)]
        return {"area": {"name": name}, "due": each and 20, "each": each, "communities": places}

    full, half = street("甲", 9.0, 1, 1), street("乙", 4.0, 0, 1)
    assert decision([full, half]) == "先在乙补人：乙0没有人在岗。"
    assert decision([full, street("丙", 2.0, 1)]) == "每个社区都有人在岗：先从丙调人到甲。"
    assert decision([street("丁", None, 0)]) == "先在丁补人：丁0没有人在岗。", "also where no count is published"
    assert decision([full]) == ""


def test_a_load_of_which_nothing_is_published_has_no_sum():
    street: dict[str, Any] = {"area": {"name": "甲"}, "due": None, "each": None, "communities": []}
    (said,) = sentences({"table": {"month": "2026-10", "threshold": 10}, "streets": [street]}, "某区")
    assert "不公布不等于没有" in said


def test_a_superlative_says_among_how_many_streets():
    def street(name: str, each: float | None) -> dict[str, Any]:
        return {"area": {"name": name}, "due": each and 20, "each": each, "communities": []}

    answer = {"table": {"month": "2026-10", "threshold": 10}, "streets": [street("甲", 9.0), street("乙", None)]}
    assert sentences(answer, "某区")[-1].startswith("在公布了的 1 个街道里，每人最多的是甲")


def test_whoever_has_not_signed_in_reads_how_many_in_which_streets_and_not_whose_breach_it_is():
    def area(code: str, name: str, level: str, above: str | None) -> dict[str, Any]:
        return {"area": {"code": code, "name": name, "level": level, "parentCode": above}, "points": [], "posts": []}

    rows = [
        area("S", "某街道", "STREET", None),
        area("C", "甲社区", "COMMUNITY", "S"),
        area("E", "乙社区", "COMMUNITY", "S"),
    ]
    net = Net(rows, "", [], {}, {})
    of: dict[str, Any] = {
        "check": {"name": "社区没有儿童主任"}, "severityLabel": "违反法律", "count": 2, "following": 0, "stated": True,
        "communities": 2, "minors": 9, "minorsUnknown": 0, "citations": [], "remedy": "补上",
        "owner": {"name": "居民委员会"}, "owners": [{"name": "甲社区居委会"}],
        "areas": [{"code": "C", "name": "甲社区"}, {"code": "E", "name": "乙社区"}],
    }  # fmt: skip
    told, mine = counted(net, of), cause(net, of)
    assert (told["names"], told["who"], told["severityLabel"]) == ("某街道 2", "", "")
    assert counted(net, {**of, "count": 30})["names"] == "其中有某街道"
    assert (mine["names"], mine["who"], mine["severityLabel"]) == ("甲社区、乙社区", "甲社区居委会", "违反法律")


def test_all_goals_that_are_as_low_are_named():
    def goal(label: str, low: float | None) -> dict[str, Any]:
        return {"goalLabel": label, "rate": {"numerator": 0, "denominator": 4, "low": low}}

    assert least([goal("甲", 0.0), goal("乙", 0.0), goal("丙", 0.5), goal("丁", None)]) == "甲 0 / 4、乙 0 / 4"
    assert least([]) == ""


async def test_a_network_is_read_again_when_its_number_or_its_reader_is_another():
    nets, read = KnownNets(), list[Net]()

    async def reads() -> Net:
        read.append(Net([], "", [], {}, {}))
        return read[-1]

    def visit(*can: str) -> Visit:
        return Visit(cast("Asker", None), {**PUBLIC, "can": list(can)}, "network", demo=False, rest=1)

    first = await nets.of(visit(), 1, "D", reads)
    assert await nets.of(visit(), 1, "D", reads) is first
    others = [(visit("ANALYSE_NETWORK"), 1, "D"), (visit(), 1, "E"), (visit(), 2, "D")]
    assert all([await nets.of(*other, reads) is not first for other in others])
    assert await nets.of(visit(), 1, "D", reads) is not first, "the number has passed"
    for n in range(2 * MOST):
        await nets.of(visit(), 3, str(n), reads)
    count = len(read)
    await nets.of(visit(), 3, "0", reads)
    assert len(read) == count + 1, "of too many the first goes"
