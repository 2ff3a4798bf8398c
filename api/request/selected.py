"""Selected fields of an answer: data of other fields are not read from the graph (所选字段)."""

from collections.abc import Iterable, Iterator
from typing import Any

import strawberry
from strawberry.types.nodes import SelectedField, Selection


def selected(info: strawberry.Info[Any, Any]) -> frozenset[str]:
    """The fields selected in the answer of a field, fragments included, by their names in the schema."""
    return frozenset(name for field in info.selected_fields for name in _names(field.selections))


def _names(selections: Iterable[Selection]) -> Iterator[str]:
    for s in selections:
        if isinstance(s, SelectedField):
            yield s.name
        else:
            yield from _names(s.selections)
