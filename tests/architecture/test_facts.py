"""What is made from `facts.toml` is up to date; what it replaces does not come back."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, build_schema
from strawberry.utils.str_converters import to_camel_case

from api.schema import printed
from knowledge.situation.facts import FACTS, VALUES, Kind
from tests.support.sources import nodes_of

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "cli")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = spec_from_file_location("facts_tool", ROOT / "tools" / "facts.py")
    assert spec is not None
    assert spec.loader is not None
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_types_are_made_from_the_rows(tool: ModuleType):
    for path, text in tool.written().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `make facts`"


def test_the_input_has_every_fact_and_each_value_is_described():
    schema = build_schema(printed())
    written = schema.get_type("SituationInput")
    assert isinstance(written, GraphQLInputObjectType)
    assert list(written.fields) == [to_camel_case(code) for code in FACTS]
    for code, fact in FACTS.items():
        field = written.fields[to_camel_case(code)]
        assert field.description == fact.description
        if fact.kind is Kind.CHOICE:
            kind = schema.get_type(fact.type)
            assert isinstance(kind, GraphQLEnumType)
            assert field.type is kind
            told = {name: value.description for name, value in kind.values.items()}
            assert told == {v.upper(): words.both for v, words in VALUES[fact.type].of.items()}


def _constants(node: ast.AST) -> set[object]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}


def test_yes_and_no_are_listed_once():
    listed = [
        path.name
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in nodes_of(path.relative_to(ROOT).as_posix())
        if isinstance(node, ast.Dict | ast.Set | ast.List | ast.Tuple) and {"是", "true"} <= _constants(node)
    ]
    assert set(listed) == {"truth.py"}
