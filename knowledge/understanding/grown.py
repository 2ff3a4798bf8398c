"""Age of an adult in a text that mentions nobody younger (说的是成年人).

Ages of eighteen and more are mostly an offender's or a parent's. One counts only beside a word for the subject of
the text (女儿三十五、女员工，二十三岁), and is never certain as long as a child may be concerned too.
"""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.situation.facts import FACTS
from knowledge.understanding.ages import ADULT, AgeRead
from knowledge.understanding.numbers import NUMBER, number
from knowledge.understanding.signs import grammar

OLDEST = FACTS["age"].most or ADULT
"""Highest age in a situation; older persons count as this old."""
_SAID = "(?:今年|现在|而家|依家|其实|都|也|已经?|才|刚|快|系|是|有|得|先|就|也就|说|足|满|,)*"
_BARE = "(?=$|[,。!?;、)了啦喇啊呀哦哒的]|还|仲)"
_OF_ANOTHER = (
    "(?!的?(?:(?:男|女)(?:人|朋友|友)|爸|妈|父|母|继|后[爸妈]|叔|伯|舅|姑|老师|教练|邻居|表|堂)"
    "|以|前|之前|才|时|可以|生日|之后|后)"
)
"""Words that must not follow an age: another bearer, or a limit."""
_AGE = f"(?<!\\d)(?P<n>{NUMBER})(?:周?岁(?:半|多)?(?:零?(?:{NUMBER})个月|零(?:{NUMBER})天)?{_OF_ANOTHER}|{_BARE})"


def grown(text: str, *, child: bool) -> Iterator[AgeRead]:
    """Yield ages of adults in a half-width text; sure if no `child` was read and no words mention one.

    A person described only as of age (成年儿子) is eighteen, the least.
    """
    g = grammar
    people = [m for way in _numbered("grown_person") for m in way.finditer(text) if number(m["n"]) >= ADULT]
    sure = not child and not g("child").search(g("childlike").sub("", _without(text, people)))
    if not people and sure:
        people = [m for way in _numbered("grown_old") for m in way.finditer(text) if number(m["n"]) >= OLDEST]
    for m in people:
        yield AgeRead(age := min(number(m["n"]), OLDEST), age, *m.span("n"), sure=sure)
    for kind in () if people else ("grown", "grown_perhaps"):
        for m in g(kind).finditer(text):
            yield AgeRead(ADULT, ADULT, *m.span(), sure=sure and kind == "grown")


def _without(text: str, people: list[re.Match[str]]) -> str:
    """The text without the grown people, and what their family does to them where nobody else speaks of themselves."""
    for m in people:
        text = text[: m.start()] + "," * len(m[0]) + text[m.end() :]
    return grammar("by_family").sub("", text) if people and "我" not in text else text


def of_speaker(text: str) -> AgeRead | None:
    """Return the age of an adult speaker who was harmed or studies, in a text about nobody younger; else None.

    Their own childhood (八岁那年, 小时候) is theirs; children whom an offender now teaches are not in question.
    """
    own_age = next((m for m in _own().finditer(text) if number(m["n"]) >= ADULT), None)
    if own_age is None:
        return None
    g = grammar
    rest = g("own_past").sub(" ", g("childlike").sub("", text[: own_age.start()] + text[own_age.end() :]))
    about = g("done_to_me").search(text) or g("studies").search(text)
    if g("younger").search(g("studies").sub(" ", rest)) or not about:
        return None
    age = min(number(own_age["n"]), OLDEST)
    return AgeRead(age, age, *own_age.span("n"))


def likened(text: str) -> str:
    """The text, as long as before, without what somebody is only likened to (脑子跟五六岁娃娃一样)."""
    return grammar("likened").sub(lambda m: " " * len(m[0]), text)


@cache
def _own() -> re.Pattern[str]:
    """The speaker's own age (我24岁, 我叫阿敏,二十六岁; 我是大学生,19岁)."""
    called = "(?:叫[^,。]{1,4}|(?:是|系)?(?:个|名|一个|一名)?大(?:学|专|[一二三四])[^,。岁]{0,4}[,])?"
    return re.compile(f"(?:^|(?<=[,。!?;、:]))(?:我|俺|本人){called}{_SAID}{_AGE}")


@cache
def _numbered(persons: str) -> tuple[re.Pattern[str], ...]:
    """An age after the person and before."""
    person = grammar(persons).pattern
    after = f"(?<!\\d)(?P<n>{NUMBER})周?岁(?:半|多)?[的嘅]?(?:智障|残疾|残障|单身|待业)?[的嘅]?(?:{person})"
    return re.compile(f"(?:{person}){_SAID}{_AGE}"), re.compile(after)
