"""The state of a question: words, matter, place, day, facts, what was removed (问题)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from fastapi import Request

from web.parts.forms import read_form

MATTER = re.compile(r"M[0-9]{2,3}")
AREA = re.compile(r"[0-9]{6,12}")
FACT = re.compile(r"fact\.([a-zA-Z0-9]{1,60})")
LONGEST = 2000
"""Letters of the words that are read."""
MATTER_FACT, PLACE_FACT, DAY_FACT = "matter", "at", "on"
"""Pairs that are no facts of the child, but are chips as well."""
ASKER_FACT = "reporter"
"""Fact that identifies the asker."""
DANGER_FACT, ALSO_FACT, WISH_FACT = "danger", "also", "wish"
"""Names of pairs from words beside facts, in forms like facts: degree of danger, further matters, what is asked for."""
LISTED = (ALSO_FACT, WISH_FACT)
"""Pairs of which a question may have several."""
WISH = re.compile("[a-z_]{1,40}")
LEVELS = ("", "NONE", "LED", "TOLD")
"""Degrees of danger in words, the least first; empty without words."""


def pair(name: str, value: str) -> str:
    """Return a fact, the matter or the place with its value, as in a form."""
    return f"{name}={value}"


@dataclass(frozen=True, slots=True)
class QuestionState:
    """Input of a page. Words and facts are in forms only, never in the path or query of an address."""

    words: str = ""
    matter: str = ""
    at: str = ""
    """The code of an area."""
    at_name: str = ""
    place: str = ""
    """A place in words that has no code yet."""
    on: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Values by fact, as the fields of a form have them."""
    danger: str = ""
    """Degree of danger in the words: it stays with the question when the words are gone."""
    also: tuple[str, ...] = ()
    """The matters that the words named beside `matter`, or while there is none."""
    wishes: tuple[str, ...] = ()
    """Codes of what the words ask for."""
    heard: frozenset[str] = frozenset()
    """Pairs from the words when the form was made: they count for as long as the words contain them."""
    unreadable: frozenset[str] = frozenset()
    """Parts of an address that were filled in and can mean nothing: matter, place, day."""
    removed: frozenset[str] = frozenset()
    """Pairs that a person removed: they do not come back; with an empty value, a question answered with 不知道."""

    @property
    def query(self) -> str:
        """Return matter, place and day, which may be in an address."""
        parts = (("matter", self.matter), ("at", self.at), ("on", self.on))
        return urlencode([(k, v) for k, v in parts if v])

    @property
    def fragment(self) -> str:
        """The facts and what words named, for the part of an address that a browser never sends."""
        return urlencode([*sorted(self.facts.items()), *self.named])

    @property
    def named(self) -> list[tuple[str, str]]:
        """Return the pairs from words beside facts, as names and values."""
        listed = [(name, code) for name in LISTED for code in self.listed(name)]
        return [(DANGER_FACT, self.danger)] * bool(self.danger) + listed

    def listed(self, name: str) -> tuple[str, ...]:
        """Codes of further matters, or of wishes."""
        return self.also if name == ALSO_FACT else self.wishes

    def with_listed(self, name: str, codes: tuple[str, ...]) -> "QuestionState":
        """With other codes of further matters, or of wishes."""
        return replace(self, also=codes) if name == ALSO_FACT else replace(self, wishes=codes)

    def path(self, page: str) -> str:
        """The address of a page that asks the same, without facts."""
        return f"{page}?{self.query}" if self.query else page

    def address(self, page: str) -> str:
        """The address that reproduces the answer."""
        return f"{self.path(page)}#{self.fragment}" if self.fragment else self.path(page)

    def holding(self, given: str) -> "QuestionState":
        """With one pair taken: a fact, the matter, or the place."""
        name, _, value = given.partition("=")
        after = replace(self, removed=self.removed - {given})
        if name == MATTER_FACT:
            return replace(after, matter=value if MATTER.fullmatch(value) else "")
        if name == PLACE_FACT:
            return replace(after, at=value if AREA.fullmatch(value) else "", at_name="", place="")
        if name == DANGER_FACT:
            return replace(after, danger=max(self.danger, value, key=LEVELS.index) if value in LEVELS else self.danger)
        if name in LISTED:
            return after.with_listed(name, _codes(name, (*self.listed(name), value)))
        if not value:
            unknown = after.without(pair(name, self.facts.get(name, "")))
            return replace(unknown, removed=unknown.removed | {given})
        return replace(after, facts={**self.facts, name: value}, removed=after.removed - {pair(name, "")})

    def without(self, given: str) -> "QuestionState":
        """With one pair removed."""
        name, _, value = given.partition("=")
        after = replace(self, removed=self.removed | {given})
        if name == MATTER_FACT:
            return replace(after, matter="")
        if name == PLACE_FACT:
            return replace(after, at="", at_name="", place="")
        if name == DAY_FACT:
            return replace(after, on="", removed=self.removed)
        if name == DANGER_FACT:
            return replace(after, danger="")
        if name in LISTED:
            return after.with_listed(name, tuple(code for code in self.listed(name) if code != value))
        return replace(after, facts={k: v for k, v in self.facts.items() if k != name or v != value})


def _codes(name: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of matters or of wishes, each once; what is none is left out."""
    form = MATTER if name == ALSO_FACT else WISH
    return tuple(code for code in dict.fromkeys(codes) if form.fullmatch(code))


def of_query(given: Mapping[str, str]) -> QuestionState:
    """From an address."""
    asked = {name: given.get(name, "") for name in (MATTER_FACT, PLACE_FACT, DAY_FACT)}
    matter, at, on = asked.values()
    read = {
        MATTER_FACT: matter if MATTER.fullmatch(matter) else "",
        PLACE_FACT: at if AREA.fullmatch(at) else "",
        DAY_FACT: _day(on),
    }
    unreadable = frozenset(name for name, value in asked.items() if value and not read[name])
    return QuestionState(matter=read[MATTER_FACT], at=read[PLACE_FACT], on=read[DAY_FACT], unreadable=unreadable)


def of_form(rows: Iterable[tuple[str, str]]) -> QuestionState:
    """From the fields of a form: a field that is empty where the words gave something means that it was removed."""
    pairs = [(name, value.strip()) for name, value in rows]
    one = dict(pairs)
    facts = {m[1]: value for name, value in pairs if (m := FACT.fullmatch(name))}
    danger, *_ = (facts.pop(name, "") for name in (DANGER_FACT, ALSO_FACT, WISH_FACT))
    heard = frozenset(value for name, value in pairs if name == "heard")
    removed = frozenset(value for name, value in pairs if name == "removed")
    named = of_query(one)
    held = {pair(name, value) for name, value in facts.items()} | {pair(MATTER_FACT, named.matter)}
    emptied = {p for p in heard if p not in held and p.partition("=")[0] in {*facts, MATTER_FACT}}
    state = replace(
        named,
        words=one.get("words", "")[:LONGEST],
        facts={name: value for name, value in facts.items() if value},
        danger=danger if danger in LEVELS else "",
        also=_codes(ALSO_FACT, (value for name, value in pairs if name == f"fact.{ALSO_FACT}")),
        wishes=_codes(WISH_FACT, (value for name, value in pairs if name == f"fact.{WISH_FACT}")),
        heard=heard,
        removed=removed | emptied,
    )
    for step in (value for name, value in pairs if name == "do"):
        verb, _, what = step.partition(":")
        if "=" not in what:
            continue
        state = state.holding(what) if verb == "take" else state.without(what) if verb == "remove" else state
    return _placed(state, one) if "place" in one and not any(n == "do" and ":at=" in v for n, v in pairs) else state


def _placed(state: QuestionState, one: Mapping[str, str]) -> QuestionState:
    """The place as the field has it: the same area, none, or another in words."""
    place, name = one["place"][:200], one.get("at_name", "")
    if place == name:
        return replace(state, at_name=name)
    gone = state.without(pair(PLACE_FACT, state.at)) if state.at else state
    return replace(gone, place=place)


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        return ""


async def read(request: Request) -> QuestionState:
    """Return the input of a page."""
    if request.method == "POST":
        return of_form((await read_form(request)).multi_items())
    return of_query(request.query_params)
