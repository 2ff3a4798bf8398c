"""From `age=13 pregnant=yes needs=N05,N07` to the words of the GraphQL input (事实)."""

from typing import Any, get_args, get_origin

from strawberry.utils.str_converters import to_camel_case

from knowledge.errors import BadInput
from knowledge.situation.labels import OPTIONS
from knowledge.situation.situation import Situation

TRUTH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def facts(pairs: list[str]) -> dict[str, Any]:
    """The situation's fields as a client would write them.

    Raises:
        BadInput: no such field, or a value that it cannot take; the value is not repeated.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in Situation.model_fields:
            raise BadInput("fact", "shell.no_such_fact", fact=name)
        found[to_camel_case(name)] = _value(name, value)
    return found


def _value(name: str, value: str) -> Any:
    options = OPTIONS.get(name, ())
    if options and isinstance(options[0], bool):
        if value.lower() not in TRUTH:
            raise BadInput(f"fact.{name}", "input.yes_or_no")
        return TRUTH[value.lower()]
    if options:
        if value.lower() not in options:
            raise BadInput(f"fact.{name}", "input.not_allowed", allowed=options)
        return value.upper()
    kinds = [k for part in get_args(Situation.model_fields[name].annotation) for k in (part, get_origin(part))]
    if int in kinds:
        if not value.isdigit():
            raise BadInput(f"fact.{name}", "input.whole_number")
        return int(value)
    return [v for v in value.split(",") if v] if tuple in kinds else value
