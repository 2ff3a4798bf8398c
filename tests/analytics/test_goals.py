"""The goals of many children, judged together, are those of each judged alone."""

from collections import Counter
from random import Random

from analytics.obligations.fulfilment import goals, judge_twins
from api.obligations.query import twins_of
from api.persons.children import Child, alike
from cli.bench.judging import children
from knowledge.derivation.derived import Facts, SameFacts
from knowledge.obligations.attributes import attributes_of, of_child
from knowledge.obligations.judging import judge
from knowledge.obligations.rates import gravest
from knowledge.obligations.standing import Record, Result, Thing
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from loaders.shipped import yuexiu
from loaders.synthetic import people as synthetic_people
from tests.conftest import ON


def kids(book: Rulebook) -> dict[str, Situation]:
    """Children as a district has them, and others of whom anything may be known; twins of some."""
    made = [i.situation for i in synthetic_people.make(yuexiu.areas(), (), book, ON, 200)[0]]
    drawn = children()[:100]
    return {f"k{n}": s for n, s in enumerate([*made, *drawn, *drawn[:50]])}


def test_children_judged_together_stand_as_each_alone_and_so_do_the_goals(book: Rulebook):
    every, draw, same = kids(book), Random(7), SameFacts(ON)  # noqa: S311  # repeatable, no secret
    together = alike(Child(key, "", s, book, same) for key, s in every.items())
    assert len(together) < len(every), "twins share"
    fulfilled, alone = [], {}
    for o in (o for o in book.obligations_on(ON) if o.objects.of == "minor"):
        filed = [
            Record(f"r-{key}", o.code, None, key, ON.replace(day=draw.randint(1, ON.day)), ON, o.evidence[0].value, r)
            for key in draw.sample(sorted(every), 30)
            for r in (draw.choice(list(Result)),)
        ]
        more = {key: {"grade": draw.choice(("red", "green"))} for key in draw.sample(sorted(every), 30)}
        fulfilled.append(judge_twins(o, tuple(twins_of(o, more, together)), filed, ON))
        wanted, own = attributes_of(o), {r.object: [r] for r in filed}
        alone[o.code] = [
            judge(o, Thing(k, k, of_child(Facts.of(book, s, ON), s, wanted) | more.get(k, {})), own.get(k, ()), ON)
            for k, s in sorted(every.items())
        ]
        assert list(fulfilled[-1].judged) == alone[o.code]
    for goal in goals(fulfilled):
        found = [(f.obligation, j) for f in goal.obligations for j in alone[f.obligation.code]]
        grave = Counter(g for o, j in found if (g := gravest(o, j)) is not None)
        assert dict(goal.severities) == dict(grave)
        counted = [j for f in goal.counted for j in alone[f.obligation.code]]
        assert goal.rate.denominator + goal.rate.exempt + goal.rate.not_due == len(counted)
