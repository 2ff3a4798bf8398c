"""An act is a verb with its object: which acts the verbs of a text can mean (动词核对)."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.errors import AmbiguousAct, NotFound
from knowledge.rulebook.book import Rulebook
from knowledge.words.dictionary import plain
from knowledge.words.search import Hit, Search

OFFERED = 5
"""Number of acts offered where none is sure."""
WHOLE = 4
"""Least length of a name or alias that identifies an act anywhere in the text."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Verb in colloquial words and in the names of acts; `both`: a text without it does not mean such an act."""

    said: re.Pattern[str]
    named: re.Pattern[str]
    both: bool


_REFUSING = re.compile("拒绝|拒不")
"""An act whose name begins with these is one of refusing; no question that refuses nothing means it."""
_REFUSED = re.compile("[不拒唔卡推赶退踢冇]|刁难")


@cache
def verbs() -> tuple[Verb, ...]:
    """The table `verbs.toml`."""
    rows = tomllib.loads((Path(__file__).parent / "verbs.toml").read_text("utf-8"))["verb"]
    return tuple(Verb(re.compile(r["said"]), re.compile(r["named"]), bool(r.get("both"))) for r in rows)


def agrees(text: str, name: str, aliases: Iterable[str] = ()) -> bool:
    """True if the verbs of a text fit an act: each is one of the act's, and the act's required verb is present."""
    names = " ".join((name, *aliases))
    if _REFUSING.match(name) and not _REFUSED.search(text):
        return False
    for verb in verbs():
        in_text = bool(verb.said.search(text))
        if in_text and not verb.named.search(names):
            return False
        if verb.both and not in_text and verb.named.search(name):
            return False
    return True


def picked(book: Rulebook, text: str, by: str | None = None) -> str:
    """Return the act that a text means; where it is not sure, the likeliest are offered and none is taken.

    The name of the body in question identifies no act (街道未保站可以调查家长吗): an act is sure only if it is
    ranked first without that name too.

    Args:
        book: The rules.
        text: The question.
        by: The kind of body that is asked about.

    Raises:
        NotFound: none fits.
        AmbiguousAct: several fit, or the verbs of none agree.
    """
    ranked, alone = Search.over(book).acts(text), apart(book, text, by)
    if named := _named(book, (alone, plain(alone))):
        return named
    if not ranked.hits:
        raise NotFound("act", "text")
    if ranked.single and any(_agrees(book, t, ranked.hits[0]) for t in (text, plain(text))):
        again = ranked if alone == text else Search.over(book).acts(alone)
        if again.hits and again.hits[0].code == ranked.hits[0].code:
            return ranked.hits[0].code
        raise AmbiguousAct("text", (*again.candidates(OFFERED - 1), *ranked.candidates(1)))
    raise AmbiguousAct("text", ranked.candidates(OFFERED))


def apart(book: Rulebook, text: str, by: str | None) -> str:
    """The text without the name of a body at the head of its clauses, where it is whom the question asks about."""
    if by is None or by not in book.kinds:
        return text
    kind = book.kinds[by]
    names = sorted((n for n in (kind.name, *kind.aliases) if len(n) > 1), key=len, reverse=True)
    heads = re.compile(rf"(?:(?<=^)|(?<=[，,。；;！!？?\s]))\w{{0,4}}?(?:{'|'.join(map(re.escape, names))})")
    return heads.sub("", text) if names else text


def _named(book: Rulebook, texts: Iterable[str]) -> str | None:
    """Return the act of which the text contains a whole name or alias; of 撤销 and 申请撤销 the longer one.

    A name that is only the attribute of something (网络欺凌的投诉) identifies no act.
    """
    whole = {
        phrase: a.code
        for a in book.acts.values()
        for phrase in (a.name, *a.aliases)
        if len(phrase) >= WHOLE and any(_stands(phrase, t) and agrees(t, a.name, a.aliases) for t in texts)
    }
    return whole[max(whole, key=len)] if whole else None


def _stands(phrase: str, text: str) -> bool:
    return phrase in text and re.search(rf"{re.escape(phrase)}(?!的(?!$|[吗么嘛呢，,？?]))", text) is not None


def _agrees(book: Rulebook, text: str, hit: Hit) -> bool:
    act = book.acts[hit.code]
    return agrees(text, act.name, act.aliases)
