"""Copy the articles that the rules cite, word for word, into knowledge/articles.toml.

    python tools/harvest.py ../shared/law/articles.jsonl

Every shipped version of a cited document gives its article of that number, so that a change of law shows.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.texts.provisions import digest

ALWAYS = {("WB", 2), ("WB", 130), ("MFD", 201), ("MFD", 202), ("MFD", 203)}
"""Cited by the code itself: who is a minor, what the words mean, how days are counted."""
FOLDER = Path(__file__).parent.parent / "knowledge"


def _clauses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("clause"), str):
            yield value["clause"]
        for inner in value.values():
            yield from _clauses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _clauses(inner)


def _cited() -> set[tuple[str, int]]:
    folders = ("matters", "norms", "concepts", "services", "obligations")
    paths = [p for folder in folders for p in FOLDER.glob(f"{folder}/*.toml")]
    found = {c for p in paths for c in _clauses(tomllib.loads(p.read_text("utf-8")))}
    return ALWAYS | {(c.split("/")[0], int(c.split("/")[1])) for c in found if "/" in c}


def main(source: Path) -> None:
    """Write the file anew."""
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    by_text = {(r["law"], r["version"], r["article"]): r["paras"] for r in rows}
    documents = tomllib.loads((FOLDER / "documents.toml").read_text("utf-8"))["document"]
    cited, out = _cited(), ["# 规则所引条文，逐字；由 tools/harvest.py 写成，勿手改。\n"]
    for document in documents:
        for version in document["version"]:
            for number in sorted(n for d, n in cited if d == document["id"] and "text" in version):
                paras = by_text.get((*version["text"], number))
                if paras is None:
                    continue
                shown = ",\n".join(f"    {json.dumps(p, ensure_ascii=False)}" for p in paras)
                head = f'[[article]]\nversion = "{version["id"]}"\nnumber = {number}\nsha256 = "{digest(paras)}"\n'
                out.append(f"{head}paras = [\n{shown},\n]\n")
    (FOLDER / "articles.toml").write_text("\n".join(out), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
