"""What the schema keeps to, type by type: ids, codes, labels, pages, inputs, names, descriptions (decision 0018)."""

from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from api.describe import own_types, parts, rows, shared_keys, tables
from api.directory.nodes import NODES
from api.schema import printed, schema

FREE_FOR_CASEWORK = {
    "Assessment", "Assignment", "Case", "Complaint", "Conference", "Household", "Notification", "Placement", "Plan",
    "Referral", "Report", "Task", "Visit",
}  # fmt: skip
REGRETTED = {
    "Call",
    "Core",
    "Label",
    "Line",
    "Link",
    "Page",
    "Path",
    "Point",
    "Reason",
    "Right",
    "Share",
    "Uses",
    "Who",
}


@cache
def whole() -> GraphQLSchema:
    """The schema as it is printed: read when a test asks for it, as each process of the suite imports this file."""
    return build_schema(printed())


@cache
def fields() -> list[tuple[GraphQLObjectType | GraphQLInterfaceType, str, GraphQLField]]:
    outputs = [t for t in own_types(whole()) if isinstance(t, GraphQLObjectType | GraphQLInterfaceType)]
    return [(t, name, field) for t in outputs for name, field in t.fields.items()]


def words(part: Any) -> str:
    return part.description or ""


def test_parts_are_described_in_chinese_and_english():
    every = [(kind.name, key, words(part)) for kind in own_types(schema._schema) for key, part in parts(kind)]  # noqa: SLF001  # strawberry has no public way to it
    said = [(kind, key, text) for kind, key, text in every if text and kind != "JSON"]
    assert not [(kind, key) for kind, key, text in said if " / " not in text]
    assert not [(kind, key) for kind, key, text in said if not any("一" <= c <= "鿿" for c in text)]
    assert not [(kind, key) for kind, key, text in every if not text]


def test_no_description_is_of_something_that_is_gone():
    used = {
        (table, name)
        for kind in own_types(schema._schema)  # noqa: SLF001  # as above
        for key, _ in parts(kind)
        for table in tables(kind)
        for name in (shared_keys(key) if table == "*" else (key,))
    }
    assert not [(table, name) for table, row in rows().items() for name in row if (table, name) not in used]


def test_an_id_is_a_relay_id_and_whatever_has_one_is_a_node():
    node = whole().type_map["Node"]
    for kind, name, field in fields():
        if name == "id" and kind.name != "PathNode":
            assert str(field.type) == "ID!", kind.name
            assert kind is node or node in kind.interfaces, kind.name
    of_nodes = {t.name for t in whole().get_possible_types(node)}  # type: ignore[arg-type]  # Node is abstract
    assert of_nodes == set(NODES)


def test_a_code_is_called_code():
    keys = {(kind.name, name) for kind, name, _ in fields() if name == "key"}
    assert keys == {("ReferralRowResult", "key")}, "the client's own key of a row"


def test_names_are_free_for_casework_and_none_is_regretted():
    names = {t.name for t in own_types(whole())}
    assert not names & (FREE_FOR_CASEWORK | REGRETTED)
    assert not [n for n in names if n.endswith("Answer")]


def test_a_closed_set_has_its_label_beside_it():
    for kind, name, field in fields():
        if isinstance(get_named_type(field.type), GraphQLEnumType) and get_named_type(field.type).name not in (
            "Action", "FactType",
        ):  # fmt: skip
            several = is_list_type(get_nullable_type(field.type))
            label = f"{name.removesuffix('s')}Labels" if several else f"{name}Label"
            assert label in kind.fields, f"{kind.name}.{name}"


def test_a_mutation_takes_one_input_and_returns_a_payload():
    mutations = whole().mutation_type
    assert mutations
    for name, field in mutations.fields.items():
        assert list(field.args) == ["input"], name
        payload = get_named_type(field.type).name
        assert payload in (f"{name[0].upper()}{name[1:]}Payload", "WorkPayload"), "casework has one for all its steps"
        assert not is_non_null_type(field.type), "one that is refused leaves its siblings"


def test_a_connection_is_paged_and_roots_are_nullable():
    for kind, name, field in fields():
        if get_named_type(field.type).name.endswith("Connection"):
            assert {"first", "after"} <= set(field.args), f"{kind.name}.{name}"
    queries = whole().query_type
    assert queries
    strict = {n for n, f in queries.fields.items() if is_non_null_type(f.type)}
    assert strict == {"viewer"}, "it is never refused"


def test_members_of_a_union_or_interface_can_be_asked_together():
    for kind in own_types(whole()):
        if not isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            continue
        seen: dict[str, str] = {}
        for member in whole().get_possible_types(kind):
            for name, field in member.fields.items():
                shape = str(field.type)
                assert seen.setdefault(name, shape) == shape, f"{kind.name}: {member.name}.{name}"
