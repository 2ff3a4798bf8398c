"""Services, recipients, hours and capacity of the demo places; every number from a seed and marked so (演示服务点)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Provenance
from loaders.directory.forms import key_for
from loaders.synthetic.content import content
from network.entities import Area, ServicePoint


@dataclass(frozen=True, slots=True)
class Faults:
    """Planted faults of supply, by key."""

    full: tuple[str, ...]
    no_hours: tuple[str, ...]
    no_capacity: tuple[str, ...]


def gives(kind: str) -> tuple[str, ...]:
    """Return the services of places of a kind by the rules: one place, many uses."""
    return tuple(s.code for s in rulebook().services.values() if kind in s.points)


def more(areas: tuple[Area, ...], on: date, mark: Provenance, source: str) -> Iterator[ServicePoint]:
    """Places beside the three tiers."""
    number, kinds, hours = 3000, rulebook().kinds, content().hours
    for made in content().point:
        for a in (a for a in areas if a.level is made.level):
            number += 1
            name = f"{a.name.removesuffix('居委会')}{made.label}（演示点）"
            yield ServicePoint(
                key_for(kinds[made.kind], a, {"name": name, "number": ""}, None),
                name,
                a.code,
                made.kind,
                (a.code,),
                mark,
                source,
                None,
                hours[made.hours],
                f"演示分机 {number:04d}",
                on - timedelta(days=30),
                age_from=made.age_from,
                age_under=made.age_under,
                confidential=kinds[made.kind].confidential,
            )


def supply(points: list[ServicePoint], chance: Random, on: date) -> tuple[list[ServicePoint], Faults]:
    """The same places with services, capacity, load, staff and access; faults planted among the small ones."""
    faulty = {x.kind for x in content().point if x.faults}
    small = sorted(p.id for p in points if p.body in faulty)
    picked = chance.sample(small, 9)
    faults = Faults(*(tuple(sorted(picked[n : n + 3])) for n in (0, 3, 6)))
    return [_supplied(p, faults, chance, on) for p in points], faults


def _supplied(p: ServicePoint, faults: Faults, chance: Random, on: date) -> ServicePoint:
    low, high = content().capacity[p.body]
    capacity = chance.randint(low, high)
    load = capacity if p.id in faults.full else chance.randint(0, capacity - 2)
    known = p.id not in faults.no_capacity
    return replace(
        p,
        services=gives(p.body),
        hours=() if p.id in faults.no_hours else p.hours,
        capacity=capacity if known else None,
        load=load if known else None,
        load_on=on - timedelta(days=1) if known else None,
        staff=chance.randint(1, 6),
        accessible=chance.choice((True, True, False, None)),
    )
