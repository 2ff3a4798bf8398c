"""Copy the articles that the rules cite, and those of tools/library.toml, word for word into knowledge/articles.toml.

    python tools/harvest.py ../shared/law/articles.jsonl

Every shipped version of a document gives its article of that number, so that a change of law shows.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.rows.texts import Document, Version
from knowledge.texts.provisions import digest, number_of

Key = tuple[str, int | str]
"""A document's id and the number of an article."""
Texts = dict[tuple[str, str, int | str], list[str]]
"""Paragraphs by law, version and article."""

ALWAYS: set[Key] = {("WB", 2), ("WB", 130), ("MFD", 201), ("MFD", 202), ("MFD", 203)}
"""Cited by the code itself: who is a minor, what the words mean, how days are counted."""
FOLDER = Path(__file__).parent.parent / "knowledge"
LIBRARY = Path(__file__).with_name("library.toml")
"""Articles that no rule cites and that readers look up nevertheless."""


def clauses(value: Any) -> Iterator[str]:
    """Yield the clauses that a row of a rule file cites, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("clause"), str):
            yield value["clause"]
        for inner in value.values():
            yield from clauses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from clauses(inner)


def _cited() -> set[Key]:
    folders = ("matters", "norms", "concepts", "services", "obligations", "casework")
    paths = [p for folder in folders for p in FOLDER.glob(f"{folder}/*.toml")]
    cited = {c for p in paths for c in clauses(tomllib.loads(p.read_text("utf-8")))}
    return {(c.split("/")[0], number) for c in cited if (number := number_of(c)) is not None}


def _library() -> set[Key]:
    return {(document, n) for document, numbers in tomllib.loads(LIBRARY.read_text("utf-8")).items() for n in numbers}


def _order(number: int | str) -> tuple[int, int, str]:
    """262 before 262之一 before 263."""
    plain, _, inserted = str(number).partition("之")
    return int(plain), "一二三四五六七八九十".find(inserted) if inserted else -1, inserted


def _written(version: Version, number: int | str, texts: Texts) -> str | None:
    paras = next((p for key in version.texts if (p := texts.get((*key, number)))), None)
    if paras is None:
        return None
    shown = ",\n".join(f"    {json.dumps(p, ensure_ascii=False)}" for p in paras)
    key = number if isinstance(number, int) else f'"{number}"'
    head = f'[[article]]\nversion = "{version.id}"\nnumber = {key}\nsha256 = "{digest(paras)}"\n'
    return f"{head}paras = [\n{shown},\n]\n"


def main(source: Path) -> None:
    """Write the file anew.

    Raises:
        SystemExit: No version of the document has an article that is wanted.
    """
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    texts = {(r["law"], r["version"], r["article"]): r["paras"] for r in rows}
    raw = tomllib.loads((FOLDER / "documents.toml").read_text("utf-8"))["document"]
    wanted = _cited() | _library() | ALWAYS
    out, cited = ["# 规则所引条文和法律库所列条文，逐字；由 tools/harvest.py 写成，勿手改。\n"], set()
    for document in (Document.model_validate(d) for d in raw):
        for version in document.version:
            for number in sorted((n for d, n in wanted if d == document.id), key=_order):
                if (text := _written(version, number, texts)) is not None:
                    cited.add((document.id, number))
                    out.append(text)
    if missing := sorted(f"{d}/{n}" for d, n in wanted - cited):
        sys.exit(f"没有这些条文：{'、'.join(missing)}")
    (FOLDER / "articles.toml").write_text("\n".join(out), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
