"""Names that a body's own form can use: fields of a kind of item, facts of the child, the head (可填的名称)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.casework.load import table
from knowledge.casework.rows import Field, FieldType, ItemKind
from knowledge.folding import folded
from knowledge.messages.message import DEFAULT, languages, message
from knowledge.papers.own import EMPTY, TICKED, FormMark
from knowledge.situation.facts import FACTS, Fact
from knowledge.vocabulary import FieldClass

HEADS = {
    "code": "own_form.head_code",
    "child": "own_form.head_child",
    "area": "own_form.head_area",
    "state": "own_form.head_state",
    "printed": "own_form.head_printed",
}
"""Fields in the head of every form, each with the message of its name."""
NEVER = frozenset({FieldClass.F6, FieldClass.F8})
"""Classes that no form prints: sealed judicial records, and the reporter."""
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True)
class NameOnForm:
    """Meaning of a name on a form; `key` identifies its value."""

    key: str
    label: str
    options: Mapping[str, str]
    """The values that can be ticked, by what they may be called."""


def plain(text: str) -> str:
    """A name as it is compared: full-width signs as plain ones, without spaces, in small letters."""
    return folded(text).casefold()


def names(kind: ItemKind) -> Mapping[str, NameOnForm]:
    """Return the names available to forms of a kind of item; on equal names the head has priority, then fields."""
    return _names(kind.code)


@cache
def _names(kind: str) -> Mapping[str, NameOnForm]:
    named: dict[str, NameOnForm] = {}
    for code, fact in FACTS.items():
        if fact.field_class not in NEVER:
            made = NameOnForm(f"fact:{code}", fact.zh, _of_fact(fact))
            named |= {plain(n): made for n in (fact.zh, fact.en)}
    for field in table().kinds[kind].field:
        if field.field_class not in NEVER and field.type is not FieldType.FILE:
            made = NameOnForm(f"field:{field.code}", field.name, _of_field(field))
            named |= {plain(n): made for n in (field.name, field.name_en, field.code)}
    for head, called in HEADS.items():
        words = message(called)
        made = NameOnForm(f"head:{head}", words.text(DEFAULT), {})
        named |= {plain(words.text(language)): made for language in languages()}
    return named


def _of_field(field: Field) -> Mapping[str, str]:
    if field.type is FieldType.BOOL:
        return _yes_no()
    return {plain(n): v.code for v in field.values for n in (v.name, v.name_en, v.code)}


def _of_fact(fact: Fact) -> Mapping[str, str]:
    if fact.options == (True, False):
        return _yes_no()
    return {}


def _yes_no() -> Mapping[str, str]:
    return {plain(message(f"fact.{w}").text(x)): v for w, v in (("yes", YES), ("no", NO)) for x in languages()}


def unknown(kind: ItemKind, mark: FormMark) -> bool:
    """True if a form of a kind cannot name it, or not this option of it."""
    named = names(kind).get(plain(mark.name))
    return named is None or (mark.option is not None and plain(mark.option) not in named.options)


def written(kind: ItemKind, mark: FormMark, codes: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Return the text that replaces a mark: its value in words, empty if unknown, or a tick."""
    named = names(kind)[plain(mark.name)]
    if mark.option is None:
        return words.get(named.key, "")
    return TICKED if codes.get(named.key) == named.options[plain(mark.option)] else EMPTY
