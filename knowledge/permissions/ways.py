"""Duties that leave a choice between ways, and the ways that a question takes or leaves (条文给了几种做法).

设立未保站或者指定专门人员: who does one of them does the duty, who does none does not, and of somebody who only
leaves one it is not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from knowledge import parsed
from knowledge.literals import compiled
from knowledge.permissions.decision import Asked, Permission, Permitted
from knowledge.permissions.in_words import Ways
from knowledge.rulebook.book import Rulebook

FILE = Path(__file__).parent / "ways.toml"
_QUESTION = re.compile(r"(.)[不没]\1|有没有")
_CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
_DENIED = re.compile(r"(?:[不没无免]|拒绝|取消|撤)(?:有|再|能|去|会|用|想|肯|曾)*(?P<between>[^不没无免]{0,10})$")
_VERB = "设立?|配备?|安排|指定|请|派|聘请?|[找揾搵]|委托|购买|采取|提供|告[知诉]|[安预]?装|用|由|有"
_FIRST_VERB = re.compile(f"^(?:{_VERB})")
_TAKEN_UP = re.compile(f"只|净|就|而是|改|另|但|却|代|让|{_VERB}")
"""Words after a denial by which what follows is done after all."""
_LEFT_AFTER = re.compile(r"^[^不没无]{0,3}(?:不|没(?!问题|关系|事)|未)(?:设|配|请|安排|有|建|指定|聘|装|做|搞|提供|$)")
_NOTHING = re.compile(r"没有?(?:任何)?人(?:负责|管|做|跟)|(?:两[样个种]|哪[样个种]|什么)[^，。；？?]{0,3}[不没]")
_ONLY = re.compile(r"只|净系|净是|代替|替代|就够|即可|而已|就行了")
_GAP = "＿"
_FILLING = re.compile(
    r"^(?:既|又|净系|改[为成用由]?|代替|替代|另外|只|也|都|就|但|却|而|[不没用让请派])+|(?:代替|[不没])$"
)
"""Words that only join the ways of a question."""


@dataclass(frozen=True, slots=True)
class WayOfDuty:
    """One way of a duty: its words in the law and a pattern of its spoken words."""

    quote: str
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A duty with several ways."""

    norms: tuple[str, ...]
    about: str
    unless: str | None
    ways: tuple[WayOfDuty, ...]
    free: tuple[tuple[str, str, str], ...]
    """Clause, quote and pattern of what the law lets people leave beside the duty."""
    examples: tuple[tuple[str, str, str], ...]
    """Expected answer, kind of body and question, for the tests."""
    others: tuple[tuple[str, str], ...]

    def words(self, book: Rulebook) -> str:
        """Return the words of the law from its first way to its last."""
        first, last = self.ways[0].quote, self.ways[-1].quote
        quote = next(c.quote for c in book.norms[self.norms[0]].cite if first in c.quote and last in c.quote)
        return quote[quote.index(first) : quote.rindex(last) + len(last)]


@dataclass(frozen=True, slots=True)
class WaysAsked:
    """Ways of a duty that a question takes or leaves."""

    choice: Choice
    act: str
    ways: Ways

    @property
    def asked(self) -> Asked:
        """Return the form of the question: may they do it in one way, or leave it."""
        return Asked.MAY if self.ways.taken else Asked.MAY_NOT


@cache
def choices() -> tuple[Choice, ...]:
    """The rows of `ways.toml`."""
    return tuple(map(_row, parsed.tables(FILE)["choice"]))


def _row(row: dict[str, Any]) -> Choice:
    return Choice(
        tuple(row["norms"]),
        row["about"],
        row.get("unless"),
        tuple(WayOfDuty(w["quote"], w["said"]) for w in row["way"]),
        tuple((f["clause"], f["quote"], f["said"]) for f in row.get("free", ())),
        tuple((answer, by, text) for answer, by, text in row["example"]),
        tuple((by, text) for by, text in row["not"]),
    )


def ways_asked(book: Rulebook, text: str, by: str) -> WaysAsked | None:
    """Return the ways of a duty of this body that a question takes or leaves; None if it is about no choice.

    Args:
        book: The rules.
        text: The question, in simplified characters, denied as Mandarin denies.
        by: The kind of body that is asked about.
    """
    plain = _QUESTION.sub("　", text)
    for choice in choices():
        first = book.norms[choice.norms[0]]
        if not book.binds(first, by) or not compiled(choice.about).search(plain):
            continue
        if choice.unless and compiled(choice.unless).search(plain):
            continue
        if ways := _ways(book, choice, plain):
            return WaysAsked(choice, first.act, ways)
    return None


def _ways(book: Rulebook, choice: Choice, text: str) -> Ways | None:
    """Return which ways a text takes and leaves; None if it leaves none and none is its only one."""
    named = {w.quote: list(_named(w, text)) for w in choice.ways}
    taken = tuple(q for q, at in named.items() if any(not denied for _, denied in at))
    left = tuple(q for q, at in named.items() if at and q not in taken)
    if not (left or (taken and _ONLY.search(text))):
        return None
    if not taken and _NOTHING.search(text):
        left = tuple(named)
    free = tuple(quote for _, quote, pattern in choice.free if compiled(pattern).search(text))
    rest = _rest(text, (*(w.said for w in choice.ways), *(pattern for *_, pattern in choice.free)))
    return Ways(choice.words(book), taken, left, len(left) < len(named), free, rest)


def _rest(text: str, patterns: tuple[str, ...]) -> str:
    """The text without the ways; all that follows the first one is asked, as one clause."""
    first = min(m.start() for p in patterns if (m := compiled(p).search(text)))
    head, tail = text[:first], text[first:]
    for pattern in patterns:
        tail = compiled(pattern).sub("，", tail)
    asked = (_FILLING.sub("", clause) for clause in _CLAUSE.findall(tail))
    return f"{_FILLING.sub('', head)}{_GAP.join(('', *asked, '可以'))}"


def _named(way: WayOfDuty, text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a way in a text, and whether they are denied."""
    for clause in _CLAUSE.findall(text):
        for m in compiled(way.said).finditer(clause):
            yield m[0], _is_left(clause[: m.start()], clause[m.end() :])


def _is_left(before: str, after: str) -> bool:
    """True if the words before or after a way deny it."""
    denied = _DENIED.search(before)
    if denied and not _TAKEN_UP.search(_FIRST_VERB.sub("", denied["between"])):
        return True
    return _LEFT_AFTER.search(after) is not None


def with_ways(book: Rulebook, p: Permitted, text: str) -> Permitted:
    """Return an answer on a duty with the ways that a question takes or leaves.

    A yes names the way that is done; where only one way is left, it is asked for the others instead of a refusal.

    Args:
        book: The rules.
        p: The answer on the act as a whole.
        text: The question, in simplified characters, denied as Mandarin denies.
    """
    meant = ways_asked(book, text, p.by)
    if meant is None or meant.act != p.act or meant.asked is not p.asked:
        return p
    if p.asked is Asked.MAY and p.answer is Permission.YES:
        return replace(p, ways=meant.ways)
    if p.asked is Asked.MAY_NOT and p.answer is Permission.NO and meant.ways.open:
        return replace(p, answer=Permission.DEPENDS, ways=meant.ways)
    return p
