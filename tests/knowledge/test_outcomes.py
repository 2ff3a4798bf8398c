"""What is possible where facts are open, against trying every way one by one."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from knowledge.messages.message import message
from knowledge.permissions.outcomes import Ends, Undecided, outcomes
from knowledge.situation.conditions import Atom
from knowledge.vocabulary import Modality
from tests.support.examples import examples

OPEN = {"pregnant": (True, False), "disability": (True, False), "injury": (True, False)}
ATOMS = st.builds(
    lambda fact, value: Atom(fact, frozenset({value}), message("cell.empty")),
    st.sampled_from(sorted(OPEN)),
    st.booleans(),
)
CONDITIONS = st.lists(ATOMS, max_size=2).map(tuple)
NORMS = st.builds(Undecided, st.sampled_from(Modality), CONDITIONS, st.lists(CONDITIONS, max_size=2).map(tuple))


def answer(ends: Ends) -> str:
    return " ".join(sorted(f"{m.value}:{e.value}" for m, e in ends))


@examples(200)
@given(st.lists(NORMS, max_size=4))
def test_each_way_gives_what_it_gives_alone(norms: list[Undecided]):
    facts = list(dict.fromkeys(a.fact for n in norms for a in n.atoms))
    ways = [dict(zip(facts, chosen, strict=True)) for chosen in product(*(OPEN[f] for f in facts))]
    alone = {tuple(way.values()): answer(frozenset((n.modality, n.end(way)) for n in norms)) for way in ways}
    found = outcomes(norms, answer)
    assert found.answers == set(alone.values())
    for i, fact in enumerate(facts):
        turned = any(alone[way] != alone[(*way[:i], not way[i], *way[i + 1 :])] for way in alone)
        assert (fact in found.turning) is turned, fact
