"""A kind of item as a drawing: a column a state, a line a step, an arrow to where it leads (办理图)."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

STEPS, STATE, LINE, TOP = 250, 110, 30, 44
"""Pixels: the width of the names of steps, of a state's column, the height of a step, and of the head."""
BESIDE = 14
"""Letters of a step's name that fit its column."""
Kind = Mapping[str, Any]
INK = (
    ".casework text { font: 16px sans-serif; fill: #1a1f27; } .casework .head { font-weight: 700; } "
    ".casework .ended { fill: #545d68; } .casework line { stroke: #dcdcd6; } .casework .way { stroke: #1d4f91; } "
    ".casework .mark { fill: #1d4f91; }"
)
"""Colours of a drawing by itself; on a page they come from its style sheet."""


def drawing(kind: Kind, y: int = 0) -> str:
    """The parts of the drawing of a kind, from `y` downwards."""
    at = {s["code"]: STEPS + n * STATE + STATE // 2 for n, s in enumerate(kind["states"])}
    return "".join([*_heads(kind["states"], at, y, height(kind)), *_steps(kind["steps"], at, y)])


def height(kind: Kind) -> int:
    """The height of the drawing of a kind."""
    return TOP + LINE * len(kind["steps"]) + 6


def width(kind: Kind) -> int:
    """The width of the drawing of a kind."""
    return STEPS + STATE * len(kind["states"])


def picture(kind: Kind) -> str:
    """Return the drawing of a kind as an element of a page; its steps are in words beside it."""
    w, h = width(kind), height(kind)
    return (
        f'<svg class="casework" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        f'aria-label="{escape(kind["label"])}">{drawing(kind)}</svg>'
    )


def document(kinds: Sequence[Kind]) -> str:
    """All kinds below each other, as a file of its own."""
    parts, y = [], 0
    for kind in kinds:
        parts.append(f'<text class="head" x="0" y="{y + 24}">{escape(kind["label"])}</text>')
        parts.append(drawing(kind, y + LINE))
        y += LINE + height(kind) + LINE
    w = max(map(width, kinds))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="casework" viewBox="0 0 {w} {y}" width="{w}" height="{y}">\n'
        f"<style>{INK}</style>\n{body}\n</svg>\n"
    )


def _heads(states: Sequence[Kind], at: Mapping[str, int], y: int, high: int) -> Iterator[str]:
    for s in states:
        x, kind = at[s["code"]], "head ended" if s["ended"] else "head"
        yield f'<line x1="{x}" y1="{y + TOP - 14}" x2="{x}" y2="{y + high}"/>'
        yield f'<text class="{kind}" x="{x}" y="{y + 22}" text-anchor="middle">{escape(s["label"])}</text>'


def _steps(steps: Sequence[Kind], at: Mapping[str, int], y: int) -> Iterator[str]:
    for n, step in enumerate(steps):
        middle = y + TOP + n * LINE + LINE // 2
        name = step["label"] if len(step["label"]) <= BESIDE else step["label"][: BESIDE - 1] + "…"
        yield f'<text x="0" y="{middle + 5}">{escape(name)}</text>'
        yield from _way([at[s] for s in step["sources"]], at.get(step["target"] or ""), middle)


def _way(sources: Sequence[int], target: int | None, y: int) -> Iterator[str]:
    """A dot where a step begins; an arrow where it leads, from the left edge if it makes the item."""
    starts = sources or [STEPS]
    if target is not None:
        ends = [*starts, target]
        yield f'<line class="way" x1="{min(ends)}" y1="{y}" x2="{max(ends)}" y2="{y}"/>'
    for x in starts:
        yield f'<circle class="mark" cx="{x}" cy="{y}" r="4"/>'
    if target is not None and [target] != list(starts):
        sides = {1 if x < target else -1 for x in starts if x != target}
        for side in sorted(sides):
            back = target - 10 * side
            yield f'<path class="mark" d="M{target} {y}L{back} {y - 5}L{back} {y + 5}Z"/>'
