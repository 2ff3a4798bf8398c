"""Choices from the rules: facts, matters, kinds of body, acts; read once a language (可选的)."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.parts.asking import Asker, Row
from web.parts.words import spoken


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """Lists that follow from the rules alone: they stay while the process lives."""

    forms: Mapping[str, Row]
    """The form of each fact."""
    matters: tuple[Row, ...]
    kinds: tuple[Row, ...]
    acts: tuple[Row, ...]


_READ: dict[str, RuleChoices] = {}


async def choices(asker: Asker) -> RuleChoices:
    """The lists in the language of this page."""
    language = spoken()
    if language not in _READ:
        forms = {f["fact"]: f for f in await asker.ask("Facts")}
        kinds, acts = await asker.ask("Kinds"), (await asker.ask("Acts"))["nodes"]
        _READ[language] = RuleChoices(forms, await _matters(asker), tuple(kinds), tuple(acts))
    return _READ[language]


async def _matters(asker: Asker) -> tuple[Row, ...]:
    """All matters by code: more than one page of the list."""
    rows: list[Row] = []
    after: str | None = None
    while True:
        reply = await asker.ask("Matters", first=100, after=after)
        rows += reply["nodes"]
        after = reply["pageInfo"]["endCursor"]
        if not reply["pageInfo"]["hasNextPage"]:
            return tuple(rows)
