"""Facts on the command line: `age=13 pregnant=yes needs=N05,N07` as GraphQL input, and the list of facts (事实)."""

from collections.abc import Iterator
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from knowledge.errors import BadInput
from knowledge.situation.facts import FACTS, Fact, Kind, named


def facts(pairs: list[str]) -> dict[str, Any]:
    """The facts as fields of the GraphQL input.

    Raises:
        BadInput: Unknown fact or invalid value; the error does not contain the value.
    """
    fields: dict[str, Any] = {}
    for pair in pairs:
        label, _, value = pair.partition("=")
        name = named(label)
        if name is None:
            raise BadInput("fact", "shell.no_such_fact", fact=label)
        fields[to_camel_case(name)] = _value(name, FACTS[name], value)
    return fields


def _value(name: str, fact: Fact, text: str) -> Any:
    if fact.options:
        value = fact.option(text)
        if value is None and fact.kind is Kind.BOOL:
            raise BadInput(f"fact.{name}", "input.yes_or_no")
        if value is None:
            raise BadInput(f"fact.{name}", "input.not_allowed", allowed=fact.options)
        return value.upper() if isinstance(value, str) else value
    if fact.kind is Kind.INT:
        if not text.isdigit():
            raise BadInput(f"fact.{name}", "input.whole_number")
        return int(text)
    return [v for v in text.split(",") if v] if fact.kind in {Kind.SERVICES, Kind.NEEDS} else text


FORMS = {
    Kind.BOOL: "yes / no",
    Kind.DATE: "2015-03-01",
    Kind.AREA: "110101001001",
    Kind.SERVICES: "B01,B02",
    Kind.NEEDS: "N05,N07",
}
"""Examples of values that are not from a list."""


def listed(word: str) -> Iterator[tuple[str, str, str, str]]:
    """The facts whose code, label, question or values contain a word: (code, label, values, question)."""
    for code, fact in FACTS.items():
        written = ", ".join(fact.values.of) if fact.values else FORMS.get(fact.kind, _range(fact))
        labels = [w.zh for w in fact.values.of.values()] if fact.values else []
        if word.lower() in " ".join([code, fact.zh, fact.description, fact.ask.both, written, *labels]).lower():
            yield code, str(fact.label), written, str(fact.ask)


def _range(fact: Fact) -> str:
    return f"{fact.least}–{fact.most}" if fact.most is not None else f"{fact.least}…"
