"""Drawings as inline SVG, which print and work with screen readers (图)."""

import html
from collections.abc import Sequence
from textwrap import wrap

from markupsafe import Markup

from web.parts.asking import Row

WIDTH, GAP, LINE, PAD, LETTERS = 210, 60, 20, 10, 12
"""Width of a box, gap between columns, height of a line, padding of a box, in pixels; characters of a line."""


def layered_markup(nodes: Sequence[Row], edges: Sequence[Row], title: str) -> Markup:
    """A graph whose nodes are in columns by their distance from the start, as markup.

    `nodes` have id, kind and label; `edges` have source, target and label. The graph may have cycles: a node is in the
    first column that reaches it.
    """
    column = _columns(nodes, edges)
    boxes, height = _placed(nodes, column)
    width = (max(column.values(), default=0) + 1) * (WIDTH + GAP) - GAP + 2
    drawn = [_edge(boxes, e) for e in edges if e["source"] in boxes and e["target"] in boxes]
    drawn += [_box(boxes[n["id"]], n) for n in nodes]
    shown = html.escape(title)
    return Markup(  # noqa: S704  # every text in it is escaped
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{shown}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{shown}</title>{"".join(drawn)}</svg>'
    )


def _columns(nodes: Sequence[Row], edges: Sequence[Row]) -> dict[str, int]:
    targets = {e["target"] for e in edges}
    column = {n["id"]: 0 for n in nodes if n["id"] not in targets} or {n["id"]: 0 for n in nodes[:1]}
    frontier = list(column)
    while frontier:
        reached = [e["target"] for e in edges if e["source"] in frontier and e["target"] not in column]
        depth = max(column.values()) + 1
        column.update(dict.fromkeys(reached, depth))
        frontier = reached
    return {n["id"]: column.get(n["id"], 0) for n in nodes}


def _placed(nodes: Sequence[Row], column: dict[str, int]) -> tuple[dict[str, tuple[int, int, int]], int]:
    """Left, top and height of each box, and the height of the drawing."""
    used: dict[int, int] = {}
    boxes = {}
    for n in nodes:
        at = column[n["id"]]
        tall = len(wrap(n["label"], LETTERS)) * LINE + 2 * PAD
        top = used.get(at, 1)
        boxes[n["id"]] = (at * (WIDTH + GAP) + 1, top, tall)
        used[at] = top + tall + PAD
    return boxes, max(used.values(), default=0) + 1


def _box(box: tuple[int, int, int], n: Row) -> str:
    left, top, tall = box
    lines = "".join(
        f'<tspan x="{left + PAD}" dy="{LINE if i else 0}">{html.escape(part)}</tspan>'
        for i, part in enumerate(wrap(n["label"], LETTERS))
    )
    return (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{tall}" rx="6" class="node {html.escape(n["kind"])}"/>'
        f'<text x="{left + PAD}" y="{top + PAD + 14}">{lines}</text>'
    )


def _edge(boxes: dict[str, tuple[int, int, int]], e: Row) -> str:
    (x, y, tall), (to_x, to_y, to_tall) = boxes[e["source"]], boxes[e["target"]]
    start, y0, y1 = x + WIDTH, y + tall // 2, to_y + to_tall // 2
    half = (start + to_x) // 2
    return f'<path d="M{start} {y0} C{half} {y0} {half} {y1} {to_x} {y1}" class="edge"/>'
