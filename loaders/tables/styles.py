"""Information in the styles of a spreadsheet and in comments on its cells (样式与批注).

A text can be struck through, or shown to nobody: white on white, or in a format that shows nothing.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, iterparse  # expat bounds expansion; sizes are bounded

from loaders.tables.cell_text import over_in_remark

STYLES = "xl/styles.xml"
WHITE, EMPTY = "FFFFFF", re.compile(r";;;?")
"""A colour; a format of numbers and texts that shows neither."""
NO_FILL = frozenset({"none", None})
PERCENT = frozenset({"9", "10"})
"""Built-in number formats in percent."""
WRITTEN = re.compile(r'"([^"]*)"|\\(.)|!(.)')
"""Text of a number format that it writes unchanged."""
SCALED = re.compile(r"[0#?],+(?![0#?,])|[%‰]")
"""A number format in thousands, millions or percent."""
ANOTHER = re.compile(r"[万千百亿十%‰\d.]|个月")
"""Signs by which a format makes another number of one, beside or between its digits."""
ZEROS = re.compile(r"0+")
"""A number format that puts zeros before a shorter number."""


def struck(packed: zipfile.ZipFile, part: str, item: str) -> frozenset[str]:
    """The numbers of the styles of cells, or of the shared texts, that are struck through, in whole or in part."""
    if part not in packed.namelist():
        return frozenset()
    fonts: list[bool] = []
    numbers, number, lined, cells = set[str](), -1, False, False
    with packed.open(part) as stream:
        for event, element in iterparse(stream, ("start", "end")):  # noqa: S314  # as above
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                cells, number = (True, -1) if tag == "cellXfs" else (cells, number)
                continue
            match tag:
                case "strike":
                    lined = lined or strikes(element)
                case "font":
                    fonts.append(lined)
                    lined = False
                case "cellXfs":
                    cells = False
                case _ if tag == item and (cells or item == "si"):
                    number += 1
                    font = int(element.get("fontId", "0"))
                    if lined or (item == "xf" and font < len(fonts) and fonts[font]):
                        numbers.add(str(number))
                    lined = False
                    element.clear()
    return frozenset(numbers)


def strikes(element: Element) -> bool:
    """True if an element strikes its text through."""
    return _tag(element) == "strike" and element.get("val") not in {"0", "false"}


def parts_of_styles(packed: zipfile.ZipFile) -> dict[str, list[Element]]:
    """Fonts, fills, number formats and styles of cells, by their tags; empty where a file has none."""
    parts: dict[str, list[Element]] = {}
    if STYLES in packed.namelist():
        with packed.open(STYLES) as stream:
            for _, element in iterparse(stream):  # noqa: S314  # as above
                if _tag(element) in {"fonts", "fills", "numFmts", "cellXfs"}:
                    parts[_tag(element)] = list(element)
    return parts


def misshown(parts: Mapping[str, list[Element]]) -> dict[str, int]:
    """By number of a style whose format shows another number than its cell has: below how many digits, 0 for all."""
    formats = {f.get("numFmtId"): _misshows(f.get("formatCode") or "") for f in parts.get("numFmts", ())}
    formats |= dict.fromkeys(PERCENT, 0)
    of = {str(number): formats.get(style.get("numFmtId")) for number, style in enumerate(parts.get("cellXfs", ()))}
    return {number: digits for number, digits in of.items() if digits is not None}


def _misshows(code: str) -> int | None:
    written = "".join(part for texts in WRITTEN.findall(code) for part in texts)
    rest = re.sub(r"\[[^\]]*\]|[_*].", "", WRITTEN.sub("", code))
    if re.search(r"[ymdhsYMDHS]", rest):  # a day or a time
        return None
    if SCALED.search(rest) or ANOTHER.search(written):
        return 0
    return len(rest) if len(rest) > 1 and ZEROS.fullmatch(rest) else None


def unseen(parts: Mapping[str, list[Element]]) -> frozenset[str]:
    """The numbers of the styles of cells that show no text: white without a fill, or an empty format."""
    white = [any(_is_white(part) for part in font) for font in parts.get("fonts", ())]
    filled = [any(p.get("patternType") not in NO_FILL for p in f) for f in parts.get("fills", ())]
    empty = {f.get("numFmtId") for f in parts.get("numFmts", ()) if EMPTY.fullmatch(f.get("formatCode") or "")}

    def has(of: list[bool], number: str | None) -> bool:
        return of[int(number or 0)] if int(number or 0) < len(of) else False

    return frozenset(
        str(number)
        for number, style in enumerate(parts.get("cellXfs", ()))
        if style.get("numFmtId") in empty or (has(white, style.get("fontId")) and not has(filled, style.get("fillId")))
    )


def _is_white(part: Element) -> bool:
    return _tag(part) == "color" and (part.get("rgb") or "").endswith(WHITE)


def commented(packed: zipfile.ZipFile, part: str) -> Iterator[str]:
    """Yield the references of the cells of a sheet whose comment marks their subject as over."""
    folder, name = posixpath.split(part.lstrip("/"))
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in packed.namelist():
        return
    with packed.open(listed) as stream:
        targets = [e.get("Target", "") for _, e in iterparse(stream) if e.get("Type", "").endswith("/comments")]  # noqa: S314  # as above
    for target in targets:
        at = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if at not in packed.namelist():
            continue
        with packed.open(at) as stream:
            for _, element in iterparse(stream):  # noqa: S314  # as above
                if _tag(element) == "comment" and over_in_remark("".join(element.itertext())):
                    yield element.get("ref", "")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
