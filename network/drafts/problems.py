"""What is wrong with a draft: each thing with its place in the draft and what to do, told all at once (草案的毛病)."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from knowledge.calendar.hours import UnreadableHours
from knowledge.errors import BadInput
from knowledge.messages.message import DEFAULT, Lines, Message, catalogue, message

MOST = 50
"""As many are told."""
KINDS = {
    "missing": "draft.missing", "string_too_short": "draft.missing", "too_short": "draft.too_short",
    "string_too_long": "draft.text_too_long", "enum": "draft.not_allowed", "greater_than_equal": "draft.too_small",
    "less_than_equal": "draft.too_great", "string_pattern_mismatch": "draft.malformed",
    "extra_forbidden": "draft.no_such_field", "int_type": "draft.not_a_whole_number",
    "int_parsing": "draft.not_a_whole_number", "int_from_float": "draft.not_a_whole_number",
    "float_type": "draft.not_a_number", "float_parsing": "draft.not_a_number", "finite_number": "draft.not_a_number",
    "string_type": "draft.not_a_text", "tuple_type": "draft.not_a_list", "model_type": "draft.not_an_object",
}  # fmt: skip
"""The message of each kind of problem that pydantic names."""
Where = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where, what and what to do."""

    field: str
    line: Message


def wrong(where: Where, problem: str, /, **params: Any) -> Wrong:
    """Where it is, in words and as a path; what is wrong and what to do by the code of a message."""
    field = ".".join(map(str, where)) or "draft"
    return Wrong(field, message("draft.line", field=field, place=_place(where), problem=message(problem, **params)))


def _place(where: Where) -> Message | str:
    """The place in words: which part, which of its fields."""
    if not where:
        return message("draft.whole")
    part = _word("draft_part", where[0])
    for n in where[1:2]:
        part = message("draft.numbered", number=n + 1, part=part) if isinstance(n, int) else str(n)
    for name in where[2:3]:
        part = message("draft.field_of", part=part, field=_word("draft_field", name))
    return part


def _word(group: str, name: str | int) -> Message | str:
    """What a part or a field is called; its own name where we have no word for it."""
    code = f"{group}.{name}"
    return message(code) if code in catalogue(DEFAULT) else str(name)


def unreadable(e: Mapping[str, Any]) -> Wrong:
    """A value that cannot be, as the check of the form tells it."""
    context = e.get("ctx", {})
    if isinstance(hours := context.get("error"), UnreadableHours):
        return wrong(e["loc"], hours.message.code, **hours.message.params)
    known = {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()}
    return wrong(e["loc"], KINDS.get(e["type"], "draft.unfit"), **known)


def without(raw: Mapping[str, Any], places: Iterable[Where]) -> dict[str, Any]:
    """A draft without the fields that cannot be read, so that the rest of it can be checked."""
    rest = deepcopy(dict(raw))
    for where in places:
        *above, last = where
        here: Any = rest
        for step in above:
            here = here[step]
        if isinstance(here, dict):
            here.pop(last, None)
    return rest


def refusal(found: Sequence[Wrong]) -> BadInput:
    """All of them in one refusal, a line each."""
    first = found[0]
    lines = [w.line for w in found[:MOST]]
    lines += [message("draft.more", count=len(found) - MOST)] if len(found) > MOST else []
    return BadInput(first.field, "draft.wrong", problems=Lines(lines))
