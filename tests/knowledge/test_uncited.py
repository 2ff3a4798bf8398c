"""Each document is cited by a rule or a library entry, or it is said why it is listed."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
OURS = ("documents.toml", "articles.toml")


def parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def test_each_document_is_cited_or_has_a_reason():
    listed = {d["id"] for d in parsed(ROOT / "knowledge" / "documents.toml")["document"]}
    rules = [p for p in (ROOT / "knowledge").rglob("*.toml") if p.name not in OURS]
    text = "".join(p.read_text("utf-8") for p in rules)
    cited = {*re.findall(r'"([A-Za-z0-9]+)[/:]', text), *parsed(ROOT / "tools" / "library.toml")}
    reasons = parsed(Path(__file__).parent / "uncited.toml")
    assert listed - cited == set(reasons)
    assert all(len(reason) > 8 for reason in reasons.values())
