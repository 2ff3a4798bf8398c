"""Rows nested in each other, as programs read them over HTTP (嵌套)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from knowledge.exchange.tables import HsdsTable, tables
from network.exchange.rows import Row, Tables


class Nested:
    """Tables of one version, with an index of what belongs to what."""

    def __init__(self, rows: Tables) -> None:
        self.rows = rows

    @cached_property
    def _belonging(self) -> Mapping[str, Mapping[str, list[Row]]]:
        """Return rows by `table.field`, then by the id in that field."""
        children: dict[str, dict[str, list[Row]]] = {}
        for form in tables().values():
            for child in set(form.many.values()) - children.keys():
                table, _, field = child.partition(".")
                by: defaultdict[str, list[Row]] = defaultdict(list)
                for row in self.rows.get(table, {}).values():
                    if (owner := row.get(field)) is not None:
                        by[str(owner)].append(row)
                children[child] = dict(by)
        return children

    def full(self, table: str, row: Row, above: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return a row with all rows that belong to it; `above` are the tables in which it is nested.

        A reference that the nesting expresses is left out as a field, and no table is nested in itself.
        """
        form = tables()[table]
        around = (*above, table)
        ones, many = self._ones(form, row, around), self._many(form, row, around)
        gone = {form.one[name] for name in ones} | {f for f in form.fields if form.refers(f) in above}
        return {**{n: v for n, v in row.items() if n not in gone}, **ones, **many}

    def listed(self, table: str, row: Row) -> dict[str, Any]:
        """A row as a list shows it: with the single rows to which it refers, and no lists."""
        form = tables()[table]
        ones = {
            name: dict(self.rows[target][str(row[field])])
            for name, field in (*form.one.items(), *form.listed.items())
            if field in row and (target := form.refers(field)) and str(row[field]) in self.rows.get(target, {})
        }
        gone = {form.one[n] for n in ones if n in form.one}
        return {**{n: v for n, v in row.items() if n not in gone}, **ones}

    def _ones(self, form: HsdsTable, row: Row, around: tuple[str, ...]) -> dict[str, Any]:
        ones = {}
        for name, field in form.one.items():
            target, key = form.refers(field), str(row.get(field, ""))
            if target is not None and target not in around and key in self.rows.get(target, {}):
                ones[name] = self.full(target, self.rows[target][key], around)
        return ones

    def _many(self, form: HsdsTable, row: Row, around: tuple[str, ...]) -> dict[str, Any]:
        lists = {}
        for name, child in form.many.items():
            table = child.partition(".")[0]
            rows = self._belonging[child].get(str(row["id"]), []) if table not in around else []
            if rows:
                lists[name] = [self._within(table, child, r, around) for r in rows]
        return lists

    def _within(self, table: str, child: str, row: Row, around: tuple[str, ...]) -> dict[str, Any]:
        made = self.full(table, row, around)
        owner = child.partition(".")[2]
        return {n: v for n, v in made.items() if n != owner}
