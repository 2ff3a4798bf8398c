"""Whom to call, and where an adult goes: shown on several pages (电话)."""

from web.parts import pieces
from web.parts.asking import Row
from web.parts.words import say


def adult(ways: list[Row]) -> None:
    """Where somebody of 18 or older goes: nothing for minors applies."""
    with pieces.card("warn"):
        pieces.heading(3, say("pieces.adult"))
        for w in ways:
            with pieces.tag("p", "line"):
                if w["number"]:
                    pieces.link(w["number"], f"tel:{w['number']}").classes("number")
                pieces.text("strong", say("frame.comma").join(b["name"] for b in w["who"]))
                pieces.text("span", w["text"])
            pieces.quotes(w["citations"])


def call(c: Row, offices: list[Row]) -> None:
    """One call: number, body, what to say, and offices."""
    with pieces.tag("p", "line"):
        if c["number"]:
            pieces.link(c["number"], f"tel:{c['number']}").classes("number")
        pieces.text("strong", c["body"]["name"])
        pieces.text("span", c["text"])
    for office in offices:
        parts = [office["name"], office["contact"] or say("pieces.no_contact"), office["notice"] or ""]
        pieces.text("p", " · ".join(s for s in parts if s), "office")
