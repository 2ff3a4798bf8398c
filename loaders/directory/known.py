"""What a row is read against: the loaded areas and the rulebook's kinds of bodies (对照)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.rows.rows import BodyKind
from loaders.tables import cells
from loaders.tables.cells import Refused
from network.entities import Area
from network.places import core

NOT_LOADED = "区划未载入，先载入区划 / area not loaded: load areas first"


WITHIN = re.compile(r"^(?:广东省)?(?:广州市)?(?P<district>[^街社]{1,4}[区县市])(?P<name>.{2,})$")
"""越秀区东山街道."""


@dataclass(frozen=True)
class Known:
    """What a row is read against: the areas of the graph, the kinds of the rulebook, the file's name."""

    source: str
    areas: Mapping[str, Area]
    kinds: Mapping[str, BodyKind]

    @cached_property
    def _kind_names(self) -> Mapping[str, list[str]]:
        """Kinds by what people write; a code or the kind's own name goes before another's alias."""
        own = {cells.folded(n): [k.code] for k in self.kinds.values() for n in (k.code, k.name)}
        also: defaultdict[str, list[str]] = defaultdict(list)
        for k in self.kinds.values():
            for alias in k.aliases:
                also[cells.folded(alias)].append(k.code)
        return {**also, **own}

    @cached_property
    def _by_core(self) -> Mapping[str, list[Area]]:
        """Areas by the name without its generic words."""
        found: defaultdict[str, list[Area]] = defaultdict(list)
        for a in self.areas.values():
            found[core(a.name)].append(a)
        return found

    def kind(self, text: str, column: str = "类别 kind") -> BodyKind:
        """The kind of body that a code, name or alias means."""
        fits = self._kind_names.get(cells.folded(cells.whole(text, column)), [])
        if len(fits) != 1:
            said = "有几种读法 / is ambiguous" if fits else "规则库中没有 / is not in the rulebook"
            raise Refused(f"{column}{said}: bodies.toml")
        return self.kinds[fits[0]]

    def area(self, text: str, district: str = "", column: str = "区划 area") -> Area:
        """The loaded area of a code, or the only one of that name.

        Names repeat across districts and years: with several, the code or the district decides.
        """
        if cells.is_code(cells.whole(text, column)):
            return self._coded(text, column)
        fits = self._by_core.get(core(text), [])
        exact = [a for a in fits if a.name == text.strip()] or fits
        if not fits and (m := WITHIN.match(cells.folded(text))):
            return self.area(m["name"], m["district"], column)
        if district:
            above = self.area(district, column="所属区 district").code
            exact = [a for a in exact if above in self._path(a)]
        if not exact:
            raise Refused(f"{column}: {NOT_LOADED}")
        if len(exact) > 1:
            raise Refused(f"{column}重名，请写代码 / several areas have this name: write the code")
        return exact[0]

    def _coded(self, text: str, column: str) -> Area:
        if found := self.areas.get(cells.code(text, column)):
            return found
        raise Refused(f"{column}: {NOT_LOADED}")

    def _path(self, area: Area) -> Iterator[str]:
        here: Area | None = area
        while here is not None:
            yield here.code
            here = self.areas.get(here.parent or "")
