"""Judgement of a continuing duty once for all objects with equal data; pure (同样的对象一起判断)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.obligations.judging import judge
from knowledge.obligations.standing import Judged, Record, Thing
from knowledge.rows.obligations import Obligation

KeyAndName = tuple[str, str]
"""The key and the name of a thing."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Things that differ by key and name alone: one of them, and the names of all."""

    one: Thing
    named: Sequence[KeyAndName]


@dataclass(frozen=True, slots=True)
class Alike:
    """Objects with the same judgement of a duty: that of one of them, and the names of all."""

    one: Judged
    named: Sequence[KeyAndName]

    def each(self) -> Iterator[Judged]:
        """The judgement of each."""
        return (Judged(self.one.obligation, key, name, self.one.on, self.one.parts) for key, name in self.named)


def judge_alike(
    obligation: Obligation, twins: Iterable[Twins], records: Iterable[Record], on: date, *, kept: bool = True
) -> tuple[Alike, ...]:
    """Judge a duty for many things as `judge` does: once for those without records and with the same known attributes.

    A city has thousands of children without records, and few ways in which they differ for one duty. `kept`: as in
    `judge`.
    """
    filed: defaultdict[str, list[Record]] = defaultdict(list)
    for r in records:
        if r.obligation == obligation.code:
            filed[r.object].append(r)
    single, alike = list[Alike](), dict[Hashable, tuple[Judged, list[KeyAndName]]]()
    for group in twins:
        one, rest = group.one, group.named
        if filed:
            rest = [named for named in group.named if named[0] not in filed]
            for key, name in group.named if len(rest) < len(group.named) else ():
                if key in filed:
                    own = judge(obligation, replace(one, key=key, name=name), filed[key], on, kept=kept)
                    single.append(Alike(own, ((key, name),)))
        if rest:
            same = (frozenset(one.attributes.items()), one.since, one.seen)
            if same not in alike:
                alike[same] = judge(obligation, one, (), on, kept=kept), []
            alike[same][1].extend(rest)
    return (*single, *(Alike(judged, named) for judged, named in alike.values()))
