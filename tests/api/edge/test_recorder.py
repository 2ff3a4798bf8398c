"""What the audit is told that an operation asks."""

import pytest
from graphql import OperationDefinitionNode, parse

from api.edge.recorder import roots_of


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("{ a: one two }", ["one", "two"]),
        ("mutation { cancelJob ... { put } }", ["cancelJob", "put"]),
        ("mutation { cancelJob ... on Mutation { ... { put } } }", ["cancelJob", "put"]),
        ("{ one ...A } fragment A on Query { two ...B } fragment B on Query { three ...A }", ["one", "three", "two"]),
        ("{ ...Missing }", []),
    ],
)
def test_what_stands_in_a_fragment_is_asked_all_the_same(text: str, roots: list[str]):
    """Whoever asks writes fragments as she likes: none hides from the audit, or from a full disk, what is done."""
    document = parse(text)
    (operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    assert roots_of(operation, document) == roots
