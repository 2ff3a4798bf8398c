"""What the demo places give, to whom, when and how much; every number from a seed and marked so (演示服务点)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Provenance
from network.entities import Area, ServicePoint

OFFICE = ("Mo-Fr 09:00-12:00", "Mo-Fr 14:00-17:30")
ALWAYS = ("Mo-Su 00:00-24:00",)
CLINIC = ("Mo-Fr 08:00-12:00", "Mo-Fr 14:30-17:30", "Sa 08:00-12:00")
AFTERNOON = ("SD Mo-Fr 15:30-18:00", "SH Mo-Fr 09:00-17:00", "Sa-Su 09:00-17:00")


@dataclass(frozen=True, slots=True)
class Made:
    """How places of a kind are made."""

    level: AreaLevel
    label: str
    hours: tuple[str, ...] = OFFICE
    capacity: tuple[int, int] = (10, 40)
    ages: tuple[int | None, int | None] = (None, None)
    confidential: bool = False


KINDS: Mapping[str, Made] = {
    "youth_zone": Made(AreaLevel.DISTRICT, "青年地带", AFTERNOON, (40, 40), (6, None)),
    "rehab_centre": Made(AreaLevel.DISTRICT, "精神康复服务中心", OFFICE, (60, 60)),
    "one_stop_station": Made(AreaLevel.DISTRICT, "一站式关爱工作站", ALWAYS, (6, 6), (None, 18), confidential=True),
    "legal_aid_centre": Made(AreaLevel.DISTRICT, "法律援助中心", OFFICE, (80, 80)),
    "shelter": Made(AreaLevel.DISTRICT, "临时庇护场所", ALWAYS, (12, 12), confidential=True),
    "medical": Made(AreaLevel.DISTRICT, "综合医院心理科", CLINIC, (30, 30)),
    "social_work_station": Made(AreaLevel.STREET, "社工站", OFFICE),
    "kangyuan": Made(AreaLevel.STREET, "康园工疗站", OFFICE, (8, 20), (16, None)),
    "community_health": Made(AreaLevel.STREET, "社区卫生服务中心", CLINIC, (60, 120)),
    "family_education_station": Made(AreaLevel.COMMUNITY, "社区家长学校", AFTERNOON, (15, 40)),
    "party_service_centre": Made(AreaLevel.COMMUNITY, "党群服务中心", (*OFFICE, "Sa 09:00-12:00"), (20, 60)),
}
TIERS: Mapping[str, tuple[int, int]] = {
    "rescue_centre": (30, 30), "street_station": (15, 30), "community_place": (10, 30),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Faults:
    """Planted faults of supply, by key."""

    full: tuple[str, ...]
    no_hours: tuple[str, ...]
    no_capacity: tuple[str, ...]


def gives(kind: str) -> tuple[str, ...]:
    """The services that the rules say places of a kind give: one place, many uses."""
    return tuple(s.code for s in rulebook().services.values() if kind in s.points)


def more(areas: tuple[Area, ...], on: date, mark: Provenance, source: str) -> Iterator[ServicePoint]:
    """Places beside the three tiers."""
    number = 3000
    for kind, made in KINDS.items():
        for a in (a for a in areas if a.level is made.level):
            number += 1
            name = f"{a.name.removesuffix('居委会')}{made.label}（演示点）"
            yield ServicePoint(
                f"{kind}@{a.code}", name, a.code, kind, (a.code,), mark, source, None, made.hours,
                f"演示分机 {number:04d}", on - timedelta(days=30), age_from=made.ages[0], age_under=made.ages[1],
                confidential=made.confidential,
            )  # fmt: skip


def supply(points: list[ServicePoint], chance: Random, on: date) -> tuple[list[ServicePoint], Faults]:
    """The same places with services, capacity, load, staff and access; faults planted among the small ones."""
    small = sorted(
        p.id for p in points if p.body in ("social_work_station", "family_education_station", "community_health")
    )
    picked = chance.sample(small, 9)
    faults = Faults(*(tuple(sorted(picked[n : n + 3])) for n in (0, 3, 6)))
    return [_supplied(p, faults, chance, on) for p in points], faults


def _supplied(p: ServicePoint, faults: Faults, chance: Random, on: date) -> ServicePoint:
    low, high = TIERS.get(p.body) or KINDS[p.body].capacity
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
