"""Data that are not public, made from a seed and marked so: posts, holders, places, with planted faults (演示数据)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from knowledge.coverage.tiers import tiers
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Level, PostKind, Provenance, Tier
from loaders.synthetic.content import content
from loaders.synthetic.names import DEMO_NAMES, DemoNames
from loaders.synthetic.points import Faults, more, supply
from network.entities import Area, Body, CompleteList, Holder, Population, Post, ServicePoint

SEED = 20260701
SOURCE = f"合成（种子 {SEED}）"
MARK = Provenance.SYNTHETIC
LEVELS = {
    Level.DISTRICT: AreaLevel.DISTRICT,
    Level.STREET: AreaLevel.STREET,
    Level.COMMUNITY: AreaLevel.COMMUNITY,
}
WEEKEND = ("Sa-Su 09:00-17:00",)


@dataclass(frozen=True, slots=True)
class Planted:
    """The faults that the data contains, by key: what a check of the network must find, exactly."""

    street_without_station: tuple[str, ...]
    vacant: tuple[str, ...]
    two_posts: tuple[str, ...]
    """Holders with more than one post."""
    weekend_only: tuple[str, ...]
    no_contact: tuple[str, ...]
    stale: tuple[str, ...]
    """Places whose facts were last confirmed over a year before."""
    supply: Faults


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A made network for real areas."""

    bodies: tuple[Body, ...]
    points: tuple[ServicePoint, ...]
    holders: tuple[Holder, ...]
    posts: tuple[Post, ...]
    planted: Planted


def _contact(number: int) -> str:
    return f"演示分机 {number:04d}"


def make(
    areas: tuple[Area, ...],
    on: date,
    seed: int = SEED,
    own: Iterable[Body] | None = None,
    names: DemoNames = DEMO_NAMES,
) -> Synthetic:
    """Make posts, holders and places for the areas, the same for the same seed and day.

    `own` are the offices whose facts ship; the offices of the district that the rules name are made where none do.
    """
    chance = Random(seed)  # noqa: S311  # repeatable data, no secret
    streets = [a for a in areas if a.level is AreaLevel.STREET]
    posts = [*_posts(areas)]
    vacant = {p.id for p in chance.sample([p for p in posts if p.kind is not PostKind.CENTRE_HEAD], 8)}
    holders, filled = _fill(posts, vacant, names, chance)
    points = [*_points(areas, on)]
    points, planted = _plant(points, streets, chance, on)
    bodies, silent = _bodies(areas, chance)
    bodies += _offices(areas) if own is not None and not tuple(own) else ()
    points, lacking = supply([*points, *more(areas, on, MARK, SOURCE)], Random(seed + 1), on)  # noqa: S311  # as above
    shared = tuple(sorted(h for h in {p.holder for p in filled if p.holder} if _count(filled, h) > 1))
    faults = Planted(
        planted.street_without_station,
        tuple(sorted(vacant)),
        shared,
        planted.weekend_only,
        silent,
        planted.stale,
        lacking,
    )
    return Synthetic(tuple(bodies), tuple(points), tuple(holders), tuple(filled), faults)


EACH = 800
"""Minors of a community where no figure of the district is published: made, no statistics."""


def population(areas: tuple[Area, ...], minors: int | None = None, seed: int = SEED) -> tuple[Population, ...]:
    """The district's figure spread over its communities by a seed: made, so that reach can be shown in children."""
    chance = Random(seed + 2)  # noqa: S311  # repeatable data, no secret
    communities = [a for a in areas if a.level is AreaLevel.COMMUNITY]
    shares = [chance.uniform(0.5, 1.5) for _ in communities]
    total = minors or EACH * len(communities)
    whole = [round(total * s / sum(shares)) for s in shares]
    whole[-1] += total - sum(whole)
    what = f"区总数{total}" if minors else f"编造的总数{total}"
    source = f"{SOURCE}：{what}按随机份额分摊，非统计数"
    return tuple(Population(a.code, n, source, MARK) for a, n in zip(communities, whole, strict=True))


def lists(made: Synthetic, district: str) -> tuple[CompleteList, ...]:
    """The demo states that its own kinds are complete, so that what is missing of them is missing."""
    kinds = {str(p.kind) for p in made.posts} | {p.body for p in made.points} | {b.kind for b in made.bodies}
    return tuple(CompleteList(kind, district, date(2025, 1, 1), SOURCE, MARK) for kind in sorted(kinds))


def _count(posts: list[Post], holder: str) -> int:
    return sum(p.holder == holder for p in posts)


def _posts(areas: Iterable[Area]) -> Iterator[Post]:
    for level, tier in tiers().items():
        for area in (a for a in areas if a.level is level):
            for kind in tier.posts:
                yield Post(f"{kind}@{area.code}", kind, area.code, MARK, SOURCE)


def _fill(posts: list[Post], vacant: set[str], names: DemoNames, chance: Random) -> tuple[list[Holder], list[Post]]:
    """Return one person a post, except two directors who each have a second post, by a number of their office."""
    directors = [p.id for p in posts if p.kind is PostKind.DIRECTOR and p.id not in vacant]
    pairs = chance.sample(directors, 4)
    instead = {pairs[1]: pairs[0], pairs[3]: pairs[2]}
    staff = {first: f"{names.staff}-{n:03d}" for n, first in enumerate(instead.values(), 1)}
    holders, filled = [], []
    for number, p in enumerate(posts, 1):
        if p.id in vacant:
            filled.append(p)
            continue
        own = instead.get(p.id, p.id)
        key = f"holder-{staff.get(own, own)}"
        if p.id not in instead:
            holders.append(Holder(key, f"演示人员{number:03d}", MARK))
        filled.append(Post(p.id, p.kind, p.area, MARK, SOURCE, key, date(2025, 1, 1)))
    return holders, filled


def _points(areas: Iterable[Area], on: date) -> Iterator[ServicePoint]:
    made, hours = on - timedelta(days=30), content().hours
    plan = [(a, tier) for tier in content().tier for a in areas if a.level is tier.level]
    for number, (a, tier) in enumerate(plan, 1):
        name = f"{a.name.removesuffix('居委会')}{tier.label}（演示点）"
        yield ServicePoint(
            f"{tier.kind}@{a.code}",
            name,
            a.code,
            tier.kind,
            (a.code,),
            MARK,
            SOURCE,
            tier.tier,
            hours[tier.hours],
            _contact(number),
            made,
        )


def _plant(
    points: list[ServicePoint], streets: list[Area], chance: Random, on: date
) -> tuple[list[ServicePoint], Planted]:
    missing = chance.choice(streets).code
    keys = [p.id for p in points if p.tier is Tier.COMMUNITY]
    picked = chance.sample(keys, 7)
    weekend, stale = set(picked[:3]), set(picked[3:])
    old = on - timedelta(days=900)
    points = [
        ServicePoint(
            p.id,
            p.name,
            p.area,
            p.body,
            p.serves,
            p.provenance,
            p.source,
            p.tier,
            WEEKEND if p.id in weekend else p.hours,
            p.contact,
            old if p.id in stale else p.assured_on,
        )
        for p in points
        if p.id != f"{tiers()[AreaLevel.STREET].point}@{missing}"
    ]
    return points, Planted((missing,), (), (), tuple(sorted(weekend)), (), tuple(sorted(stale)), Faults((), (), ()))


def _offices(areas: Iterable[Area]) -> Iterator[Body]:
    """An office of each kind that the rules place at the level of an area, made: the names are no facts."""
    made = {(b.kind, b.level) for b in content().body}
    kinds_of_points = {t.point for t in tiers().values()} | {p.kind for p in content().point}
    for a in areas:
        for k in rulebook().kinds.values():
            if LEVELS.get(k.level) is a.level and (k.code, a.level) not in made and k.code not in kinds_of_points:
                name = f"{a.name.removesuffix('居委会')}{k.name}（演示）"
                yield Body(f"{k.code}@{a.code}", name, k.code, a.code, SOURCE, MARK)


def _bodies(areas: Iterable[Area], chance: Random) -> tuple[list[Body], tuple[str, ...]]:
    """Street by street, then community by community, each with its bodies."""
    placed = [
        (a, b) for level in tiers() for a in areas if a.level is level for b in content().body if b.level is level
    ]
    ids = [(f"{b.kind}@{a.code}", b.kind, a, b.label) for a, b in placed]
    silent = chance.choice(ids)[0]
    bodies = [
        Body(
            key,
            f"{a.name.removesuffix('居委会')}{label}（演示）",
            kind,
            a.code,
            SOURCE,
            MARK,
            contact=None if key == silent else _contact(1000 + n),
        )
        for n, (key, kind, a, label) in enumerate(ids)
    ]
    return bodies, (silent,)
