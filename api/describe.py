"""Descriptions of the schema in Chinese and English, from `descriptions/*.toml`: every type, field, argument, value."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_specified_scalar_type,
)

FOLDER = Path(__file__).parent / "descriptions"
ITSELF = "_"
Rows = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def rows() -> Rows:
    """Every table of the catalogue by type name; `*Suffix` applies to all types with that suffix, `*` to all types."""
    merged: dict[str, dict[str, Mapping[str, str]]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            merged.setdefault(name, {}).update(table)
    return merged


def tables(kind: GraphQLNamedType) -> list[str]:
    """The tables with a type's descriptions: its own, then those of its interfaces, then the shared ones."""
    interfaces = kind.interfaces if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else ()
    shared = [name for name in rows() if name.startswith("*") and name != "*" and kind.name.endswith(name[1:])]
    return [kind.name, *(i.name for i in interfaces), *shared, "*"]


def text(kind: GraphQLNamedType, key: str) -> str | None:
    """The description of a part of a type: `_` itself, `field`, `field.argument`, or an enum's value."""
    for table in tables(kind):
        for name in shared_keys(key) if table == "*" else (key,):
            if row := rows().get(table, {}).get(name):
                return f"{row['zh']} / {row['en']}"
    return None


def shared_keys(key: str) -> tuple[str, ...]:
    """The keys of a part in the table for all types: its own, that of any argument or label of the same name."""
    field, dot, argument = key.partition(".")
    if dot:
        return key, f".{argument}"
    ending = next((e for e in ("Labels", "Label") if field.endswith(e)), None)
    return (key, f"*{ending}") if ending else (key,)


def parts(kind: GraphQLNamedType) -> Iterator[tuple[str, GraphQLNamedType | object]]:
    """Every part of a type that has a description, by its key in the catalogue."""
    yield ITSELF, kind
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            yield name, field
            yield from ((f"{name}.{argument}", given) for argument, given in field.args.items())
    elif isinstance(kind, GraphQLInputObjectType):
        yield from kind.fields.items()
    elif isinstance(kind, GraphQLEnumType):
        yield from kind.values.items()


def own_types(schema: GraphQLSchema) -> list[GraphQLNamedType]:
    """The types of the schema, without those of GraphQL itself."""
    return [t for n, t in schema.type_map.items() if not n.startswith("__") and not is_specified_scalar_type(t)]


def describe(schema: GraphQLSchema) -> None:
    """Set the description of every part; without one in the catalogue the description from the code stays."""
    for kind in own_types(schema):
        for key, part in parts(kind):
            if (description := text(kind, key)) is not None:
                part.description = description  # type: ignore[union-attr]  # every part has one
