"""The limits are measured in one pass, linear in the document, before validation and with the variables."""

from typing import Any

import pytest
from graphql import GraphQLError, GraphQLSchema, build_schema, get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st

from api.edge.documents import parsed, validated
from api.edge.limits import Limits, Size, check, measure
from api.edge.sizes import CEILING, items_of, length_of
from tests.support.walks import every

LIMITS = Limits()
SCHEMA: GraphQLSchema = build_schema("""
    type Query { a: Query leaf: String tags: [String!]! all: [Query!]! first(first: Int = 9): [Query!]
                 page(first: Int): PageConnection nodes(ids: [ID!]!): [Query]
                 batch(rows: [Int!]!): [Query] single(on: String): Query filtered(by: Filter): Query }
    input Filter { any: [[Int]] }
    type PageConnection { edges: [Edge!]! nodes: [Query!]! total: Int }
    type Edge { node: Query }
""")


def size(text: str, limits: Limits = LIMITS, **variables: Any) -> Size:
    document = parsed(text, limits)
    return measure(SCHEMA, document.node, dict(document.sizing.given(variables)), limits)


def facts_of(error: GraphQLError) -> dict[str, Any]:
    return error.extensions or {}


def bomb(levels: int) -> str:
    spreads = "".join(f"fragment f{i} on Query{{...f{i + 1} ...f{i + 1}}}" for i in range(levels))
    return "{...f0}" + spreads + f"fragment f{levels} on Query{{leaf}}"


@every(
    ("text", "cost"),
    [
        ("{ leaf }", 1),
        ("{ a { leaf tags } }", 3),
        ("{ all { leaf } }", 1 + LIMITS.list_size),
        ("{ first(first: 7) { leaf leaf } }", 1 + 7 * 2),
        ("{ first { leaf } }", 1 + LIMITS.list_size),
        ("{ first(first: null) { leaf } }", 1 + LIMITS.list_size),
        ("{ first(first: 0) { leaf } }", 1),
        ("{ first(first: -5) { leaf } }", 1),
        ('{ nodes(ids: ["a", "b", "c"]) { leaf } }', 1 + 3 * LIMITS.listed + 3),
        ("{ page(first: 10) { edges { node { leaf } } total } }", 1 + 10 * (1 + 2 + 1)),
        ("{ page(first: 10) { nodes { leaf } } }", 1 + 10 * 2),
        ("{ page { nodes { leaf } } }", 1 + LIMITS.page_size * 2),
        ("{ page(first: null) { nodes { leaf } } }", 1 + LIMITS.page_size * 2),
        ("{ batch(rows: [1, 2, 3]) { leaf } }", 1 + 3 * LIMITS.listed + 3),
        ('{ single(on: "2026-11-28") { leaf } }', 1 + 1),
        ("{ ...f } fragment f on Query { leaf }", 1 + 1),
        ("{ ... on Query { leaf } ... { leaf } }", 2),
        ("{ unknown(first: 4) { leaf } }", 1 + 4),
    ],
)
def test_cost_is_fields_times_list_lengths(text: str, cost: int) -> None:
    assert size(text).cost == cost


@pytest.mark.parametrize(
    ("text", "variables", "cost"),
    [
        ("query($n: Int) { first(first: $n) { leaf } }", {"n": 50}, 51),
        ("query($n: Int = 20) { first(first: $n) { leaf } }", {}, 21),
        ("query($n: Int = 20) { first(first: $n) { leaf } }", {"n": None}, 1 + LIMITS.list_size),
        ("query($n: Int) { first(first: $n) { leaf } }", {"n": "many"}, 1 + LIMITS.list_size),
        ("query($n: Int) { first(first: $n) { leaf } }", {"n": True}, 1 + LIMITS.list_size),
        ("query($i: [ID!]!) { nodes(ids: $i) { leaf } }", {"i": ["a"] * 30}, 1 + 30 * LIMITS.listed + 30),
        ("query($r: [Int!]!) { batch(rows: $r) { leaf } }", {"r": [0] * 500}, 1 + 500 * LIMITS.listed + 500),
        ("query($f: Filter) { filtered(by: $f) { leaf } }", {"f": {"any": [[1, 2], [3]]}}, 1 + 5 * LIMITS.listed + 1),
        ("query($n: [Int]) { filtered(by: {any: [$n, [3]]}) { leaf } }", {"n": [1, 2]}, 1 + 5 * LIMITS.listed + 1),
        ("query($n: Int) { ...f } fragment f on Query { first(first: $n) { leaf } }", {"n": 8}, 1 + 9),
    ],
)
def test_variables_and_their_defaults_say_how_long_lists_are(text: str, variables: dict[str, Any], cost: int) -> None:
    assert size(text, **variables).cost == cost


def test_the_work_of_a_root_field_counts_for_each_alias_and_each_row() -> None:
    limits = Limits(work=(("a", 100), ("batch", 10)))
    assert size("{ x: a { leaf } y: a { leaf } }", limits).cost == 2 * (1 + 100 + 1)
    assert size("{ batch(rows: [1, 2, 3]) { leaf } }", limits).cost == 1 + 3 * limits.listed + 3 * (10 + 1)


def test_a_value_may_be_nested_as_deeply_as_it_likes() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert items_of({"in": deep}) == 100_000


def test_everything_else_that_is_counted() -> None:
    text = """
        query A($v: Int @x) @skip(if: false) { one: a { two: a { ...f @include(if: true) } } }
        query B { a { leaf } }
        fragment f on Query @y { three: leaf @z }
    """
    found = size(text)
    assert (found.depth, found.aliases, found.directives, found.definitions) == (3, 3, 5, 3)


def test_introspection_is_counted_apart() -> None:
    found = size('{ leaf __schema { types { name fields { name } } } __type(name: "Query") { name } }')
    assert (found.depth, found.cost, found.introspection_depth) == (1, 1, 4)
    assert found.introspection_cost == (1 + 1 + LIMITS.list_size * (1 + 1 + LIMITS.list_size)) + 2


def test_the_full_introspection_of_tools_passes() -> None:
    text = get_introspection_query(
        descriptions=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    check(size(text), LIMITS)


def test_nested_introspection_does_not_pass() -> None:
    text = "{ __schema { types " + "{ fields { type " * 8 + "{ name }" + "}}" * 8 + "}}"
    with pytest.raises(GraphQLError, match="内省"):
        check(size(text), LIMITS)


@pytest.mark.parametrize("levels", [1, 5, 20])
def test_a_fragment_bomb_is_visited_once_a_selection(levels: int) -> None:
    found = size(bomb(levels))
    assert found.visits == 2 * levels + 2
    assert found.cost >= 2**levels


def test_a_748_byte_bomb_is_refused_after_as_many_visits_as_it_has_selections() -> None:
    text = bomb(20)
    text += " " * (748 - len(text))
    assert len(text.encode()) == 748
    found = size(text)
    assert found.visits == text.count("...") + 1
    with pytest.raises(GraphQLError) as refused:
        check(found, LIMITS)
    assert facts_of(refused.value)["limit"] == "cost"


def test_a_bomb_of_empty_fragments_costs_too() -> None:
    assert size(bomb(20).replace("{leaf}", "{}")).cost >= 2**20


def test_numbers_stop_growing() -> None:
    assert size("{" + "all{" * 25 + "leaf" + "}" * 25 + "}", Limits(list_size=1000)).cost == CEILING
    assert size("{ first(first: " + "9" * 5000 + ") { leaf } }").cost == CEILING
    assert length_of(10**400) == CEILING


@pytest.mark.parametrize(
    "text",
    [
        "{ ...f } fragment f on Query { ...f }",
        "{ ...f } fragment f on Query { a { ...g } } fragment g on Query { a { ...f } leaf }",
        "{ ...nowhere }",
        "{ ...f } fragment f on Nothing { leaf { leaf } }",
        "fragment lonely on Query { leaf }",
        "type Sdl { a: Int }",
    ],
)
def test_what_validation_will_refuse_is_still_measured(text: str) -> None:
    found = size(text)
    assert found.visits <= text.count("...") + text.count("leaf") + text.count("a {")
    assert validated(SCHEMA, parsed(text, LIMITS))


def test_a_long_chain_of_fragments_is_refused_before_the_stack_ends() -> None:
    chain = "".join(f"fragment f{i} on Query{{...f{i + 1}}}" for i in range(150)) + "fragment f150 on Query{leaf}"
    with pytest.raises(GraphQLError) as refused:
        size("{...f0}" + chain)
    assert facts_of(refused.value)["limit"] == "nesting"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("depth", "{ a { a { a { leaf } } } }"),
        ("aliases", "{ x: leaf y: leaf }"),
        ("cost", "{ first(first: 100) { leaf } }"),
        ("directives", "{ leaf @include(if: true) @skip(if: false) }"),
        ("definitions", "query A { leaf } query B { leaf }"),
        ("introspection_depth", "{ __schema { types { name } } }"),
        ("introspection_cost", "{ __schema { types { kind name description } } }"),
    ],
)
def test_an_excess_names_the_limit_the_value_and_what_to_do(name: str, text: str) -> None:
    bounds: dict[str, Any] = {
        name: {"depth": 3, "cost": 100, "introspection_depth": 2, "introspection_cost": 9}.get(name, 1)
    }
    limits = Limits(**bounds)
    with pytest.raises(GraphQLError) as refused:
        check(size(text, limits), limits)
    facts = facts_of(refused.value)
    assert (facts["code"], facts["limit"]) == ("GRAPHQL_VALIDATION_FAILED", name)
    assert facts["value"] > facts["allowed"] == bounds[name]
    assert str(facts["value"]) in refused.value.message
    assert "请" in refused.value.message


def test_too_many_tokens_or_comments_stop_the_parser() -> None:
    limits = Limits(tokens=10)
    for text in ("{ a { a { a { a { leaf } } } } }", "#\n" * 11 + "{ leaf }"):
        with pytest.raises(GraphQLError) as refused:
            parsed(text, limits)
        known = refused.value.extensions or {}
        assert (known["code"], known["limit"], known["allowed"]) == ("GRAPHQL_VALIDATION_FAILED", "tokens", 10)
    assert parsed("{ leaf } # ten", limits)


@st.composite
def documents(draw: Any) -> str:
    """Valid acyclic documents over a few fragments."""
    count = draw(st.integers(0, 4))

    def body(fragments: list[int], depth: int) -> str:
        options = ["leaf", "x: leaf", "tags", *(f"...f{i}" for i in fragments)]
        nested = ["a {%s}", "all {%s}", "first(first: 3) {%s}", "... on Query {%s}"] if depth else []
        chosen = draw(st.lists(st.sampled_from(options + nested), min_size=1, max_size=3))
        return " ".join(text % body(fragments, depth - 1) if "%s" in text else text for text in chosen)

    fragments = [f"fragment f{i} on Query {{{body(list(range(i)), 2)}}}" for i in range(count)]
    return f"{{{body(list(range(count)), 3)}}} " + " ".join(fragments)


@given(documents())
def test_agrees_with_the_expanded_document(text: str) -> None:
    """The oracle expands every fragment by hand and counts; exponential, and right."""
    node: Any = parse(text)
    fragments = {d.name.value: d for d in node.definitions[1:]}
    factor = {"all": LIMITS.list_size, "first": 3}

    def count(selections: Any) -> tuple[int, int, int]:
        depth = aliases = cost = 0
        for each in selections:
            if each.kind == "field":
                below = count(each.selection_set.selections) if each.selection_set else (0, 0, 0)
                found = (below[0] + 1, below[1] + bool(each.alias), 1 + factor.get(each.name.value, 1) * below[2])
            elif each.kind == "fragment_spread":
                below = count(fragments[each.name.value].selection_set.selections)
                found = (below[0], below[1], below[2] + 1)
            else:
                found = count(each.selection_set.selections)
            depth, aliases, cost = max(depth, found[0]), aliases + found[1], cost + found[2]
        return depth, aliases, cost

    found = size(text)
    assert (found.depth, found.aliases, found.cost) == count(node.definitions[0].selection_set.selections)
    assert found.visits == sum(1 for _ in _selections(node))


def _selections(node: Any) -> Any:
    for definition in node.definitions:
        stack = list(definition.selection_set.selections)
        while stack:
            each = stack.pop()
            yield each
            stack.extend(each.selection_set.selections if getattr(each, "selection_set", None) else ())
