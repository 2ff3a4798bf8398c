"""Charts as inline SVG: a heat map and bars, legible in black and white (图)."""

from collections.abc import Sequence
from html import escape

from cli.report.wording import share
from knowledge.messages.message import message

CELL, LABEL, ROW = 120, 190, 24
BAR = 320


def heat(rows: Sequence[tuple[str, Sequence[float], Sequence[float]]], columns: Sequence[str]) -> str:
    """A table of shaded cells; each shows its number too, for readers who cannot see the shade."""
    width, height = LABEL + CELL * len(columns), ROW * (len(rows) + 1)
    parts = [f'<text x="{LABEL + CELL * n + 4}" y="16">{escape(c)}</text>' for n, c in enumerate(columns)]
    for i, (name, shares, unknown_shares) in enumerate(rows, 1):
        y = ROW * i
        parts.append(f'<text x="0" y="{y + 16}">{escape(name)}</text>')
        for n, (known, unknown) in enumerate(zip(shares, unknown_shares, strict=True)):
            label = escape(share(known, unknown))
            shade = round(255 - 130 * known)
            parts.append(
                f'<rect x="{LABEL + CELL * n}" y="{y}" width="{CELL - 2}" height="{ROW - 2}" '
                f'fill="rgb({shade},{min(255, shade + 20)},255)" stroke="#777"/>'
                f'<text x="{LABEL + CELL * n + 6}" y="{y + 16}">{label}</text>'
            )
    return _svg(width, height, parts, str(message("coverage_report.chart_reach")))


def bars(rows: Sequence[tuple[str, float, str]], title: str) -> str:
    """Bars between 0 and 1, each with its label."""
    parts = []
    for i, (name, part, label) in enumerate(rows):
        y = ROW * i
        parts.append(
            f'<text x="0" y="{y + 16}">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="{y + 3}" width="{BAR}" height="{ROW - 8}" fill="#eee" stroke="#777"/>'
            f'<rect x="{LABEL}" y="{y + 3}" width="{BAR * min(1.0, max(0.0, part)):.1f}" height="{ROW - 8}" '
            f'fill="#3b6ea5"/>'
            f'<text x="{LABEL + BAR + 8}" y="{y + 16}">{escape(label)}</text>'
        )
    return _svg(LABEL + BAR + 220, ROW * max(1, len(rows)), parts, title)


def _svg(width: int, height: int, parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="100%" role="img" aria-label="{escape(title)}" '
        f'font-size="13" font-family="sans-serif"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
