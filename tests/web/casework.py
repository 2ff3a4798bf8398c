"""What the tests of casework's pages share: what they leave behind, and what stands in a page."""

import re

CLEAN = (
    """MATCH (n:Item) WHERE n.root STARTS WITH 'R-' OR left(n.id, 2) IN ['F-', 'S-']
    OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s""",
    "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c",
)
WORDS = "班主任微信说三年级学生身上有伤，孩子说是爸爸打的，不敢回家"


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    field = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert field, page
    return field[1]
