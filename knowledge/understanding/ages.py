"""Ages of children in a text: exact ones, and ranges that the words allow (年龄)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.understanding.numbers import NUMBER, number
from knowledge.understanding.signs import grammar

ADULT = 18
_MONTHS = 12
_FIRST = {"初": 12, "高": 15, "": 6}
"""Usual age at the beginning of the first year: junior, senior, primary."""
_YEAR = "年级"
_CHILD = (
    "儿子|女儿|女|仔|娃|孩子|细路|外甥女?|外甥|侄子|侄女|侄儿子|侄|孙子|孙女|孙|弟弟|妹妹|弟|妹|囡|崽|学生|女孩|男孩|"
    "女生|男生|少女|少年|[他她佢我]"
)
_END = "(?=$|[,，。.!！?？;；、\\s)）了啦喇啊呀哦])"
_BAR = "(?<![\\d廿卅一二三四五六七八九十两满足到够过于至~-])(?<!\\d[.,])"
EXACT = (
    f"(?:刚刚?|今年|先|才|得|啱啱|我)*{_BAR}(?P<n>{NUMBER})周?岁(?:半|多|零?(?:{NUMBER})个月|零(?:{NUMBER})天)?",
    f"刚(?:刚|好)?(?:过完|过了?|满)(?P<n>{NUMBER})周?岁",
    f"今[天日]刚?(?:满)?(?P<n>{NUMBER})周?岁",
    f"满(?P<n>{NUMBER})周?岁了",
    f"过[了咗](?P<n>{NUMBER})周?岁",
    f"(?:{_CHILD})(?:今年|先|才|刚|得|只有|都)?(?P<n>1[0-7]|[3-9]|十[一二三四五六七]?|[四五六七八九]){_END}",
    f"(?<=[,，(（])(?P<n>1[0-7]|十[一二三四五六七]?){_END}(?!\\d)",
    "^(?P<n>1[0-7])(?=[\\s,，])",
    f"(?<=老[一二三四五六七八九大])(?P<n>{NUMBER})周?岁",
)
MONTHS = (
    f"(?<!\\d)(?P<n>{NUMBER})个(?:几|多)?月(?:大|的?(?:小?婴|宝宝|bb|娃|孩|女[婴孩娃]|男[婴孩娃]|小毛头|仔|细路)|,?仲?未识)",
    f"(?:婴儿|宝宝|bb|孩子|娃|仔|女)(?:先|才|刚|得|只有)(?P<n>{NUMBER})个(?:几|多)?月",
    f"(?:生完|生[了咗])个?(?:婴儿|宝宝|bb|孩子|娃|仔|女)?(?:先|才|刚)?(?P<n>{NUMBER})个(?:几|多)?月",
)
NEWBORN = ("(?:未|没|刚|还没)满月", "刚(?:刚)?(?:出生|生下来?|出世)", "刚生的", "新生儿", "初生(?:婴|儿|仔|bb)", "脐带")
BETWEEN = (
    "(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])岁",
    "十(?P<a>[一二三四五六七])(?P<b>[二三四五六七八九])岁",
    f"(?<![大初高])(?P<a>{NUMBER})(?:、|-|~|至|到|或|,)(?P<b>{NUMBER})(?:周?岁)",
)
_WRITTEN = 2
"""The way of a range whose ends are written apart (5-8岁), not one after the other (五六岁)."""
_SOON = (
    "(?:下个?(?:月|周|星期|礼拜|学期)|明年|年底|月底|明天|后天|听日|过(?:多)?(?:几|两|[二三半])个?(?:天|日|月|礼拜|星期)|"
    "再过[^,。]{1,4}(?:天|日|月|周|年)|还(?:有|差|要|欠)[^,。]{1,4}(?:天|日|月|周|年))"
)
"""Words after which a birthday is still to come (下个月才满十八)."""
NEARLY = (
    f"(?:快|就快|马上|将近|差一点|就)(?:要|到|满)?(?P<n>{NUMBER})周?岁",
    f"差(?:半年|(?:{NUMBER}|几)(?:个月|天|日))(?:就|先|才)?(?:到|满)?(?P<n>{NUMBER})周?岁?",
    f"{_SOON}(?:才|就|先|方)?(?:会|要)?(?:满|到|够|过)(?P<n>{NUMBER})(?:周?岁)?(?!\\d|个|天|日|月|年|点|号)",
)
TEENS = ("(?<![二三四五六七八九])十(?:几|来|多|零)岁",)
BORN = "(?P<year>20[0-2]\\d)年(?:(?P<month>\\d{1,2})月(?:(?P<day>\\d{1,2})[日号])?)?(?:出?生|的(?:娃|孩)|出世)"
_LIMIT_BEFORE = re.compile(
    "(?:未|不|没|没有|还没|唔|冇)(?:有)?(?:满|足|到|够)(?:了)?$|(?:超过|大于|小于|低于|等到|到了|以?至|必须|直到|读到|到|才满|年满|已满|满|"
    "养到|从)$"
)
_LIMIT_AFTER = re.compile(
    "^(?:的)?(?:以上|以下|以内|之前|以前|之后|以后|前|后|起|开始|为?止|才[能可算]|时|那年|嗰时|或以|及以|至|(?:先)?可以(?:单|开|自))|"
    "^(?:的)?(?:男(?:朋友|友|人|的)|女(?:朋友|友)|表哥|堂哥|哥哥|大哥|邻居|老伯|阿伯|伯|大爷|网友|叔|老头|同学|混混|阿叔)"
)
_OTHERS = re.compile("(?:对方|男朋友|男友|网友|表哥|堂哥|被告|嫌疑人|被个|俾个|被一个|打人的)(?:今年|先|才)?$")

_MINOR = re.compile(
    "未成年(?!人?保护|人?[检警])|(?:小学|初中|高中|中学|职高|中专|技校|中职)(?:学?生|的(?:孩子|学生|娃))|学龄前|"
    "(?<![大留])(?<!研究)(?<!硕士)(?<!博士)学生(?![会处证])|小孩|孩子|儿童(?!福利|医院|主任)|幼儿(?!园)|婴幼?儿|细路|"
    "(?<!青)少年(?![宫法])"
)
_GROWN = re.compile("(?<!未)成年(?!人?[在到陪和])|大学|大专|研究生|硕士|博士|(?:18|十八)岁")


@dataclass(frozen=True, slots=True)
class AgeRead:
    """The ages from `least` to `most` that words at a place in the text allow."""

    least: int
    most: int
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class BirthRead:
    """A full date of birth at a place in the text."""

    day: date
    start: int
    end: int


def ages(text: str, on: date) -> tuple[AgeRead, ...]:
    """All ages in a half-width text, by position; words that lie within others count once."""
    read = sorted((*_exact(text), *_months(text), *_ranges(text), *_grades(text), *_years(text, on)), key=_longest)
    result: list[AgeRead] = []
    for a in read:
        if a.least < ADULT and not any(b.start < a.end and a.start < b.end for b in result):
            result.append(a)
    return tuple(sorted(result, key=lambda a: a.start))


def minor(text: str) -> re.Match[str] | None:
    """Return the words for a person under 18 without an age; None where the text mentions an adult too."""
    return None if _GROWN.search(text) else _MINOR.search(text)


def births(text: str) -> Iterator[BirthRead]:
    """Full dates of birth."""
    for m in re.finditer(BORN, text):
        if m["day"]:
            try:
                yield BirthRead(date(int(m["year"]), int(m["month"]), int(m["day"])), *m.span())
            except ValueError:
                continue


def _longest(a: AgeRead) -> tuple[int, int, bool]:
    return a.start - a.end, a.start, not a.sure


def _exact(text: str) -> Iterator[AgeRead]:
    for way in EXACT:
        for m in re.finditer(way, text):
            before, after = text[: m.start("n")], text[m.end() :]
            if _LIMIT_AFTER.match(after) or _OTHERS.search(before):
                continue
            if _LIMIT_BEFORE.search(text[: m.start()]) or (m.start() == m.start("n") and _LIMIT_BEFORE.search(before)):
                continue
            age = number(m["n"])
            yield AgeRead(age, age, *m.span())


def _months(text: str) -> Iterator[AgeRead]:
    for way in MONTHS:
        for m in re.finditer(way, text):
            age = number(m["n"]) // _MONTHS
            yield AgeRead(age, age, *m.span())
    for way in NEWBORN:
        for m in re.finditer(way, text):
            yield AgeRead(0, 0, *m.span())


def _ranges(text: str) -> Iterator[AgeRead]:
    for n, way in enumerate(BETWEEN):
        for m in re.finditer(way, text):
            a, b = (number(m[x]) + (10 if n == 1 else 0) for x in "ab")
            beside = b - a == 1 or (a, b) == (3, 5)
            if (beside or (n == _WRITTEN and a < b)) and not _LIMIT_AFTER.match(text[m.end() :]):
                yield AgeRead(a, b, *m.span(), sure=False)
    for way in NEARLY:
        for m in re.finditer(way, text):
            age = number(m["n"]) - 1
            yield AgeRead(age, age, *m.span(), sure=False)
    for way in TEENS:
        for m in re.finditer(way, text):
            yield AgeRead(10, ADULT - 1, *m.span(), sure=False)


def _grades(text: str) -> Iterator[AgeRead]:
    for m in grammar("grade").finditer(text):
        stage, year = m[0].removesuffix(_YEAR)[:-1], m[0].removesuffix(_YEAR)[-1]
        if stage or not grammar("vocational").search(text[: m.start()]):
            least = _FIRST[stage] + number(year) - 1
            yield AgeRead(least, least + 1, *m.span(), sure=False)


def _years(text: str, on: date) -> Iterator[AgeRead]:
    for m in re.finditer(BORN, text):
        if m["day"]:
            continue
        most = on.year - int(m["year"])
        if most > 0:
            yield AgeRead(most - 1, most, *m.span(), sure=False)
