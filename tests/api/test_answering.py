"""The part of the schema that commands ask says what the whole says."""

from graphql import parse, validate
from graphql.utilities import find_breaking_changes

from api import answering
from api.schema import schema
from cli.ask.questions import ANSWERED, COUNTED, SHEETS
from tests.support.walks import every

PART, WHOLE = answering.schema._schema, schema._schema  # noqa: SLF001  # strawberry has no public way to it
DOCUMENTS = [*ANSWERED.values(), *SHEETS.values()]


@every("document", DOCUMENTS)
def test_each_question_about_a_child_can_be_asked(document: str):
    assert validate(PART, parse(document)) == []


def test_it_is_a_part_of_the_whole():
    """Whoever takes the whole for it finds every type, field, argument and value."""
    assert find_breaking_changes(PART, WHOLE) == []
    assert find_breaking_changes(WHOLE, PART) != []


def test_what_counts_needs_the_whole():
    assert all(validate(PART, parse(document)) for documents in COUNTED.values() for document in documents)
