"""Problems of a draft, each with its path and what to do, reported together (草案的毛病)."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from knowledge.calendar.hours import UnreadableHours
from knowledge.errors import BadInput
from knowledge.messages.message import DEFAULT, Lines, Message, catalogue, message

MOST = 50
"""Maximum number of problems reported."""
KINDS = {
    "missing": "draft.missing",
    "string_too_short": "draft.missing",
    "too_short": "draft.too_short",
    "string_too_long": "draft.text_too_long",
    "enum": "draft.not_allowed",
    "greater_than_equal": "draft.too_small",
    "less_than_equal": "draft.too_great",
    "string_pattern_mismatch": "draft.malformed",
    "extra_forbidden": "draft.no_such_field",
    "int_type": "draft.not_a_whole_number",
    "int_parsing": "draft.not_a_whole_number",
    "int_from_float": "draft.not_a_whole_number",
    "float_type": "draft.not_a_number",
    "float_parsing": "draft.not_a_number",
    "finite_number": "draft.not_a_number",
    "string_type": "draft.not_a_text",
    "tuple_type": "draft.not_a_list",
    "model_type": "draft.not_an_object",
}
"""The message code for each pydantic error type."""
FieldPath = Sequence[str | int]
"""Path to a field: part, index, field name."""


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One problem: the path of the field, and a message with location, problem and remedy."""

    field: str
    line: Message


def problem(path: FieldPath, code: str, /, **params: Any) -> DraftProblem:
    """A problem from its path and a message code with parameters."""
    field = ".".join(map(str, path)) or "draft"
    return DraftProblem(
        field, message("draft.line", field=field, place=_location(path), problem=message(code, **params))
    )


def _location(path: FieldPath) -> Message | str:
    """The location in words: which part, which field."""
    if not path:
        return message("draft.whole")
    part = _word("draft_part", path[0])
    for n in path[1:2]:
        part = message("draft.numbered", number=n + 1, part=part) if isinstance(n, int) else str(n)
    for name in path[2:3]:
        part = message("draft.field_of", part=part, field=_word("draft_field", name))
    return part


def _word(group: str, name: str | int) -> Message | str:
    """The name of a part or field in the catalogue; its own name if there is none."""
    code = f"{group}.{name}"
    return message(code) if code in catalogue(DEFAULT) else str(name)


def unreadable(e: Mapping[str, Any]) -> DraftProblem:
    """A problem from a pydantic error."""
    context = e.get("ctx", {})
    if isinstance(hours := context.get("error"), UnreadableHours):
        return problem(e["loc"], hours.message.code, **hours.message.params)
    known = {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()}
    return problem(e["loc"], KINDS.get(e["type"], "draft.unfit"), **known)


def without(raw: Mapping[str, Any], fields: Iterable[FieldPath]) -> dict[str, Any]:
    """A copy of a draft without the given fields, so that the rest can be checked."""
    rest = deepcopy(dict(raw))
    for path in fields:
        *above, last = path
        current: Any = rest
        for step in above:
            current = current[step]
        if isinstance(current, dict):
            current.pop(last, None)
    return rest


def refusal(problems: Sequence[DraftProblem]) -> BadInput:
    """One error that lists the problems, one a line."""
    first = problems[0]
    lines = [w.line for w in problems[:MOST]]
    lines += [message("draft.more", count=len(problems) - MOST)] if len(problems) > MOST else []
    return BadInput(first.field, "draft.wrong", problems=Lines(lines))
