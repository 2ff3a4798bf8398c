"""Type on the screen is 16 pixels, 14 for a source, a time or a note; nothing smaller (字号)."""

import re
from pathlib import Path

import web

LEAST, REM = 14, 16
STYLES = sorted((Path(web.__file__).parent / "static").glob("*.css"))
SIZE = re.compile(r"(--t-\w+|font-size):\s*([\d.]+)(rem|px|em|%|pt)")
PIXELS = {"rem": REM, "em": REM, "%": REM / 100, "px": 1, "pt": 4 / 3}


def on_screen(style: str) -> str:
    """A sheet without what it says of paper."""
    kept, paper, depth = list[str](), 0, 0
    for piece in re.split(r"(@media print[^{]*\{|\{|\})", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
        paper = paper or (depth + 1 if piece.startswith("@media print") else 0)
        depth += piece.count("{") - piece.count("}")
        if not paper:
            kept.append(piece)
        paper = paper if depth >= paper else 0
    return "".join(kept)


def test_nothing_on_the_screen_is_smaller_than_a_note():
    sizes = [(f.name, *found) for f in STYLES for found in SIZE.findall(on_screen(f.read_text("utf-8")))]
    assert len(sizes) > len(STYLES)
    small = [x for x in sizes if 0 < float(x[2]) * PIXELS[x[3]] < LEAST]
    assert not small
