"""Every message of a load is in the catalogues, and none is there that nothing uses."""

import re
from pathlib import Path

from knowledge.messages.message import catalogue
from loaders.loading.topics import TOPICS

ROOT = Path(__file__).parents[2]
GROUPS = ("cell", "row", "segment", "ring", "outline", "file", "load", "topic", "report", "progress")
CODE = re.compile(rf'"((?:{"|".join(GROUPS)})\.[a-z0-9_]+)"')
STAFF = ("accounts", "teams")
"""Topics that are loaded by commands of their own, never uploaded."""
FORMED = {
    *(f"topic.{code}{end}" for code in (*TOPICS, *STAFF) for end in ("", "_row")),
    *(f"report.{name}" for unit in {t.unit for t in TOPICS.values()} for name in (unit, f"counts_{unit}")),
    *(f"progress.{what}" for what in ("areas", "bodies", "schools")),
    *(f"progress.demo_{what}" for what in ("bodies", "holders", "posts", "points", "population", "lists", "accounts")),
    *(f"progress.demo_{kind}s" for kind in ("minor", "guardian", "case", "assignment")),
}
"""Codes that the program puts together."""
FILES = {"report.docx", "report.html"}
"""What looks like a code and is a file."""


def test_the_messages_of_a_load_are_those_of_the_catalogues():
    rooms = ("loaders", "api/loading", "cli", "graph_model/engine", "knowledge/situation", "knowledge/calendar")
    sources = [p for room in rooms for p in (ROOT / room).rglob("*.py")]
    used = {code for p in sources for code in CODE.findall(p.read_text("utf-8"))} | FORMED
    used -= FILES
    for language in ("zh", "en"):
        assert used == {code for code in catalogue(language) if code.startswith(tuple(f"{g}." for g in GROUPS))}
