"""Look up what a row refers to: loaded areas, kinds of bodies in the rulebook (对照)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Self

from graph_model.jobs.loading import LoadContext
from knowledge.folding import folded
from knowledge.rows.referral import Service
from knowledge.rows.rows import BodyKind, Matter
from knowledge.vocabulary import AreaLevel
from loaders.tables import cells
from loaders.tables.keys import InvalidRow
from network.days import stands
from network.entities import Area, ServicePoint
from network.names import below, core
from network.snapshot import Network

WITHIN = re.compile(
    r"^(?:[一-龥]{2,7}(?:省|自治区))?(?:[一-龥]{2,6}(?:市|州|盟))??(?P<district>[^街社]{1,5}?[区县市旗])(?P<name>.{2,})$"
)
"""某某区某某街道, also after province and city."""


def _names(rows: Mapping[str, BodyKind] | Mapping[str, Matter]) -> Mapping[str, list[str]]:
    """Return rows by code, name and alias; a row's own code or name precedes another's alias."""
    own = {folded(n): [r.code] for r in rows.values() for n in (r.code, r.name)}
    also: defaultdict[str, list[str]] = defaultdict(list)
    for r in rows.values():
        for alias in r.aliases:
            also[folded(alias)].append(r.code)
    return {**also, **own}


@dataclass(frozen=True)
class Known:
    """The areas of the graph, kinds of bodies and matters of the rulebook, and the source to note for the file."""

    source: str
    areas: Mapping[str, Area]
    kinds: Mapping[str, BodyKind]
    on: date = cells.LAST
    """The day of the load: what has happened is not after it."""
    demo: bool = True
    """True if made-up records may be loaded here."""
    matters: Mapping[str, Matter] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    duties: Collection[str] = ()
    """Codes of continuing duties, of which a register may be stated complete."""
    network: Network | None = None
    """Loaded network, where rows are compared with it."""

    @classmethod
    def of(cls, context: LoadContext, source: str, *, demo: bool = True) -> Self:
        """All that a load knows."""
        book = context.book
        return cls(
            source,
            context.network.areas,
            book.kinds,
            context.on,
            demo,
            book.matters,
            book.services,
            tuple(book.obligations),
            context.network,
        )

    def holds(self, key: str) -> bool:
        """True if an office, place or post of this key is loaded."""
        held = self.network
        return held is not None and (key in held.bodies or key in held.points or key in held.posts)

    def located(self) -> Iterator[Area | ServicePoint]:
        """Yield the loaded areas and points with a public location."""
        yield from (a for a in self.areas.values() if a.lon is not None)
        if self.network is not None:
            yield from (p for p in self.network.points.values() if p.lon is not None and not p.confidential)

    @cached_property
    def _kind_names(self) -> Mapping[str, list[str]]:
        return _names(self.kinds)

    @cached_property
    def _matter_names(self) -> Mapping[str, list[str]]:
        return _names(self.matters)

    @cached_property
    def _by_core(self) -> Mapping[str, list[Area]]:
        """Areas by the name without its generic words."""
        areas: defaultdict[str, list[Area]] = defaultdict(list)
        for a in self.areas.values():
            areas[core(a.name)].append(a)
        return areas

    @cached_property
    def _upper(self) -> tuple[str, ...]:
        """Names of provinces and cities, the wider first."""
        wide = (AreaLevel.PROVINCE, AreaLevel.CITY)
        return tuple(a.name for level in wide for a in self.areas.values() if a.level is level)

    def kind(self, text: str, column: str = "kind") -> BodyKind:
        """The kind of body that a code, name or alias means."""
        fits = self._kind_names.get(folded(cells.required(text, column)), [])
        if len(fits) != 1:
            raise InvalidRow(column, "cell.kind_ambiguous" if fits else "cell.kind_unknown")
        return self.kinds[fits[0]]

    def matter(self, text: str, column: str = "matters") -> Matter:
        """The matter that a code, name or alias means."""
        fits = self._matter_names.get(folded(cells.required(text, column)), [])
        if len(fits) != 1:
            raise InvalidRow(column, "cell.matter_ambiguous" if fits else "cell.matter_unknown", text=text)
        return self.matters[fits[0]]

    def service(self, text: str, column: str = "service") -> Service:
        """The service or benefit that a code or name means."""
        plain = folded(cells.required(text, column))
        service = next((s for s in self.services.values() if plain in {s.code, folded(s.name)}), None)
        if service is None:
            raise InvalidRow(column, "cell.service_unknown", text=text)
        return service

    def area(self, text: str, district: str = "", column: str = "area") -> Area:
        """The loaded area of a code, or the only one of that name.

        Several areas may share a name, across districts and years: then the code or the district decides.
        """
        if cells.is_code(cells.required(text, column)):
            return self._coded(text, column)
        fits = self._by_core.get(core(below(text, self._upper)), [])
        fits = [a for a in fits if stands(a, self.on)] or [a for a in fits if not a.withdrawn]
        exact = [a for a in fits if a.name == text.strip()] or fits
        if not fits and (m := WITHIN.match(folded(text))):
            return self.area(m["name"], m["district"], column)
        if district:
            above = self.area(district, column="district").code
            exact = [a for a in exact if any(above == up.code for up in self._path(a))]
        if not exact:
            raise InvalidRow(column, "row.area_not_loaded")
        if len(exact) > 1:
            raise InvalidRow(column, "cell.area_name_ambiguous")
        return exact[0]

    def _coded(self, text: str, column: str) -> Area:
        if area := self.areas.get(cells.code(text, column)):
            return area
        raise InvalidRow(column, "row.area_not_loaded")

    def district(self, area: Area) -> str:
        """The code of the district in which an area lies, or of what it has instead: a city without districts."""
        path = list(self._path(area))
        local = (AreaLevel.STREET, AreaLevel.COMMUNITY)
        return next((up for up in path if up.level not in local), path[-1]).code

    def above(self, area: Area) -> tuple[str, ...]:
        """The names of an area and all above it, the widest first."""
        return tuple(a.name for a in reversed([*self._path(area)]))

    def _path(self, area: Area) -> Iterator[Area]:
        here: Area | None = area
        while here is not None:
            yield here
            here = self.areas.get(here.parent or "")
