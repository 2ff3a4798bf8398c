"""Two columns of names with ways between them, as wide as their numbers; the same in words beside it (往来图)."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.parts.markup import Markup, el

WIDE, SIDE, ROW, TOP = 1000, 330, 34, 10
"""Width of the drawing, of a column of names, height of a name, and of what is above the first; in its own units."""
LETTERS = 17
"""Letters of a name that fit its column."""
THICKEST, FEW = 18, 6
"""The width of the greatest way, and the least count that is drawn so wide."""


@dataclass(frozen=True, slots=True)
class DrawnWay:
    """Flow of a number from one name to another."""

    source: str
    target: str
    count: int
    text: str
    """Text of the flow for a reader of the drawing."""
    marked: bool = False


def ways(rows: Sequence[DrawnWay], title: str) -> Markup:
    """The drawing; names in the order in which the ways name them."""
    left, right = ({name: n for n, name in enumerate(dict.fromkeys(names))} for names in _sides(rows))
    most = max([FEW, *(w.count for w in rows)])
    tall = TOP * 2 + ROW * max(len(left), len(right), 1)
    drawn = [_way(w, left[w.source], right[w.target], most) for w in rows]
    drawn += [_name(name, n, SIDE - 12, "end") for name, n in left.items()]
    drawn += [_name(name, n, WIDE - SIDE + 12, "start") for name, n in right.items()]
    return el("svg", el("title", title), *drawn, viewBox=f"0 0 {WIDE} {tall}", role="img", aria_label=title)


def _sides(rows: Sequence[DrawnWay]) -> tuple[list[str], list[str]]:
    return [w.source for w in rows], [w.target for w in rows]


def _middle(n: int) -> float:
    return TOP + ROW * (n + 0.5)


def _way(w: DrawnWay, left: int, right: int, most: int) -> Markup:
    x, y, end, to, half = SIDE, _middle(left), WIDE - SIDE, _middle(right), WIDE / 2
    wide = max(1.5, round(THICKEST * w.count / most, 1))
    line = f"M{x} {y} C{half} {y} {half} {to} {end} {to}"
    kind = "way late" if w.marked else "way"
    return el("path", el("title", w.text), d=line, class_=kind, stroke_width=wide)


def _name(name: str, n: int, x: int, anchor: str) -> Markup:
    shown = name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
    return el("text", el("title", name), shown, x=x, y=_middle(n) + 6, text_anchor=anchor)
