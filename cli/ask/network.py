"""What a planner's questions look like in the shell: coverage, and whether the network holds (规划的显示)."""

from collections.abc import Callable, Iterable
from typing import Any

from rich.table import Table

from cli.ask.show import out

SHOWN = 10
"""Communities and streets that are listed; --json has them all."""
WEAKEST = 5
NAMES = 6
"""Names in a cell."""
SEVERITIES = ("violation", "short", "encouraged", "data")
"""The gravest first."""
Row = dict[str, Any]


def coverage(a: Row) -> None:
    """How many have it, which streets are worst off, which communities are without."""
    c, reached = a["coverage"], a["uncovered"]
    out.print(f"[bold]{c['code']} {c['name']}[/bold] · {a['area']['name']} · {c['communities']}个社区")
    for note in c["notes"]:
        out.print(f"[yellow]{note}[/yellow]")
    out.print("任一时段有去处、尚有名额，即算可及：")
    _table(
        ("情况", "社区", "未成年人", "没有人数的社区"),
        [(s["state"]["label"], s["communities"], f"{s['minors']:,}", s["minorsUnknown"]) for s in c["shares"]],
    )
    if c["kCover"]:
        out.print("几处可去：" + "，".join(f"至少{k}处 {n}个社区" for k, n in enumerate(c["kCover"], 1)))
    out.print(_far(c))
    _streets(c)
    _without([r for r in c["rows"] if r["state"]["code"] != "served"])
    tuples, certain = f"{reached['tuples']:,}", f"{reached['certain']:,}"
    out.print(f"一周里没有去处的（社区，小时，岁）：{tuples}个，其中确知没有的{certain}个")


def _far(c: Row) -> str:
    unknown = f"位置不详、未计距离的{c['unlocated']}个社区"
    if c["medianWay"] is None:
        return f"距离：{unknown}"
    return f"距离：中位数{c['medianWay']:.1f}公里，最差的远{c['gap']:.1f}公里；{unknown}"


def _streets(c: Row) -> None:
    if not c["streets"]:
        return
    low = [s for s in c["streets"] if s["share"] < 1]
    if not low:
        out.print("各街道的社区全部可及")
        return
    worst = low[0]["share"]
    if low[-1]["share"] == worst and len(low) == len(c["streets"]):
        out.print(f"各街道一样：确知可及的社区占{worst:.0%}")
        return
    out.print(
        f"[bold]最差的街道[/bold]：确知可及的社区占{worst:.0%}，街道中位数{c['medianShare']:.0%}，"
        f"差{c['streetGap'] * 100:.0f}个百分点"
    )
    _table(
        ("街道", "可及社区", "占比", "可及的未成年人"),
        [
            (s["area"]["name"], f"{s['served']}/{s['communities']}", f"{s['share']:.0%}",
             f"{s['minorsServed']:,}/{s['minors']:,}")
            for s in low[:SHOWN]
        ],
    )  # fmt: skip
    _more(low, "个街道不是全部可及")


def _without(rows: list[Row]) -> None:
    if not rows:
        return
    out.print(f"[bold]没有去处或不能确认的社区[/bold]：{len(rows)}个")
    _table(
        ("社区", "情况", "未成年人"),
        [
            (r["area"]["fullName"], r["state"]["label"], "不详" if r["minors"] is None else f"{r['minors']:,}")
            for r in rows[:SHOWN]
        ],
    )
    _more(rows, "个社区")


def network(a: Row) -> None:
    """Gaps by severity, what hangs by one place, how much is uncovered."""
    out.print(f"[bold]三级网络[/bold] · {a['area']['name']}")
    weak, uncovered = a["singlePointsOfFailure"], a["uncovered"]
    for note in weak["notes"]:
        out.print(f"[yellow]{note}[/yellow]")
    for severity in SEVERITIES:
        _findings(severity, a[severity])
    _weak(weak["places"])
    out.print(
        f"[bold]没有去处或承接单位[/bold]：{uncovered['tuples']:,}个（需求或事项，社区，小时，岁），"
        f"其中确知没有的{uncovered['certain']:,}个；逐项看：tongxin ask coverage --at … --need …"
    )


_LABELS = {"violation": "违反法律", "short": "未达方案要求", "encouraged": "倡导性缺口", "data": "数据质量"}


def _findings(severity: str, found: Row) -> None:
    colour = "red" if severity == "violation" else "bold"
    out.print(f"[{colour}]{_LABELS[severity]}[/{colour}]：{found['totalCount']}项")
    if not found["nodes"]:
        return
    groups: dict[str, list[Row]] = {}
    for f in found["nodes"]:
        groups.setdefault(f["check"], []).append(f)
    _table(
        ("缺口", "项", "在哪里", "依据（逐字）", "怎样补"),
        [
            (own[0]["name"], len(own), _names(f["object"] for f in own), _clause(own[0]), own[0]["mend"])
            for own in groups.values()
        ],
    )
    left = found["totalCount"] - len(found["nodes"])
    if left:
        out.print(f"  表中是前{len(found['nodes'])}项，另有{left}项")


def _clause(f: Row) -> str:
    return "\n".join(f"《{c['document']}》{c['article']}：{c['quote']}" for c in f["citations"]) or "没有条文"


def _names(names: Iterable[str]) -> str:
    every = list(names)
    return "、".join(every[:NAMES]) + (f"等{len(every)}项" if len(every) > NAMES else "")


def _weak(places: list[Row]) -> None:
    if not places:
        out.print("没有一处失去后会留下缺口的服务点")
        return
    first = places[0]
    out.print(
        f"[bold]最薄弱[/bold]：失去“{first['point']['name']}”损失最大："
        f"{first['communities']}个社区的{len(first['codes'])}类需求在某些时段再无去处"
    )
    _table(
        ("服务点", "社区", "需求", "未成年人（估计）", "与哪一级断开"),
        [
            (p["point"]["name"], p["communities"], "、".join(p["codes"]), f"{p['minors']:,}",
             "、".join(t["label"] for t in p["cut"]))
            for p in places[:WEAKEST]
        ],
    )  # fmt: skip


def _more(rows: list[Row], what: str) -> None:
    left = len(rows) - SHOWN
    if left > 0:
        out.print(f"  另有{left}{what}（--json 列全部）")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    table = Table(show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    out.print(table)


ANSWERS: dict[str, Callable[[Row], None]] = {"coverage": coverage, "network": network}
"""How each planner's answer is shown."""
