"""A district to start with: its areas, and the facts of its own where such ship (辖区)."""

from dataclasses import dataclass

from graph_model.directory import divisions
from knowledge.vocabulary import AreaLevel
from loaders.shipped import schools, yuexiu
from loaders.synthetic.names import DEMO_NAMES, DemoNames
from network.codes import LENGTH
from network.entities import Area, Body, ServicePoint

DEFAULT = yuexiu.DISTRICT
"""The district whose offices and schools ship as files; `TONGXIN_DISTRICT` names another."""


@dataclass(frozen=True, slots=True)
class District:
    """Shipped data of a district."""

    code: str
    areas: tuple[Area, ...]
    bodies: tuple[Body, ...] = ()
    schools: tuple[ServicePoint, ...] = ()
    minors: int | None = None
    """A published figure; without one the demo makes one."""
    children: int | None = None
    """A published number of children in difficulty."""

    @property
    def name(self) -> str:
        """Return the name of the district."""
        return next(a.name for a in self.areas if a.code == self.code)

    @property
    def names(self) -> DemoNames:
        """Return the demo's own names in this district."""
        return names_in(self.code)

    def first(self, level: AreaLevel) -> Area:
        """The first area of a level, which the demo accounts have."""
        return next(a for a in self.areas if a.level is level)


def names_in(code: str | None) -> DemoNames:
    """Return the demo's own names in a district, by default the one with facts of its own."""
    full = _whole(code)
    return DEMO_NAMES if full == DEFAULT else DemoNames(full[: divisions.DISTRICT])


def _whole(code: str | None) -> str:
    return (code or DEFAULT).ljust(LENGTH, "0")


def district(code: str | None = None) -> District:
    """The district of a code, by default the one with facts of its own.

    Raises:
        BadInput: There is no district of this code.
    """
    full = _whole(code)
    if full == yuexiu.DISTRICT:
        return District(full, yuexiu.areas(), yuexiu.bodies(), schools.points(), yuexiu.MINORS, yuexiu.CHILDREN)
    return District(full, divisions.district(full))
