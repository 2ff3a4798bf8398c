"""What is wrong with a draft: each thing with its place in the draft and what to do, told all at once (草案的毛病)."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from knowledge.errors import BadInput

MOST = 50
"""As many are told."""
PARTS = {
    "areas": "区划", "points": "服务点", "posts": "岗位", "demand": "需求", "candidates": "候选点", "travel": "路程",
    "links": "转介的边",
}  # fmt: skip
FIELDS = {
    "code": "代码", "name": "名称", "level": "级别", "parent": "上级", "minors": "未成年人数", "lon": "经度",
    "lat": "纬度", "crs": "坐标系", "key": "键", "area": "区划", "serves": "服务的区划", "kind": "类别", "tier": "层级",
    "services": "服务", "hours": "开放时间", "age_from": "年龄自", "age_under": "未满", "capacity": "容量",
    "load": "在办数", "staff": "人数", "holder": "任职者", "children": "儿童人数", "point": "服务点", "cost": "路程",
    "from_point": "起点", "to_point": "终点",
}  # fmt: skip
KINDS = {
    "missing": "没有写", "string_too_short": "没有写", "too_short": "至少写一个", "string_too_long": "太长",
    "enum": "只能写 {expected} 之一", "greater_than_equal": "不能小于 {ge}", "less_than_equal": "不能大于 {le}",
    "string_pattern_mismatch": "写法不对", "extra_forbidden": "没有这一项",
}  # fmt: skip
"""What a kind of problem is called."""
MEND = "改正后再存 / mend it and put it again"
HOURS = "如 Mo-Fr 09:00-17:30，几段分开写 / for example; several rows apart"
Where = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong."""

    field: str
    problem: str
    do: str


def wrong(where: Where, said: str, english: str, do: str = MEND) -> Wrong:
    """Where it is, in words and as a path; what is wrong and what to do."""
    return Wrong(".".join(map(str, where)) or "draft", f"{_place(where)}：{said} / {english}", do)


def _place(where: Where) -> str:
    if not where:
        return "草案"
    part = PARTS.get(str(where[0]), str(where[0]))
    said = [f"第{n + 1}个{part}" if isinstance(n, int) else str(n) for n in where[1:2]] or [part]
    return "的".join([*said, *(FIELDS.get(str(name), str(name)) for name in where[2:3])])


def unreadable(e: Mapping[str, Any]) -> Wrong:
    """A value that cannot be, as the check of the form tells it."""
    context = e.get("ctx", {})
    if "error" in context:
        said, _, english = str(context["error"]).partition(" / ")
        return wrong(e["loc"], said, english, HOURS)
    known = {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()}
    return wrong(e["loc"], KINDS.get(e["type"], "不能这样写").format(**known), e["msg"])


def without(raw: Mapping[str, Any], places: Iterable[Where]) -> dict[str, Any]:
    """A draft without the fields that cannot be read, so that the rest of it can be checked."""
    rest = deepcopy(dict(raw))
    for where in places:
        *above, last = where
        here: Any = rest
        for step in above:
            here = here[step]
        if isinstance(here, dict):
            here.pop(last, None)
    return rest


def refusal(found: Sequence[Wrong]) -> BadInput:
    """All of them in one refusal, a line each."""
    first = found[0]
    lines = [f"{w.field}: {w.problem}；{w.do}" for w in found[:MOST]]
    lines += [f"还有 {len(found) - MOST} 处 / and {len(found) - MOST} more"] if len(found) > MOST else []
    return BadInput(first.field, "draft.wrong", problems="\n".join(lines))
