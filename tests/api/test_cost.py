"""What a request costs before it is answered: its answer, the work behind it, and what its arguments list."""

from math import inf
from typing import Any

import pytest
from graphql import GraphQLError

from api.edge.documents import parsed
from api.examples import examples
from api.schema import schema
from api.work import WORK
from network.entities import NetworkVersion
from network.snapshot import network
from tests.api.hostile import Asked, asked, lists
from tests.support.walks import every
from web.parts.asking import documents

LIMITS = schema.limits
QUESTIONS: list[Asked] = [a for kind in ("query", "mutation") for a in asked(kind)]


def cost(document: str, **variables: Any) -> int:
    return schema.within_limits(parsed(document, LIMITS), variables).cost


def refused(document: str, **variables: Any) -> str:
    with pytest.raises(GraphQLError) as error:
        cost(document, **variables)
    return str((error.value.extensions or {})["limit"])


def cost_or_refused(document: str, **variables: Any) -> float:
    try:
        return cost(document, **variables)
    except GraphQLError:
        return inf


def test_work_is_said_of_root_fields():
    assert dict(WORK).keys() <= {a.root for a in QUESTIONS}


def test_pages_and_examples_fit_twice():
    nowhere = network(NetworkVersion(0, None), (), (), (), ())
    shown = [(e.query, e.variables) for e in examples(nowhere)]
    for document, variables in [*((d, {}) for d in documents().values()), *shown]:
        assert cost(document, **variables) <= LIMITS.cost / 2, document


@every("question", QUESTIONS, ids=lambda a: a.root)
def test_every_value_that_an_argument_lists_is_counted(question: Asked):
    base = cost(question.document, **question.base)
    for at, variables in lists(question, 100):
        assert cost_or_refused(question.document, **variables) >= base + 99 * LIMITS.listed, at


@pytest.mark.parametrize(("root", "work"), WORK)
def test_aliases_do_not_take_longer_than_a_query_may(root: str, work: int):
    most = LIMITS.cost // work + 1
    aliases = "{" + " ".join(f"a{n}: {root} {{ __typename }}" for n in range(most)) + "}"
    assert refused(aliases) in {"cost", "aliases", "tokens"}


def test_a_batch_may_have_all_its_rows_once():
    rows = [{"key": str(n), "at": {"code": "440104001007"}} for n in range(500)]
    batch = "referralBatch(rows: $rows) { key answer { plan { code } reporting { report } } }"
    assert cost(f"query($rows: [ReferralRowInput!]!) {{ {batch} }}", rows=rows) > LIMITS.cost / 4
    assert refused(f"query($rows: [ReferralRowInput!]!) {{ a: {batch} b: {batch} }}", rows=rows) == "cost"
