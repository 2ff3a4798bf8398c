"""A body's own form, docx or xlsx, with names in double braces: its marks, and the same file filled in (自有表格).

Only the text between braces changes; every other byte of every part stays, so that the layout is unchanged.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat
from xml.sax.saxutils import escape

from knowledge.errors import BadInput

LARGEST = 2 * 2**20
"""Bytes of a form as it is sent (configured value)."""
UNPACKED, MOST_PARTS = 20 * 2**20, 500
"""Bytes and parts that it may unpack to."""
MARK = re.compile(r"\{\{([^{}]{1,80})\}\}")
"""A name in braces, perhaps with the option that is to be ticked: `{{等级=红}}`."""
TICKED, EMPTY = "☑", "☐"
DOCX, XLSX = "docx", "xlsx"
MEDIA = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MAIN = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_TEXT = {
    DOCX: re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    XLSX: re.compile(r"xl/(sharedStrings|worksheets/sheet\d+|drawings/drawing\d+)\.xml"),
}
_HARMFUL = re.compile(r"vbaProject|/activeX|/embeddings/|externalLinks/|/ctrlProps/", re.IGNORECASE)
_REACHING = (
    re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE),
    re.compile(rb"macroEnabled", re.IGNORECASE),
    re.compile(rb"instrText[^<]*>[^<]*(DDE|INCLUDE|MACROBUTTON)", re.IGNORECASE),
    re.compile(rb"<(?:\w+:)?f[ >][^<]*(WEBSERVICE|HYPERLINK|RTD|IMAGE|\||\[)", re.IGNORECASE),
)
"""Content with external effects when a file is opened: links, macros, exchange with programs, external formulas."""
_GROUPS, _TEXTS, _BESIDE = {"p", "si", "is"}, {"t"}, {"rPh"}
"""XML tags: containers of a text, its pieces, and phonetic text to skip."""
_NEVER = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not allow."""
_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")


@dataclass(frozen=True, slots=True)
class FormMark:
    """A name in a form, with the option to be ticked."""

    name: str
    option: str | None

    @classmethod
    def of(cls, text: str) -> "FormMark":
        """Parse the text between the braces."""
        name, _, option = text.strip().partition("=")
        return cls(name.strip(), option.strip() or None)

    def __str__(self) -> str:
        """Return the mark as written in the form."""
        return self.name if self.option is None else f"{self.name}={self.option}"


@dataclass
class _Piece:
    """Piece of a text: its byte range in the part, and its tag."""

    start: int
    end: int
    tag: str
    text: str = ""


@dataclass
class _Reading:
    """The texts of one part, each in its pieces."""

    content: bytes
    groups: list[list[_Piece]] = field(default_factory=list)
    _open: list[list[_Piece]] = field(default_factory=list)
    _piece: _Piece | None = None
    _beside: int = 0

    def read(self) -> list[list[_Piece]]:
        """Read them.

        Raises:
            BadInput: It is no plain XML.
        """
        parser = expat.ParserCreate(namespace_separator=None)
        parser.StartElementHandler = lambda tag, _attributes: self._begin(tag, parser.CurrentByteIndex)
        parser.EndElementHandler = lambda tag: self._end(tag, parser.CurrentByteIndex)
        parser.CharacterDataHandler = self._letters
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            self.content.decode("utf-8")
            parser.Parse(self.content, True)  # noqa: FBT003  # the only way to say that it is all
        except (expat.ExpatError, UnicodeDecodeError):
            raise BadInput("file", "own_form.damaged") from None
        return self.groups

    def _begin(self, tag: str, at: int) -> None:
        local = tag.rpartition(":")[2]
        self._beside += local in _BESIDE
        if local in _GROUPS:
            self._open.append([])
        elif local in _TEXTS and self._open and not self._beside:
            match = _TAG.match(self.content, at)
            start = match.end() if match else at
            self._piece = _Piece(start, start, tag)

    def _end(self, tag: str, at: int) -> None:
        local = tag.rpartition(":")[2]
        self._beside -= local in _BESIDE
        if local in _GROUPS:
            self.groups.append(self._open.pop())
        elif local in _TEXTS and self._piece is not None:
            self._piece.end = max(at, self._piece.start)
            self._open[-1].append(self._piece)
            self._piece = None

    def _letters(self, text: str) -> None:
        if self._piece is not None:
            self._piece.text += text

    def _doctype(self, *_: object) -> None:
        raise BadInput("file", "own_form.damaged")


def _whole(pieces: list[_Piece]) -> str:
    return "".join(p.text for p in pieces)


def _texts(content: bytes) -> Iterator[list[_Piece]]:
    return (g for g in _Reading(content).read() if "{{" in _whole(g))


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form that was checked."""

    ending: str
    parts: Mapping[str, bytes]

    @classmethod
    def of(cls, content: bytes) -> "OwnForm":
        """From a file.

        Raises:
            BadInput: It is neither docx nor xlsx, too large, damaged, or reaches out when it is opened.
        """
        if len(content) > LARGEST:
            raise BadInput("file", "own_form.too_large", most=LARGEST >> 20)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                rows = packed.infolist()
                if len(rows) > MOST_PARTS or sum(r.file_size for r in rows) > UNPACKED:
                    raise BadInput("file", "own_form.too_large", most=LARGEST >> 20)
                parts = {r.filename: packed.read(r) for r in rows if not r.is_dir()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
            raise BadInput("file", "own_form.no_form") from None
        ending = next((e for name, e in _MAIN.items() if name in parts), None)
        if ending is None:
            raise BadInput("file", "own_form.no_form")
        if wrong := next((n for n, c in parts.items() if _harmful(n, c)), None):
            raise BadInput("file", "own_form.reaches_out", part=wrong)
        made = cls(ending, parts)
        made.marks()
        return made

    def _of_text(self) -> Iterator[tuple[str, bytes]]:
        return ((n, c) for n, c in self.parts.items() if _TEXT[self.ending].fullmatch(n))

    def marks(self) -> list[FormMark]:
        """Return the distinct marks of the form, in the order of its parts.

        Raises:
            BadInput: A part is damaged, or a brace is not closed.
        """
        marks: dict[FormMark, None] = {}
        for _, content in self._of_text():
            for pieces in _texts(content):
                text = _whole(pieces)
                marks |= dict.fromkeys(FormMark.of(m[1]) for m in MARK.finditer(text))
                if left := MARK.sub("", text).partition("{{")[2]:
                    raise BadInput("file", "own_form.open_brace", text=left[:20])
        return list(marks)

    def filled(self, value: Callable[[FormMark], str]) -> bytes:
        """The file with the value of each name in its place."""
        out, text = io.BytesIO(), dict(self._of_text())
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self.parts.items():
                packed.writestr(name, self._replaced(content, value) if name in text else content)
        return out.getvalue()

    def _replaced(self, content: bytes, value: Callable[[FormMark], str]) -> bytes:
        changed = [c for pieces in _texts(content) for c in _changes(pieces, value)]
        changed.sort(key=lambda c: c[0].start)
        made, last = bytearray(), 0
        for piece, text in changed:
            made += content[last : piece.start] + self._written(piece, text)
            last = piece.end
        return bytes(made + content[last:])

    def _written(self, piece: _Piece, text: str) -> bytes:
        """The content of a piece; several lines as Word has them."""
        lines = [escape(line) for line in _clean(text).split("\n")]
        prefix = piece.tag.rpartition("t")[0]
        between = f'</{piece.tag}><{prefix}br/><{piece.tag} xml:space="preserve">' if self.ending == DOCX else "\n"
        return between.join(lines).encode()


def _harmful(name: str, content: bytes) -> bool:
    return bool(_HARMFUL.search(f"/{name}")) or any(r.search(content) for r in _REACHING)


def _clean(text: str) -> str:
    """Remove characters that XML does not allow."""
    return _NEVER.sub("", text)


def _changes(pieces: list[_Piece], value: Callable[[FormMark], str]) -> Iterator[tuple[_Piece, str]]:
    """Yield each changed piece with its new text: a value replaces its mark at the first brace."""
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece.text))
    whole = _whole(pieces)
    marks = [(m.start(), m.end(), value(FormMark.of(m[1]))) for m in MARK.finditer(whole)]
    for piece, (first, last) in zip(pieces, pairwise(ends), strict=True):
        text, at = "", first
        for start, end, new in marks:
            if end <= first or start >= last:
                continue
            text += whole[at : max(at, start)] + (new if start >= first else "")
            at = min(max(end, at), last)
        text += whole[at:last]
        if text != piece.text:
            yield piece, text
