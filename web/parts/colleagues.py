"""Colleagues in words: by role and area, never by name (同事的说法)."""

from collections.abc import Sequence

from web.parts.asking import Row
from web.parts.words import series


def colleague(who: Row) -> str:
    """Return a person by role and area; names are nowhere."""
    areas = series(a["name"] for a in who["areas"][:2])
    return f"{series(who['roleLabels'])} {areas}".strip()


def apart(people: Sequence[Row]) -> list[Row]:
    """Add the account to the label of two people with the same role and area."""
    labels = [p["label"] for p in people]
    twice = {label for label in labels if labels.count(label) > 1}
    return [{**p, "label": f"{p['label']} {p['code']}" if p["label"] in twice else p["label"]} for p in people]
