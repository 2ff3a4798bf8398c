"""The words of names of areas: what is generic in them, what an address writes for each level (区划名称用字)."""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.vocabulary import AreaLevel

GENERIC = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|社区|街道办事处|街道办|街道|街|区)$")
UPPER = re.compile(r"(?:特别行政区|(?:[壮回维][一-龥]*)?自治区|自治州|省|市)$")
"""Ending that a name of a province or city may omit: 广东 for 广东省."""
HAN = "[一-龥]"
NO_ROAD = r"(?!大道|横?[路街巷道里坊])"
WRITTEN = {
    AreaLevel.PROVINCE: re.compile(rf"(?:(?:北京|天津|上海|重庆)市|{HAN}{{2,7}}?(?:省|自治区|特别行政区)){NO_ROAD}"),
    AreaLevel.CITY: re.compile(rf"{HAN}{{2,7}}?(?:自治州|市(?!辖区)){NO_ROAD}"),
    AreaLevel.DISTRICT: re.compile(rf"{HAN}{{1,6}}?(?<![小社园校厂开发景市])[区县旗]{NO_ROAD}"),
    AreaLevel.STREET: re.compile(rf"{HAN}{{1,7}}?(?:街道办事处|街道办|街道|[镇乡]){NO_ROAD}"),
    AreaLevel.COMMUNITY: re.compile(
        rf"{HAN}{{1,10}}?(?:社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|社区){NO_ROAD}"
    ),
}
"""Patterns of area names in an address by level, loaded or not: not 东风小区3号, nor 开发区大道."""
STREET_IN_SHORT = re.compile(rf"{HAN}{{1,7}}?街(?!道)")
"""六榕街 for 六榕街道: a street only where one is loaded, otherwise a road."""


def plain(text: str) -> str:
    """One spelling: no full-width signs, no spaces but those between digits (102 202 is house 102, room 202)."""
    one = re.sub(r"[—–―‐−~〜]", "-", unicodedata.normalize("NFKC", text)).strip()
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", one)


def core(name: str) -> str:
    """A name without generic words, which differ from year to year (XX社区居委会 / XX社区)."""
    full = unicodedata.normalize("NFKC", name).strip()
    shorter = GENERIC.sub("", full)
    return shorter if len(shorter) > 1 else full


def short(name: str) -> str:
    """A name as people shorten it, without the word for its level."""
    shorter = UPPER.sub("", core(name))
    return shorter if len(shorter) > 1 else name


def below(text: str, upper: Iterable[str]) -> str:
    """The text without the names of provinces and cities before it, as long as something remains."""
    rest = unicodedata.normalize("NFKC", text).strip()
    for name in upper:
        rest = rest.removeprefix(name) or rest
    return rest
