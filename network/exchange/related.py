"""Relations between the rows of a directory (相关行)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from network.exchange.rows import Row, Tables

CLOSED = frozenset({"inactive", "defunct"})
"""States of services that are over."""
OWNED = ("schedule", "phone", "service_area", "address", "organization_identifier", "accessibility")
OWNERS = ("organization_id", "location_id", "service_id", "service_at_location_id")


class Related:
    """Index of rows by the row to which they belong."""

    def __init__(self, rows: Tables) -> None:
        self.rows = rows

    @cached_property
    def of(self) -> Mapping[str, Mapping[str, list[Row]]]:
        """Return rows by `table.field`, then by the id in that field."""
        pairs = [("service", "organization_id"), ("service_at_location", "location_id"), ("attribute", "link_id")]
        pairs += [(table, owner) for table in OWNED for owner in OWNERS]
        return {f"{table}.{name}": self._by(table, name) for table, name in pairs}

    def _by(self, table: str, name: str) -> Mapping[str, list[Row]]:
        by: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows.get(table, {}).values():
            if name in row:
                by[str(row[name])].append(row)
        return dict(by)

    def codes(self, link: object) -> tuple[str, ...]:
        """Codes of the terms that a row has."""
        terms = self.rows.get("taxonomy_term", {})
        ids = (str(a.get("taxonomy_term_id")) for a in self.of["attribute.link_id"].get(str(link), ()))
        return tuple(dict.fromkeys(str(terms[i]["code"]) for i in ids if "code" in terms.get(i, {})))

    def services(self, location: object) -> list[Row]:
        """The services at a location that are not over."""
        links = self.of["service_at_location.location_id"].get(str(location), ())
        services = (self.rows.get("service", {}).get(str(link.get("service_id"))) for link in links)
        return [s for s in services if s is not None and s.get("status") not in CLOSED]

    def identifier(self, organization: Row) -> str | None:
        """The first identifier of an organisation."""
        rows = self.of["organization_identifier.organization_id"].get(str(organization["id"]), ())
        return next((str(r["identifier"]) for r in rows), None)

    def phone(self, name: str, key: object) -> str | None:
        """The first number of an owner; `name` is the field that names it."""
        return next((str(r["number"]) for r in self.of[f"phone.{name}"].get(str(key), ())), None)
