"""Plan in a Word file as rows of `plans`: a numbered paragraph begins a clause; others are reported (方案读入).

The rows are a draft: somebody reads them beside the file, adds the matters, and loads them.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring  # sizes are bounded, and nothing is declared

from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from loaders.directory.local import LONGEST_CLAUSE
from network.addresses.numerals import chinese, value

LARGEST = 20 * 2**20
"""Bytes of the text part, unpacked (configured value)."""
COUNTED = 100
"""Highest number whose predecessor is searched."""
_BODY = "word/document.xml"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NUMERAL = "[一二三四五六七八九十百零〇]"
_ARTICLE = re.compile(rf"(第(?:{_NUMERAL}+|\d+)条)[\s、:：]*")
_PART = re.compile(rf"第(?:{_NUMERAL}+|\d+)[编章节]")
_LEVELS = (
    re.compile(rf"({_NUMERAL}+)[、.．]\s*"),
    re.compile(rf"[（(]({_NUMERAL}+)[）)]\s*"),
    re.compile(r"(\d{1,2})[、.．](?!\d)\s*"),
    re.compile(r"[（(](\d{1,2})[）)]\s*"),
)
"""Numbering of official papers, from the widest: 一、 （一） 1. （1）."""
_WRITTEN = ("{}", "（{}）", "{}", "（{}）")
_HEADING = re.compile(r"(?:heading|标题|[1-9]$)", re.IGNORECASE)
_CHANGED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_LOST: Mapping[str, str] = {
    "drawing": "plan_draft.picture",
    "pict": "plan_draft.picture",
    "object": "plan_draft.picture",
    "txbxContent": "plan_draft.text_box",
    "footnoteReference": "plan_draft.note",
    "endnoteReference": "plan_draft.note",
    **dict.fromkeys(_CHANGED, "plan_draft.changed"),
}
"""Elements of a paragraph that its text loses, with the message on each."""
_NOT_READ = frozenset(("del", "moveFrom", "txbxContent", "instrText", "delText"))


@dataclass(slots=True)
class DraftClause:
    """Clause as in the file."""

    number: str
    place: int
    """Number of its first paragraph, from 1."""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its paragraphs as a cell: on one line."""
        return " ".join(self.lines)


@dataclass(slots=True)
class PlanDraft:
    """The clauses, and what was not understood, each with its place."""

    clauses: list[DraftClause] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    place: int
    text: str
    heading: bool
    numbered: bool
    """By Word, which writes no number into the text."""
    lost: tuple[str, ...]


def drafted(content: bytes) -> PlanDraft:
    """The clauses of a file.

    Raises:
        BadInput: It is no Word file, too large, or damaged.
    """
    draft, paragraphs = PlanDraft(), []
    for p in _paragraphs(_root(content)):
        if isinstance(p, Message):
            draft.notes.append(p)
        else:
            paragraphs.append(p)
    by_article = any(_ARTICLE.match(p.text) for p in paragraphs)
    above: list[str] = []
    for p in paragraphs:
        draft.notes += [message(what, place=p.place) for what in p.lost]
        number = _article(p.text) if by_article else _outline(p.text, above)
        if number is not None:
            draft.clauses.append(DraftClause(number[0], p.place, [number[1]] if number[1] else []))
        else:
            _unnumbered(draft, p)
    draft.notes += _doubts(draft.clauses)
    return draft


def _root(content: bytes) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if packed.getinfo(_BODY).file_size > LARGEST:
                raise BadInput("file", "plan_draft.too_large", most=LARGEST // 2**20)
            data = packed.read(_BODY)
        if _DECLARED.search(data) or b"\0" in data[:100]:
            raise BadInput("file", "plan_draft.no_word_file")
        return fromstring(data)  # noqa: S314  # as above
    except (zipfile.BadZipFile, KeyError, ParseError, NotImplementedError, RuntimeError, EOFError):
        raise BadInput("file", "plan_draft.no_word_file") from None


def _name(e: Element) -> str:
    return e.tag.rpartition("}")[2]


def _paragraphs(root: Element) -> Iterator[_Paragraph | Message]:
    """Yield the paragraphs in order; a table is reported, because its cells are no sentences."""
    place = 0
    waiting = list(reversed(list(root)))
    while waiting:
        e = waiting.pop()
        match _name(e):
            case "p":
                place += 1
                yield _paragraph(e, place)
            case "tbl":
                yield message("plan_draft.table", place=place)
            case _:
                waiting += reversed(list(e))


def _paragraph(p: Element, place: int) -> _Paragraph:
    inside = [e for e in p.iter() if e is not p]
    names = [_name(e) for e in inside]
    style = next((v for e in inside if _name(e) == "pStyle" for v in e.attrib.values()), "")
    lost = tuple(dict.fromkeys(_LOST[n] for n in names if n in _LOST))
    text = re.sub(r"[ \t\u3000]+", " ", "".join(_text(p))).strip()
    return _Paragraph(place, text, bool(_HEADING.search(style)) or "outlineLvl" in names, "numPr" in names, lost)


def _text(e: Element) -> Iterator[str]:
    for child in e:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in {"tab", "br", "cr"}:
            yield " "
        elif name not in _NOT_READ:
            yield from _text(child)


def _article(text: str) -> tuple[str, str] | None:
    match = _ARTICLE.match(text)
    return (match[1], text[match.end() :]) if match else None


def _outline(text: str, above: list[str]) -> tuple[str, str] | None:
    """Return the number with those above it: 三（一）2; `above` is the current outline."""
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(text):
            del above[level:]
            above += [""] * (level - len(above))
            above.append(_WRITTEN[level].format(match[1]))
            return "".join(above), text[match.end() :]
    return None


def _unnumbered(draft: PlanDraft, p: _Paragraph) -> None:
    """A further paragraph of the clause, or something that is noted."""
    if not p.text:
        return
    if p.heading or _PART.match(p.text):
        draft.notes.append(message("plan_draft.heading", place=p.place, begins=p.text[:20]))
    elif not draft.clauses:
        draft.notes.append(message("plan_draft.before", place=p.place, begins=p.text[:20]))
    else:
        draft.clauses[-1].lines.append(p.text)
        if p.numbered:
            draft.notes.append(message("plan_draft.numbered", place=p.place, number=draft.clauses[-1].number))


def _doubts(clauses: Sequence[DraftClause]) -> Iterator[Message]:
    """Numbers that come twice or leave some out, texts that are too long."""
    seen: dict[str, int] = {}
    for c in clauses:
        if c.number in seen:
            yield message("plan_draft.twice", place=c.place, number=c.number, other=seen[c.number])
        elif (lacking := _before(c.number)) is not None and lacking not in seen:
            yield message("plan_draft.skipped", place=c.place, number=c.number)
        seen.setdefault(c.number, c.place)
        if not c.text:
            yield message("plan_draft.empty", place=c.place, number=c.number)
        if len(c.text) > LONGEST_CLAUSE:
            yield message("plan_draft.long", place=c.place, number=c.number, most=LONGEST_CLAUSE)


_LAST = re.compile(rf"({_NUMERAL}+|\d+)([）条]?)$")


def _before(number: str) -> str | None:
    """The number that should come before; None for the first of its kind, or one that cannot be counted."""
    match = _LAST.search(number)
    count = value(match[1]) if match else 0
    if match is None or not 1 < count <= COUNTED:
        return None
    earlier = str(count - 1) if match[1].isdecimal() else chinese(count - 1)
    return f"{number[: match.start()]}{earlier}{match[2]}"
