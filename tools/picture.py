"""Draw the explained path of one answer as an SVG: matter → clause → body kind → office.

    python tools/picture.py docs/graph.svg

Needs a running, loaded graph (tongxin up, tongxin load demo).
"""

import sys
from datetime import date
from html import escape
from pathlib import Path

from api.responsibility.explanation import ExplanationPath
from cli.session import DatabaseServer, run, settings
from graph_model.directory.snapshot import read
from graph_model.graph import Graph
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from network import places
from network.responsibility.offices import answer

COLUMNS = {
    "matter": (20, "#7a1f1f"),
    "clause": (250, "#1f4f7a"),
    "body_kind": (690, "#4f3f7a"),
    "office": (900, "#1f6a4a"),
}
WIDTH = {"matter": 200, "clause": 410, "body_kind": 180, "office": 280}
ROW, HEIGHT = 46, 34


async def _path(graph: Graph) -> ExplanationPath:
    network = await read(graph)
    place = places.by_code(network, "440104001007")
    known = Situation(age=13, pregnant=True, reporter="medical")
    return ExplanationPath.of(answer(network, rulebook(), "M08", place, known, date(2026, 11, 23)))


def svg(path: ExplanationPath) -> str:
    """The picture."""
    by_kind: dict[str, list[str]] = {k: [] for k in COLUMNS}
    labels = {n.id: n.label for n in path.nodes}
    for n in path.nodes:
        by_kind[n.kind].append(n.id)
    tall = max(len(ids) for ids in by_kind.values()) * ROW + 30
    at = {}
    for kind, ids in by_kind.items():
        gap = tall / len(ids) if ids else 0
        for place, key in enumerate(ids):
            at[key] = (kind, COLUMNS[kind][0], gap * (place + 0.5))
    view = f'viewBox="0 0 1200 {tall:.0f}" font-family="sans-serif" font-size="13"'
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" {view}>']
    out.append(f'<rect width="1200" height="{tall:.0f}" fill="#fff"/>')
    for e in path.edges:
        (kind, x1, y1), (_, x2, y2) = at[e.source], at[e.target]
        x1 += WIDTH[kind]
        out.append(
            f'<path d="M{x1} {y1:.0f}C{x1 + 30} {y1:.0f} {x2 - 30} {y2:.0f} {x2} {y2:.0f}" fill="none" stroke="#bbb"/>'
        )
    for key, (kind, x, y) in at.items():
        color, limit = COLUMNS[kind][1], WIDTH[kind] // 13
        text = labels[key] if len(labels[key]) <= limit else labels[key][: limit - 1] + "…"
        box = f'x="{x}" y="{y - HEIGHT / 2:.0f}" width="{WIDTH[kind]}" height="{HEIGHT}" rx="6"'
        out.append(f'<rect {box} fill="#fff" stroke="{color}"/>')
        out.append(f'<text x="{x + 8}" y="{y + 5:.0f}" fill="{color}">{escape(text)}</text>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(svg(run(DatabaseServer(settings()), _path)), "utf-8")
