"""Closed sets as GraphQL enums: every labelled vocabulary under its own name, each value described (枚举)."""

from typing import Any, TypeVar

import strawberry

from knowledge.vocabulary import Labelled

E = TypeVar("E", bound=Labelled)


def closed(kind: type[E], name: str | None = None) -> type[E]:
    """Register a vocabulary as an enum of the schema; each value is described by its label."""
    found: type[E] = strawberry.enum(kind, name=name or kind.__name__)
    for value in found.__strawberry_definition__.values:  # type: ignore[attr-defined]  # strawberry's decorator adds it
        value.description = kind[value.name].zh
    return found


def label(value: Labelled) -> str:
    """The label of a value in the language of whoever is being answered."""
    return value.label


def label_of(name: str) -> Any:
    """Label another field of the same type.

    `severity_label: str = label_of("severity")`.
    """

    def resolve(root: Any) -> str:
        return label(getattr(root, name))

    return strawberry.field(resolver=resolve)


def label_if(name: str) -> Any:
    """Label a field that may be null.

    `tier_label: str | None = label_if("tier")`.
    """

    def resolve(root: Any) -> str | None:
        value = getattr(root, name)
        return None if value is None else label(value)

    return strawberry.field(resolver=resolve)
