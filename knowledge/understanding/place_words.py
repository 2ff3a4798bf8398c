"""Names of places in a text: communities, streets, schools, roads (地名)."""

import re
from dataclasses import dataclass

from knowledge.vocabulary import Labelled


class PlaceWordKind(Labelled):
    """Kind of place that a name in a text refers to."""

    COMMUNITY = "community", "社区"
    STREET = "street", "街道"
    SCHOOL = "school", "学校"
    ROAD = "road", "道路"


_STOP = (
    "在住喺去到是系的嘅了咗我你他她它佢们哋和跟同个這这那哪有从離离被把俾畀及或与啊吗呢吧叫给给向对至为为什么边某各每全本该另几"
    "不没冇未要想会能可都就也还又再很太最更已曾将刚才只"
)
_NAME = f"[^{_STOP}\\W\\d_a-zA-Z]"
KINDS = {
    PlaceWordKind.COMMUNITY: "社区|居委会|居委|村委会|小区",
    PlaceWordKind.STREET: "街道办事处|街道办|街道",
    PlaceWordKind.SCHOOL: "小学|中学|幼儿园|幼稚园|职业学校|特殊学校|技校|学校",
    PlaceWordKind.ROAD: (
        "大道(?:东|南|西|北|中)?|路(?!过|口|边|人|上|费|灯|程|线|由)|大街|巷(?!子)|街(?!道|坊|上|头|边)|横街"
    ),
}
_WAYS = tuple((kind, re.compile(f"({_NAME}{{2,7}}?)({ends})(?:\\d+号)?")) for kind, ends in KINDS.items())
_GENERIC = re.compile(
    "^(?:附近|隔壁|旁边|对面|学校|公办|民办|普通|专门|特殊|农村|城市|街道|社区|打工子弟|随班|上面|下面|楼下|家门口|半年|一年级|"
    "年级|孩子|女儿|儿子|老师|居委会?|派出所|民政局?|教育局?|读|上|[一二三四五六七八九十两]+|离开?|转学?|收|新|旧|老家|外地|本地|"
    "步行|商业|整条|成条|放学|隔离|隔篱|校园|娃|周边|之间|所在地?|居住地?|户籍地?|户口|户籍|前面|后面)+$"
)


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """Name of a place in the text, from `start` to `end`."""

    words: str
    kind: PlaceWordKind
    start: int
    end: int


def place_words(text: str) -> tuple[PlaceWord, ...]:
    """Return the names of places in a text, by position; the network resolves them."""
    named: list[PlaceWord] = []
    for kind, way in _WAYS:
        for match in way.finditer(text):
            if not _GENERIC.match(match[1]) and not any(p.start < match.end() and match.start() < p.end for p in named):
                named.append(PlaceWord(match[0], kind, *match.span()))
    return tuple(sorted(named, key=lambda p: p.start))
