"""The parts of the schema that commands ask say what the whole says."""

import pytest
from graphql import GraphQLSchema, parse, validate
from graphql.utilities import find_breaking_changes

from api import answering
from api.schema import schema
from cli.ask.questions import ANSWERED, COUNTED, SHEETS
from tests.support.walks import every

WHOLE = schema._schema  # noqa: SLF001  # strawberry has no public way to it
DOCUMENTS = [(topic, text) for documents in (ANSWERED, SHEETS) for topic, text in documents.items()]


def part(topic: str) -> GraphQLSchema:
    made: GraphQLSchema = answering.schema(topic)._schema  # noqa: SLF001  # as above
    return made


@every("topic, document", DOCUMENTS)
def test_each_question_about_a_child_can_be_asked(topic: str, document: str):
    assert validate(part(topic), parse(document)) == []


@pytest.mark.parametrize("topic", answering.QUERIES)
def test_each_is_a_part_of_the_whole(topic: str):
    """Whoever takes the whole for it finds every type, field, argument and value; only the root has another name."""
    root, whole = part(topic).query_type, WHOLE.query_type
    assert root
    assert whole
    assert [c.description for c in find_breaking_changes(part(topic), WHOLE)] == [f"{root.name} was removed."]
    for name, field in root.fields.items():
        there = whole.fields[name]
        assert str(field.type) == str(there.type)
        assert {n: str(a.type) for n, a in field.args.items()} == {n: str(a.type) for n, a in there.args.items()}
    assert len(part(topic).type_map) < len(WHOLE.type_map)


def test_what_counts_needs_the_whole():
    topic = next(iter(answering.QUERIES))
    assert all(validate(part(topic), parse(document)) for documents in COUNTED.values() for document in documents)
