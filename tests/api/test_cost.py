"""What a request costs before it is answered: its answer, the work behind it, and what its arguments list."""

from math import inf
from typing import Any

import pytest
from graphql import GraphQLError, get_introspection_query

from api.edge.documents import parsed
from api.edge.sizes import A_NAME
from api.examples import examples
from api.schema import schema
from api.work import WORK
from network.entities import NetworkVersion
from network.snapshot import network
from tests.api.hostile import SCHEMA, Asked, asked, lists, words
from tests.support.walks import every
from web.parts.asking import documents

LIMITS = schema.limits
ROOTS = SCHEMA.query_type.fields if SCHEMA.query_type else {}
QUESTIONS: list[Asked] = [a for kind in ("query", "mutation") for a in asked(kind)]


def cost(document: str, /, **variables: Any) -> int:
    return schema.within_limits(parsed(document, LIMITS), variables).cost


def refused(document: str, /, **variables: Any) -> str:
    with pytest.raises(GraphQLError) as error:
        cost(document, **variables)
    return str((error.value.extensions or {})["limit"])


def cost_or_refused(document: str, /, **variables: Any) -> float:
    try:
        return cost(document, **variables)
    except GraphQLError:
        return inf


def test_work_is_said_of_root_fields():
    assert dict(WORK).keys() <= {a.root for a in QUESTIONS} | {"__schema", "__type"}


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


@every("question", [a for a in QUESTIONS if a.document.startswith("query")], ids=lambda a: a.root)
def test_every_letter_of_words_is_counted(question: Asked):
    base, roots = cost(question.document, **question.base), ROOTS[question.root].args
    for at, variables in words(question, "字" * (A_NAME + 1000)):
        if at.partition(".")[0] in roots:
            assert cost_or_refused(question.document, **variables) >= base + 1000 * LIMITS.letter, at


@pytest.mark.parametrize(
    ("field", "most"), [("understand(text: $t)", 5), ("permitted(act: {text: $t}, bodyKind: $k)", 5)]
)
def test_a_document_has_a_few_long_texts_at_most(field: str, most: int):
    def texts(count: int) -> str:
        fields = " ".join(f"a{n}: {field} {{ __typename }}" for n in range(count))
        return f'query($t: String! = "{"打" * 2000}", $k: String! = "a") {{ {fields} b: bodyKinds {{ code }} }}'

    assert cost(texts(most))
    assert refused(texts(most + 1)) == "cost"
    literal = texts(most + 1).replace("$t)", f'"{"打" * 2000}")').replace("$t}", f'"{"打" * 2000}"}}')
    assert refused(literal) == "cost"


def test_the_schema_is_told_once_a_document():
    full = get_introspection_query()
    assert cost(full)
    assert refused("{ a: __schema { types { name } } b: __schema { types { name } } }") == "cost"
    assert refused("{ __schema { a: types { name } b: types { name } } }") == "cost"
    assert (
        refused("{ ...f __schema { types { name } } } fragment f on Query { b: __schema { types { name } } }") == "cost"
    )
    few = " ".join(f'a{n}: __type(name: "Query") {{ name }}' for n in range(9))
    assert cost(f"{{ {few} }}")


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
