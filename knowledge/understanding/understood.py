"""Meaning of a worker's own words: matters, danger, facts, places, the speaker (听懂了什么)."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from knowledge.rulebook.book import Rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.majority import is_adult
from knowledge.situation.situation import IMPOSSIBLE
from knowledge.understanding.affection import is_affection_alone
from knowledge.understanding.household import is_household_alone
from knowledge.understanding.place_words import PlaceWord, place_words
from knowledge.understanding.questions import AskedAct, asked_act
from knowledge.understanding.told_facts import ToldFact, told_facts
from knowledge.understanding.wishes import wishes_in
from knowledge.words.dictionary import words
from knowledge.words.meaning import LIKELY, SHOWN, Danger, Ranked, is_calm, lowered
from knowledge.words.search import Search

NO_FACTS: Mapping[str, Any] = MappingProxyType({})
DANGEROUS = ("life_danger", "crime_under_way")
"""Facts that mean danger now, unless the text describes it as over or not real."""
GRAVE = (
    "self_harm",
    "sexual_harm",
    "domestic_violence",
    "missing",
    "abandoned",
    "trafficked",
    "begging",
    "malnourished",
)
"""Facts with which danger is possible."""
SUSPECTED = ("self_harm", "sexual_harm", "domestic_violence", "trafficked", "abandoned")
"""Harms of which a suspicion is enough to act (未成年人保护法11): a possible mention counts until it is removed."""
_RUN = re.compile("[一-鿿a-z0-9]{2,}")
_UNUSED = 8


OFFERED = 5
"""As many matters are offered to choose from."""


@dataclass(frozen=True, slots=True)
class MatterShare:
    """A matter that a text may mean, the share of certainty, and the words that speak for it."""

    code: str
    share: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """Meaning of a text. The text itself stays with its author: it is never stored or logged."""

    text: str
    matters: tuple[MatterShare, ...]
    single: str | None
    """The one matter to answer about without asking."""
    sure: str | None
    """Matter of the words if certain, also where danger is plain and it is no matter of danger."""
    danger: Danger
    nothing: bool
    facts: tuple[ToldFact, ...]
    places: tuple[PlaceWord, ...]
    unused: tuple[str, ...]
    """Words of which nothing was made."""
    grown: bool = False
    """True if it is of somebody of 18 or older who may be in danger: help is called at any age."""
    question: AskedAct | None = None
    """The question whether somebody may or must do something."""

    @property
    def provisional(self) -> bool:
        """True if the general report is the answer meanwhile: no matter is sure, and the child may be in danger."""
        danger = self.danger is Danger.TOLD or (self.danger is Danger.LED and _grave(self.facts))
        return self.single is None and not self.nothing and danger

    @property
    def wishes(self) -> tuple[str, ...]:
        """Return the codes of what is asked for (`wishes.toml`)."""
        return wishes_in(self.text)

    @property
    def speaker(self) -> ToldFact | None:
        """Return the speaker, as a value of the fact `reporter`; None if absent or unclear."""
        return _speaker(self.facts)


def understand(book: Rulebook, text: str, on: date, known: Mapping[str, Any] = NO_FACTS) -> Understood:
    """Return the meaning of a text on a day; `known` are facts from elsewhere, which override those of the text."""
    from knowledge.words.ranking import rank  # noqa: PLC0415  # needs numpy, which a question by code does not

    facts, others = told_facts(text, on)
    plain = {f.fact: f.value for f in facts if f.plain} | dict(known)
    ranked = rank(book, text, plain)
    scored = ranked.danger
    every = (*facts, *others)
    if scored is Danger.TOLD and is_household_alone(text, every):
        scored = Danger.LED
    gentle = is_affection_alone(text, every, on)
    if gentle:
        scored = Danger.NONE
    danger = max(scored, _danger(every, calm=is_calm(text)), key=list(Danger).index)
    first = () if ranked.nothing and danger is Danger.NONE else _first(book, text, ranked)
    offered = _without_reports(book, first) if gentle else first
    matters = _reported(book, offered, danger) if offered else ()
    places, speaker = place_words(text), _speaker(facts)
    facts = tuple(_suspected(f, danger) for f in facts)
    sure = matters[0].code if ranked.single and matters and offered == first else None
    return Understood(
        text=text,
        matters=matters,
        single=_single(book, sure, danger, facts),
        sure=sure,
        danger=danger,
        nothing=not matters,
        facts=facts,
        places=places,
        unused=_unused(text, facts, places, matters),
        grown=is_adult(plain) and rank(book, text).danger is not Danger.NONE,
        question=asked_act(book, text, known.get("reporter") or (speaker.value if speaker else None)),
    )


def answered(book: Rulebook, u: Understood) -> tuple[str, ...]:
    """Return the matters that an answer to a text is about, by code, the main one first.

    While none is sure and a child may be in danger, the general report comes first. With plain danger it is always
    among them: the duty to report applies beside a matter that has no report of its own. If none is sure, the likely
    one is the last.
    """
    first = book.general.code if u.provisional else u.single
    likely = max(u.matters, key=lambda m: m.share, default=None) if u.sure is None else None
    last = likely.code if likely and likely.share >= LIKELY else None
    reported = u.danger is not Danger.TOLD or (first is not None and book.matters[first].report)
    return tuple(dict.fromkeys(c for c in (first, u.sure, None if reported else book.general.code, last) if c))


def _speaker(facts: tuple[ToldFact, ...]) -> ToldFact | None:
    speakers = [f for f in facts if f.fact == "reporter"]
    return speakers[0] if len(speakers) == 1 else None


def _first(book: Rulebook, text: str, ranked: Ranked) -> tuple[MatterShare, ...]:
    """The first matters of a ranking, with the words that speak for each."""
    hits = Search.over(book).explained(text, ranked)[:OFFERED]
    return tuple(MatterShare(h.code, h.score, h.matched) for h in hits)


def counted(
    facts: tuple[ToldFact, ...], known: Mapping[str, Any], without: AbstractSet[str] = frozenset()
) -> tuple[ToldFact, ...]:
    """The facts that count: plain or suspected, not set aside, not given otherwise, not contradicting what is known."""
    now: dict[str, Any] = dict.fromkeys(FACTS) | {code: value for code, value in known.items() if value is not None}
    result = []
    for f in facts:
        if not f.counts or f.fact in without or now[f.fact] is not None or (f.fact == "age" and now["birth_date"]):
            continue
        if not any(cannot(now | {f.fact: f.value}) for _, cannot in IMPOSSIBLE):
            now[f.fact] = f.value
            result.append(f)
    return tuple(result)


def _reported(book: Rulebook, matters: tuple[MatterShare, ...], danger: Danger) -> tuple[MatterShare, ...]:
    """Return the matters, a mandatory report among the first for plain danger, and anywhere for possible danger."""
    first = matters[:SHOWN] if danger is Danger.TOLD else matters
    if danger is Danger.NONE or any(book.matters[m.code].report for m in first):
        return matters
    return (*matters[: SHOWN - 1], MatterShare(book.general.code, 0.0, ()), *matters[SHOWN - 1 :])


def _without_reports(book: Rulebook, matters: tuple[MatterShare, ...]) -> tuple[MatterShare, ...]:
    """Return the matters that are no danger and have no report."""
    return tuple(m for m in matters if not book.matters[m.code].report and not book.matters[m.code].danger)


def _single(book: Rulebook, code: str | None, danger: Danger, facts: tuple[ToldFact, ...]) -> str | None:
    """Return the one matter to take without asking; where harm to the child is stated, only a matter about danger.

    Danger without such a fact is mostly that of the matter itself: a school bus, a pool, drugs.
    """
    if code is None or danger is not Danger.TOLD or not _grave(facts):
        return code
    return code if book.matters[code].report or book.matters[code].danger else None


def _grave(facts: tuple[ToldFact, ...]) -> bool:
    return any(f.fact in GRAVE and f.value is True and f.counts for f in facts)


def _suspected(f: ToldFact, danger: Danger) -> ToldFact:
    """Return the fact; a probable harm in a text with possible danger becomes a suspicion, which counts.

    Words that lack the person or the reason need a text with plain danger.
    """
    enough = danger is Danger.TOLD or (danger is Danger.LED and not f.unclear)
    return replace(f, suspected=enough and not f.plain and f.value is True and f.fact in SUSPECTED)


def _danger(facts: tuple[ToldFact, ...], *, calm: bool) -> Danger:
    yes = {f.fact for f in facts if f.plain and f.value is True}
    danger = Danger.TOLD if yes & set(DANGEROUS) else Danger.LED if yes & set(GRAVE) else Danger.NONE
    return lowered(danger, calm=calm)


def _unused(
    text: str, facts: tuple[ToldFact, ...], places: tuple[PlaceWord, ...], matters: tuple[MatterShare, ...]
) -> tuple[str, ...]:
    rest = list(text.lower())
    for start, end in (*((f.start, f.end) for f in facts), *((p.start, p.end) for p in places)):
        rest[start:end] = " " * (end - start)
    blank = "".join(rest)
    for matched in (w for m in matters[:1] for w in m.matched):
        blank = blank.replace(matched, " " * len(matched))
    return tuple(dict.fromkeys(_RUN.findall(words().idle.sub(" ", blank))))[:_UNUSED]
