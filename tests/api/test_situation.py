"""The situation as a client writes it: what was given arrives, what was not costs nothing and stays unknown."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, coerce_input_value
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import convert_argument
from strawberry.utils.str_converters import to_camel_case

from api.schema import schema
from api.situation.input import SituationInput, situation
from knowledge.errors import BadInput
from knowledge.situation.situation import OPTIONS, Situation
from tests.support.walks import every


def arrived(**given: Any) -> Any:
    """The JSON of a client, coerced and converted as in a request."""
    kind = schema._schema.get_type("SituationInput")  # noqa: SLF001  # strawberry wraps the schema
    assert isinstance(kind, GraphQLInputObjectType)
    value = coerce_input_value(given, kind)
    return convert_argument(value, SituationInput, {}, StrawberryConfig())


def written(value: Any) -> Any:
    """A value as JSON has it: an option of text is an enum's name."""
    return value.upper() if isinstance(value, str) else value


def test_an_absent_field_is_not_even_there():
    assert arrived() == {}
    assert arrived(age=13) == {"age": 13}


def test_null_is_unknown():
    assert situation(arrived(age=None, sex="FEMALE")) == Situation(sex="female")


@every("fact", sorted(OPTIONS))
def test_each_value_of_each_fact_arrives_as_itself(fact: str):
    for value in OPTIONS[fact]:
        found = situation(arrived(**{to_camel_case(fact): written(value)}))
        assert getattr(found, fact) in (value, (value,), [value], frozenset({value}))
        assert found.model_dump(exclude_none=True).keys() == {fact}


def test_nothing_given_is_nothing_known():
    assert situation(None) == situation({}) == Situation()


def test_a_value_that_cannot_be_names_its_field():
    with pytest.raises(BadInput) as refused:
        situation(arrived(age=99))
    assert refused.value.field == "situation.age"
