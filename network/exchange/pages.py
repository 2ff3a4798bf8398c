"""Lists of the directory by page, with their filters (分页)."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge.exchange.tables import PREFIX
from network.exchange.nested import Nested
from network.exchange.rows import Row, Tables

LISTS: Mapping[str, str] = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
"""Names of the lists, each with the table of its rows."""
SEARCHED = ("name", "alternate_name", "description")
USUAL, MOST = 50, 500
"""Rows of a page by default, and at most (configured values)."""
MOST_MINIMAL = 10_000
"""The same of a list of ids, which programs want on one page (configured value)."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Filters of a list; an empty value filters nothing."""

    page: int = 1
    per_page: int = USUAL
    search: str = ""
    full: bool = False
    minimal: bool = False
    strict: bool = False
    """Without the fields that are ours."""
    top_only: bool = False
    by: Mapping[str, str] | None = None
    """Ids that rows must have: by `organization_id`, `taxonomy_term_id`, `taxonomy_id`, `parent_id`."""


class ServedDirectory:
    """Directory of a day, ready to be served."""

    def __init__(self, rows: Tables) -> None:
        self.rows, self.nested = rows, Nested(rows)

    def one(self, name: str, key: str, *, strict: bool = False) -> dict[str, Any] | None:
        """A row of a list with all that belongs to it; None if there is none."""
        table = LISTS[name]
        row = self.rows.get(table, {}).get(key)
        return None if row is None else _without_ours(self.nested.full(table, row), strict=strict)

    def page(self, name: str, asked: ListQuery) -> dict[str, Any]:
        """A page; beyond the last one it is empty."""
        rows = self._fitting(LISTS[name], asked)
        pages = -(-len(rows) // asked.per_page)
        shown = rows[(asked.page - 1) * asked.per_page : asked.page * asked.per_page]
        return {
            "total_items": len(rows),
            "total_pages": pages,
            "page_number": asked.page,
            "size": len(shown),
            "first_page": asked.page == 1,
            "last_page": asked.page >= pages,
            "empty": not shown,
            "contents": [self._shown(LISTS[name], row, asked) for row in shown],
        }

    def _shown(self, table: str, row: Row, asked: ListQuery) -> dict[str, Any]:
        if asked.minimal:
            return {name: row[name] for name in ("id", "last_modified") if name in row}
        made = self.nested.full(table, row) if asked.full else self.nested.listed(table, row)
        return _without_ours(made, strict=asked.strict)

    def _fitting(self, table: str, asked: ListQuery) -> Sequence[Row]:
        rows = list(self.rows.get(table, {}).values())
        for field, key in (asked.by or {}).items():
            rows = [r for r in rows if self._has(table, r, field, key)]
        if asked.top_only:
            rows = [r for r in rows if str(r["id"]) not in self._parents]
        if asked.search:
            word = _folded(asked.search)
            rows = [r for r in rows if any(word in _folded(str(r.get(f, ""))) for f in SEARCHED)]
        return rows

    def _has(self, table: str, row: Row, field: str, key: str) -> bool:
        if field in row:
            return row[field] == key
        if table == "service_at_location":
            service = self.rows["service"].get(str(row.get("service_id")))
            return service is not None and self._has("service", service, field, key)
        wanted = self._linked.get(f"{field}/{key}", frozenset())
        return str(row["id"]) in wanted

    @cached_property
    def _linked(self) -> Mapping[str, frozenset[str]]:
        """Return the ids with a term or a taxonomy: by `taxonomy_term_id/…` and `taxonomy_id/…`."""
        linked: dict[str, set[str]] = {}
        terms = self.rows.get("taxonomy_term", {})
        for a in self.rows.get("attribute", {}).values():
            term = str(a.get("taxonomy_term_id"))
            taxonomy = terms.get(term, {}).get("taxonomy_id")
            for key in (f"taxonomy_term_id/{term}", f"taxonomy_id/{taxonomy}"):
                linked.setdefault(key, set()).add(str(a.get("link_id")))
        return {key: frozenset(ids) for key, ids in linked.items()}

    @cached_property
    def _parents(self) -> frozenset[str]:
        """Terms that have terms below them."""
        return frozenset(str(t["parent_id"]) for t in self.rows.get("taxonomy_term", {}).values() if "parent_id" in t)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _without_ours(row: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """Return a nested row, without our own fields if `strict`."""
    if not strict:
        return row
    return {n: _inner(v) for n, v in row.items() if not n.startswith(PREFIX)}


def _inner(value: Any) -> Any:
    if isinstance(value, list):
        return [_inner(v) for v in value]
    return _without_ours(value, strict=True) if isinstance(value, dict) else value
