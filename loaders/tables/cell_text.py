"""The text of a cell, and the marks of cells that have no usable one (单元格文字)."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from knowledge.folding import folded
from loaders.tables.encodings import common_enough

EXACT = 10**15
"""Digits of a number that a spreadsheet stores exactly, as a power of ten; a longer one is already damaged."""
Line = tuple[int, list[str]]
"""A line number and its cells."""

MERGED, FORMULA, HIDDEN, MOVED, NESTED = "#MERGED!", "#FORMULA!", "#HIDDEN!", "#MOVED!", "#NESTED!"
"""A cell that a merged one covers; a formula without a stored value; a cell that nobody sees; a location that the
geometry beside it contradicts; a value that has parts."""
STRUCK = "#STRUCK!"
"""A cell whose text is struck through."""
CUT = "#CUT!"
"""Mark of a cell that a line of text lacks, where it may not be left out: the line may be cut off there."""
FORMATTED = "#FORMATTED!"
"""Mark of a number that the format of its cell shows as another one."""
COMMENTED = "#COMMENTED!"
"""Mark of a cell whose comment describes its subject as over."""
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters of a text that a spreadsheet executes."""
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA|#+)|Err:\d{3}|#[A-Z/0]{2,}[!?]?|#[无效值引用名称数字空溢出]+[!?]?"
)
"""Error texts that a spreadsheet shows in place of a value."""
REASONS = {
    MERGED: "cell.merged",
    FORMULA: "cell.formula",
    HIDDEN: "cell.hidden",
    MOVED: "cell.moved",
    NESTED: "cell.nested",
    STRUCK: "cell.struck",
    COMMENTED: "cell.commented",
    FORMATTED: "cell.formatted",
    CUT: "cell.cut_off",
}
KEEPS = "'"
"""Prefix of a text that would be changed: it is removed, and a text of several lines retains them."""
_REPLACED = re.compile("\ufffd|锟斤拷|[\u0080-\u00ff]{3}")
"""Traces of lost characters, and of UTF-8 or GBK read as Latin-1."""
_HAN = re.compile("[㐀-鿿]")
_GONE = (
    "撤销|撤并|裁撤|撤|关停|关闭|停办|停用|停业(?!务)|停运|停止|暂停|注销|吊销|合并|并入|迁址|迁出|搬迁|搬走|拆除|拆迁|废止|作废|取消|解散"
    "|拟建|筹建|在建|待建|未建|未启用|暂不|移交|装修|闲置"
    "|离任|离职|离岗|调离|调走|调出|退休|辞职|免职|去世"
)
_OVER_IN_NAME = re.compile(
    rf"^[(\[【〔]原[)\]】〕]|[(\[【〔][^)\]】〕]*(?:{_GONE}|不再|原址|筹[)\]】〕]?$)[^)\]】〕]*[)\]】〕]?"
    rf"|(?:已经?(?:{_GONE}|并|关|停|搬|迁|拆)|撤销|撤并|裁撤|关停|停办|停用|停业|注销)[^路街巷]{{0,4}}$|-(?:暂停|已|停).*$"
)
_OVER_IN_REMARK = re.compile(
    rf"(?:^|[,;。、(])(?:{_GONE}|误录|误报|重复|删除|不用|空缺)|(?:已经?|[于自从]|[年月日起])[^,;。、]{{0,10}}?(?<!不)(?:{_GONE})"
    rf"|[拟将](?:{_GONE})|不再(?:使用|开放|服务|承担|担任|设)|暂?停(?:止)?(?:服务|开放|营业|使用)|无人(?:值守|负责|管理)"
)
_QUOTED = re.compile(r"^(?:'(?=['‘’＇=+\-@＝＋－＠])|['‘’＇](?=[\d０-９]))")
"""Prefix that prevents a text from being executed or converted to a number."""


def unusable(text: str) -> str | None:
    """The code of the message why a cell has no usable text; None if it has."""
    if text.startswith(("#", "＃", "E")):
        return REASONS.get(text) or ("cell.error_value" if _ERROR.fullmatch(folded(text)) else None)
    return "cell.damaged" if not text.isascii() and _damaged(text) else None


def _damaged(text: str) -> bool:
    """True if the text was once read in another encoding than it was written in."""
    if _REPLACED.search(text) or not common_enough(text):
        return True
    try:
        return bool(_HAN.search(text.encode("gb18030").decode("utf-8")))
    except UnicodeError:
        return False


def over_in_name(text: str) -> bool:
    """True if a name marks its object, before, after or in brackets, as over, paused or elsewhere."""
    return _OVER_IN_NAME.search(folded(text)) is not None


def over_in_remark(text: str) -> bool:
    """True if a remark marks its row as over, paused, or a mistake."""
    return _OVER_IN_REMARK.search(folded(text)) is not None


def clean(value: Any) -> str:
    """The text of a cell: numbers exact, dates ISO, text without the wrapping that protects codes."""
    match value:
        case None:
            text = ""
        case bool():
            text = str(int(value))
        case int() | float():
            text = _number(value)
        case datetime():
            text = value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            text = value.isoformat()
        case time():
            text = value.isoformat("minutes")
        case list():
            text = ";".join(clean(v) for v in value)
        case _:
            text = _text(str(value))
    return text


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < EXACT else f"{value:.5E}"


def _text(value: str) -> str:
    if value.startswith(KEEPS) and "\n" in value:  # of our own files: a text of several lines
        return "\n".join("".join(map(_visible, line)) for line in value.removeprefix(KEEPS).split("\n"))
    return _line(value)


def _line(value: str) -> str:
    text = value if value.isprintable() else "".join(map(_visible, value))
    text = text.strip()
    if not text.startswith(("=", "'", "‘", "’", "＇")):  # nearly every text
        return text
    if m := re.fullmatch(r'="(.*)"', text):
        text = m[1].strip()
    return _QUOTED.sub("", text)


def _visible(sign: str) -> str:
    """A line break becomes a space; signs without a shape (zero width, byte order mark) are dropped.

    A character that is private, or newer than this program's tables, may be part of a name and stays.
    """
    if sign in "\r\n\t":
        return " "
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign
