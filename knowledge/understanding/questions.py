"""The question in a text whether somebody may, must or must not do something, and whom it asks about (话里的问题)."""

import re
from dataclasses import dataclass

from knowledge.rulebook.book import Rulebook

_SENTENCE = re.compile(r"[^。！!；;\n?？]+[?？]?")
_MODAL = re.compile(
    r"能不能|可不可以|可唔可以|可否|能否|是否可以|是否应|是否必须|是不是必须|要不要|该不该|应不应该|应唔应该|用不用|使唔使|行不行|得唔得"
    r"|许不许|准不准|允不允许|有没有(?:权|义务|责任)|有无(?:权|义务)|必须|可以|能(?!力|够不够|领)|应该|得(?=先)"
)
_ASKS = re.compile(r"(?:[吗么嘛]|[?？])\s*$")
_OPEN = re.compile(r"[几多]少?[天日个时钱久]|多少|什么|咩|谁|边个|哪|怎|点样|点做|为何|几时")
"""Words that ask when, what, who or how, not whether."""
_SELF = re.compile(r"我|咱|俺|本(?:校|院|所|社区|街道|店)|^\W*$")
_ALREADY = re.compile(r"(.)[不唔没](\1)|否|有没有|有无|是不是")


@dataclass(frozen=True, slots=True)
class AskedAct:
    """Question on an act, as in the text."""

    text: str
    by: str | None
    """Code of the kind of body that it asks about; None if it names none."""


def asked_act(book: Rulebook, text: str, speaker: str | None) -> AskedAct | None:
    """The last question of a text that asks whether somebody may or must; None if it asks nothing of the kind.

    Args:
        book: The rules, for the names of bodies.
        text: What was written.
        speaker: The value of `reporter` if it is known: whoever asks without naming anybody asks for itself.
    """
    for sentence in reversed(_SENTENCE.findall(text)):
        modal = _MODAL.search(sentence)
        if modal and not _OPEN.search(sentence) and (_ALREADY.search(modal[0]) or _ASKS.search(sentence)):
            before = sentence[: modal.start()].rpartition("，")[2]
            own = speaker if speaker in book.kinds and _SELF.search(before) else None
            return AskedAct(sentence.strip(), _named(book, before) or own)
    return None


def _named(book: Rulebook, words: str) -> str | None:
    """Return the kind of body whose name or alias is last in some words; the longer of two at one position."""
    places = [
        (words.rfind(name) + len(name), len(name), code)
        for code, kind in book.kinds.items()
        for name in (kind.name, *kind.aliases)
        if len(name) > 1 and name in words
    ]
    return max(places)[2] if places else None
