"""Oracle: the schools of a place by their catchments, as the tests of the shipped schools read them (学区)."""

from network.entities import ServicePoint
from network.places import Place
from network.snapshot import Network

SCHOOL = "school"


def schools_for(network: Network, place: Place, stage: str | None = None) -> tuple[ServicePoint, ...]:
    """The schools whose catchment holds the place's street, by name; of one stage where it is said.

    A school whose catchment is not known serves a whole district and is named for all of it (`catchment_known`).
    A place wider than a street has no primary school: none is guessed.
    """
    by_id = {
        s.id: s
        for area in place.path
        for s in network.points_for.get(area.code, ())
        if s.body == SCHOOL and (stage is None or stage in s.stages)
    }
    return tuple(sorted(by_id.values(), key=lambda s: (s.name, s.id)))


def catchment_known(school: ServicePoint) -> bool:
    """Whether the streets of a school's catchment are known, and not only its district."""
    return school.serves != (school.area,)
