"""Every argument of the schema with every hostile value of its type, one at a time (恶意输入).

The base of a field is a question that is answered; each case changes one value in it. What is walked is read from the
schema: a new field, argument or input is walked as soon as it is there, at first with plain values of its type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
    is_required_input_field,
)

from api.common import global_id
from api.schema import schema as served
from loaders.shipped.load import DEMO_COMMUNITY

SCHEMA: GraphQLSchema = served._schema  # noqa: SLF001  # strawberry has no public way to the schema of graphql-core

SIGNS = (*"%*~?\\/()[]{}^:!&|+-\"'`$#<>=,;._@", "&&", "||", "AND", "OR NOT", "TO", "[* TO *]", "a AND", "(((")
"""What full-text engines, patterns and statements give a meaning to."""
TEXTS = (
    *("", " ", "\n", "\0", "\ufeff", "\u202e", "\u200b", "\uffff", "\U0010ffff", "e\u0301\u0301\u0301", "👨‍👩‍👧‍👦"),
    *("²", "Ⅷ", "٣٤", "９", "-1", "1e9", "99999999999999999999999", "null", "440104", "000000000000", "黃", "x" * 5000),
    "社区" * 3000,
    *SIGNS,
)
DAYS = (
    *("0001-01-01", "1500-01-01", "1582-10-10", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01"),
    *("9990-01-01", "9999-12-31", "2026-02-30", "2024-02-29", "2026-W01-1", "20260101", "10000-01-01", "", "now"),
)
MOMENTS = (
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1900-01-01T00:00:00+14:00"),
    *("1900-01-01T00:00:00+08:00", "2199-12-31T23:59:59-12:00", "2199-12-31T23:59:59+08:00"),
    *("2026-11-23T10:00:00+23:59", "2026-11-23T24:00:00+08:00", "2026-11-23", "2026-11-23T10:00:00Z"),
    *("2026-11-23T10:00:00", "2026-11-23T10:00:00+08:00:00.5", ""),
)
NUMBERS = (0, -1, 1, 51, 101, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53, 2**63, 2**64, 10**30, 1.5, "1")
FLOATS = (0, -0.0, -1, 5e-324, 1e-9, 1e9, 1e308, -1e308, 2**63, 10**400, "1")
VALUES: Mapping[str, tuple[Any, ...]] = {
    "String": (*TEXTS, 1),
    "ID": (*TEXTS, 1, 2**70),
    "Int": NUMBERS,
    "BigInt": NUMBERS,
    "Float": FLOATS,
    "Boolean": (True, False, "true", 1),
    "Date": DAYS,
    "DateTime": MOMENTS,
    "GeoJSON": ({}, {"type": "Point"}, []),
    "JSON": ({}, []),
}
SOME: Mapping[str, Any] = {
    "String": "a",
    "ID": "a",
    "Int": 1,
    "BigInt": 1,
    "Float": 1.0,
    "Boolean": True,
    "Date": "2026-01-01",
    "DateTime": "2026-01-01T10:00:00+08:00",
}
"""A plain value of each type."""
MANY = 501
KNOWN: Mapping[str, Any] = {
    "area": "440104000000",
    "act": {"text": "让未成年人进网吧"},
    "at": {"code": DEMO_COMMUNITY},
    "body_kind": "网吧",
    "bodyKind": "网吧",
    "changes": [{"step": "CLOSE", "code": "legal_aid_centre@440104000000"}],
    "code": "N16",
    "draft": None,
    "from": "2024-01-01",
    "id": global_id("Area", "440104000000"),
    "ids": [global_id("Area", "440104000000")],
    "name": "恶意",
    "obligation": "O07",
    "rows": [{"key": "1", "at": {"code": DEMO_COMMUNITY}, "situation": {"age": 9}}],
    "service": "B04",
    "situation": {"age": 9},
    "subject": {"matter": "M08"},
    "text": "孩子九岁，一个人在家",
    "to": "2026-01-01",
    "perDirector": 5,
    "perSupervisor": 5,
    "purpose": "转介",
}
"""Values with which a field is answered, by the name of the argument or input field."""
OF_FIELD: Mapping[tuple[str, str], Any] = {
    ("referralOptions", "at"): {"code": DEMO_COMMUNITY},
    ("childrenInDanger", "first"): 20,
    ("dutyBreaches", "first"): 3,
    ("silentBodies", "first"): 3,
    ("caseworkNumbers", "quarter"): "2026-Q4",
    ("caseworkNumbers", "codes"): ["reports"],
    ("work", "first"): 20,  # all fields of a hundred items are more than a request may ask for
    ("job", "id"): global_id("Job", "0" * 32),
    ("clause", "code"): "WB/11",
    ("compareDrafts", "draft"): "没有这份草案",
    ("dutiesOf", "bodyKind"): "民政部门",
    ("takeTopic", "topic"): "points",
    ("nextPoints", "question"): {"objective": "MAX_COVER", "codes": ["N16"], "k": 1, "seconds": 1},
    ("putDraft", "input"): {"name": "恶意", "draft": {"areas": [], "points": [], "posts": []}},
    ("deleteDraft", "input"): {"name": "恶意"},
    ("cancelJob", "input"): {"id": global_id("Job", "0" * 32)},
    ("loadFile", "input"): {"topic": "children", "file": {"name": "恶意.csv", "content": "YQ=="}},
    ("putRecord", "input"): {
        "code": "hostile",
        "obligation": "O07",
        "object": DEMO_COMMUNITY,
        "occurredOn": "2026-01-01",
        "kind": "SURVEY",
    },
}

ALONE = "only "
"""Before a member of a value that has one member only."""
Kinds = dict[str, GraphQLInputType]
Path = tuple[str, ...]
DEPTH = 3
"""Levels of the answer that are asked for."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with one hostile value in it."""

    document: str
    variables: dict[str, Any]
    at: str
    """Where the value stands."""

    def __str__(self) -> str:
        return f"{self.at} = {str(self.variables)[:400]}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A root field: its document with every argument, also of the fields in its answer, as a variable."""

    root: str
    document: str
    kinds: Mapping[str, GraphQLInputType]
    """The types of the variables."""
    base: Mapping[str, Any]
    """Variables with which it is answered."""

    def cases(self, seen: set[str] | frozenset[str] = frozenset()) -> Iterator[list[Case]]:
        """The cases of each place where a value may stand, but in the input types `seen`; a `set` grows by the walked.

        A question that is given what others have walked tries only what they did not.
        """
        for name, kind in self.kinds.items():
            for path, values in _places(kind, (name,), seen):
                yield [Case(self.document, _with(self.base, path, v), f"{self.root}: {'.'.join(path)}") for v in values]


def lists(question: Asked, length: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each place in the arguments of a question where several values may stand, with so many there."""
    for name, kind in question.kinds.items():
        for path, inner in _lists(kind, (name,), frozenset()):
            yield ".".join(path), _with(question.base, path, [_some(inner)] * length)


def words(question: Asked, text: str, *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each place in the arguments of a question where words, or texts of some types, may stand, with a text there."""
    for name, kind in question.kinds.items():
        for path, values in _places(kind, (name,), frozenset()):
            if values in [list(VALUES[k]) for k in kinds or ("String",)]:
                yield ".".join(path), _with(question.base, path, text)


def _lists(kind: GraphQLInputType, path: Path, seen: frozenset[str]) -> Iterator[tuple[Path, Any]]:
    plain = get_nullable_type(kind)
    if is_list_type(plain):
        yield path, plain.of_type
        yield from _lists(plain.of_type, (*path, "0"), seen)
    elif isinstance(plain, GraphQLInputObjectType) and plain.name not in seen:
        for name, field in plain.fields.items():
            yield from _lists(field.type, (*path, name), seen | {plain.name})


def asked(operation: str) -> Iterator[Asked]:
    """Every root field of `query` or `mutation`."""
    root = SCHEMA.query_type if operation == "query" else SCHEMA.mutation_type
    for name, field in root.fields.items() if root else ():
        kinds: Kinds = {}
        body = _field(name, field, 0, kinds, "")
        head = ", ".join(f"${v}: {k}" for v, k in kinds.items())
        base = {v: _known(name, v, k) for v, k in kinds.items()}
        given = {v: value for v, value in base.items() if value is not None}
        yield Asked(name, f"{operation}{f'({head})' if head else ''} {{ {body} }}", kinds, given)


def _field(name: str, field: GraphQLField, level: int, kinds: Kinds, before: str) -> str:
    """A field with its arguments as variables, and what is asked for below it."""
    arguments = []
    for argument, known in field.args.items():
        variable = f"{before}{argument}"
        kinds[variable] = known.type if is_required_argument(known) else _nullable(known.type)
        arguments.append(f"{argument}: ${variable}")
    below = _below(get_named_type(field.type), level, kinds, f"{before}{name}_" if level else f"{name}_")
    return name + (f"({', '.join(arguments)})" if arguments else "") + below


def _below(kind: Any, level: int, kinds: Kinds, before: str) -> str:
    if is_leaf_type(kind):
        return ""
    if is_interface_type(kind):
        return " { __typename " + " ".join(_of_types(kind, level, kinds, before)) + " }"
    if not is_object_type(kind) or level == DEPTH:
        return " { __typename }"
    fields = {n: f for n, f in kind.fields.items() if n not in {"edges", "pageInfo"}}
    shown = {n: f for n, f in fields.items() if level < DEPTH - 1 or is_leaf_type(get_named_type(f.type))}
    return " { __typename " + " ".join(_field(n, f, level + 1, kinds, before) for n, f in shown.items()) + " }"


def _nullable(kind: GraphQLInputType) -> GraphQLInputType:
    return kind.of_type if is_non_null_type(kind) else kind


def _of_types(kind: Any, level: int, kinds: Kinds, before: str) -> Iterator[str]:
    """The fields with arguments of each type behind an interface."""
    for one in SCHEMA.get_possible_types(kind):
        asking = [_field(n, f, level + 1, kinds, before) for n, f in one.fields.items() if f.args]
        yield from (f"... on {one.name} {{ {field} }}" for field in asking)


def _known(root: str, variable: str, kind: GraphQLInputType) -> Any:
    name = variable.rpartition("_")[2]
    if (root, name) in OF_FIELD:
        return OF_FIELD[root, name]
    if not is_non_null_type(kind):
        return None
    return KNOWN[name] if name in KNOWN else _some(kind)


def _places(kind: GraphQLInputType, path: Path, seen: set[str] | frozenset[str]) -> Iterator[tuple[Path, list[Any]]]:
    """Each place in a value of a type, as path, with the hostile values there; see `cases`."""
    plain = get_nullable_type(kind)
    if is_list_type(plain):
        inner = plain.of_type
        yield from _places(inner, (*path, "0"), seen)
        some = _some(inner)
        yield path, [[], [None], [some] * MANY, some]
    elif isinstance(plain, GraphQLInputObjectType):
        yield path, [{}, [], "x", {"nonsense": 1}]
        if plain.name not in seen:
            seen |= {plain.name}  # a `frozenset` is another from here on, a `set` is the caller's
            alone = ALONE if plain.is_one_of else ""
            for name, field in plain.fields.items():
                yield from _places(field.type, (*path, f"{alone}{name}"), seen)
    elif isinstance(plain, GraphQLEnumType):
        yield path, [*plain.values, "NONSENSE", "", 1]
    else:
        yield path, list(VALUES[str(get_named_type(plain))])


def _some(kind: GraphQLInputType) -> Any:
    """A plain value of a type."""
    plain = get_nullable_type(kind)
    if is_list_type(plain):
        return [_some(plain.of_type)]
    if isinstance(plain, GraphQLInputObjectType):
        needed = {n: f for n, f in plain.fields.items() if is_required_input_field(f)}
        needed = needed or dict([next(iter(plain.fields.items()))])
        return {n: KNOWN.get(n) or _some(f.type) for n, f in needed.items()}
    if isinstance(plain, GraphQLEnumType):
        return next(iter(plain.values))
    return SOME[str(get_named_type(plain))]


def _with(base: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """The base with one value changed; what is missing on the way is made."""
    return {**base, path[0]: _put(base.get(path[0]), path[1:], value)}


def _put(at: Any, path: Sequence[str], value: Any) -> Any:
    if not path:
        return value
    head, *rest = path
    if head == "0":
        return [_put(at[0] if isinstance(at, list) and at else None, rest, value)]
    known = at if isinstance(at, dict) and not head.startswith(ALONE) else {}
    name = head.removeprefix(ALONE)
    return {**known, name: _put(known.get(name), rest, value)}
