"""Facts of a child in a text: plainly stated, or to be confirmed by a person (说出的事实)."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

from knowledge.situation.facts import FACTS
from knowledge.situation.situation import IMPOSSIBLE
from knowledge.understanding.ages import ADULT, ages, births, minor
from knowledge.understanding.aligned import Aligned, Span, half_width, reworded
from knowledge.understanding.bearers import Bearer, bearer
from knowledge.understanding.doers import doer_signs
from knowledge.understanding.grown import grown, likened, of_speaker
from knowledge.understanding.signs import OUT, SignWay, grammar, harmful, possible, rows

_CLAUSE = re.compile('[,。！？;:!?\n\\s“”"「」『』…()、.]')
_SENTENCE = re.compile("[。！？!?\n;]")
_QUOTES = re.compile('[“”"「」『』]')
FORMS = 4
"""Forms in which one text is read: what is sought in the whole of it is sought once for each."""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """Fact in a text, with its words."""

    fact: str
    value: Any
    words: str
    start: int
    end: int
    """The words are the text from `start` to `end`."""
    plain: bool
    """True: it counts at once and can be removed; False: it counts only when a person takes it."""
    suspected: bool = False
    """True: not plain, but a harm whose suspicion is enough, in a text with possible danger: it counts too."""
    unclear: bool = False
    """True: the words lack the person or the reason; it is a suspicion only in a text with plain danger."""
    whose: Bearer = Bearer.CHILD
    """The person whose fact it is."""
    most: int | None = None
    """For a number that is not exact: the greatest that the words allow; `value` is the smallest."""

    @property
    def counts(self) -> bool:
        """True if it counts without a person who takes it."""
        return self.plain or self.suspected


class ToldFacts(NamedTuple):
    """All facts in a text."""

    facts: tuple[ToldFact, ...]
    """The child's, by position."""
    others: tuple[ToldFact, ...]
    """Facts of which somebody else is or may be the bearer: they are not the child's, but a child may be affected."""


def told_facts(text: str, on: date) -> ToldFacts:
    """Return the facts in a text. `on` is the day for which years of birth count as ages."""
    half = half_width(text)
    form, harm = reworded(half), harmful(half.text)
    facts = [*_read(text, half, on), *_signs(text, half, half, harm, original=True), *_done(text, half, harm)]
    if form.text != half.text:
        less = reworded(replace(half, text=harm))
        facts += _signs(text, form, _whole(less, half), harmful(less.text), original=False)
    others = tuple(f for f in facts if f.whose is not Bearer.CHILD)
    childs = _settled([f for f in facts if f.whose is Bearer.CHILD and not any(_shares(f, o) for o in others)])
    return ToldFacts(_possible(_at_age(sorted(childs, key=lambda f: (f.start, f.fact)))), others)


def minor_told(text: str, facts: Iterable[ToldFact]) -> ToldFact | None:
    """Return the fact of being under 18, where words mean it (未成年人, 高中生) and no fact gives an age."""
    if any(f.fact in {"age", "birth_date"} for f in facts):
        return None
    young = minor(text)
    return ToldFact("age", 0, young[0], *young.span(), plain=True, most=ADULT - 1) if young else None


def _shares(f: ToldFact, other: ToldFact) -> bool:
    """True if a guess overlaps words with the same fact of somebody else."""
    guess = not f.plain and not f.unclear and other.whose is not Bearer.UNSURE
    return guess and f.fact == other.fact and other.start < f.end and f.start < other.end


def _read(text: str, form: Aligned, on: date) -> Iterator[ToldFact]:
    """Ages and dates of birth; several different ages are of several children or times, so none is plain."""
    if speaker := of_speaker(form.text):
        start, end = form.span(speaker.start, speaker.end)
        yield ToldFact("age", speaker.least, text[start:end], start, end, plain=True)
        return
    read = ages(likened(form.text), on)
    exact = {a.least for a in read if a.sure}
    for a in read:
        start, end = form.span(a.start, a.end)
        plain = a.sure and len(exact) == 1
        if plain or len(exact) != 1:
            yield ToldFact("age", a.least, text[start:end], start, end, plain, most=None if a.sure else a.most)
    for a in (
        g for g in grown(form.text, child=bool(read)) if not any(g.start < r.end and r.start < g.end for r in read)
    ):
        start, end = form.span(a.start, a.end)
        yield ToldFact("age", a.least, text[start:end], start, end, a.sure)
    for b in births(form.text):
        start, end = form.span(b.start, b.end)
        yield ToldFact("birth_date", b.day, text[start:end], start, end, plain=b.day <= on)


def _whole(form: Aligned, half: Aligned) -> Aligned:
    """A form with the letters back that were taken out before it was reworded."""
    letters = dict(zip(half.sources, half.text, strict=True))
    return replace(
        form, text="".join(letters[at] if c == OUT else c for c, at in zip(form.text, form.sources, strict=True))
    )


def _signs(text: str, form: Aligned, whole: Aligned, harm: str, *, original: bool) -> Iterator[ToldFact]:
    """Yield the facts of the signs; signs of harm are matched in `harm`, the text of `whole` without harmless words."""
    harms = rows().harms
    for way in possible(form.text).values():
        if original or not way.original:
            near, sought = (whole, harm) if way.fact in harms else (form, form.text)
            for match in way.regex.finditer(sought):
                judged = _judged(near.text, way, match.span())
                if judged is not None:
                    at = near.span(*match.span())
                    fact = ToldFact(way.fact, judged[0], text[slice(*at)], *at, plain=judged[1], unclear=way.unclear)
                    yield from _of(fact, _bearer(near.text, way, match.span()))


def _done(text: str, form: Aligned, harm: str) -> Iterator[ToldFact]:
    """Yield the facts about who hurts the child, where words name several persons."""
    for way, start, verb in doer_signs(harm):
        if judged := _judged(form.text, way, verb):
            at = form.span(start, verb[1])
            yield ToldFact(way.fact, judged[0], text[slice(*at)], *at, plain=judged[1])


def _bearer(text: str, way: SignWay, at: Span) -> Bearer:
    return bearer(text[_around(_CLAUSE, text, at)[0] : at[0]], text[slice(*at)]) if way.sign.whose else Bearer.CHILD


def _of(f: ToldFact, whose: Bearer) -> Iterator[ToldFact]:
    """Yield a fact by its bearer: one that may be somebody else's is only offered, and recorded for that person too."""
    if whose is not Bearer.OTHER:
        yield replace(f, plain=f.plain and whose is Bearer.CHILD, unclear=f.unclear or whose is Bearer.ELDER)
    if whose is not Bearer.CHILD:
        yield replace(f, whose=whose)


def _judged(text: str, way: SignWay, at: Span) -> tuple[Any, bool] | None:
    """Return the value of the words at their position and whether it is plain; None if they give no value."""
    clause = _around(_CLAUSE, text, at)
    before, after = text[clause[0] : at[0]], text[at[1] : clause[1]]
    if _silent(text, way, at, before, after):
        return None
    if grammar("denied").search(before):
        return None if way.sign.denied is None else (not way.value, way.plain and way.sign.denied == "plain")
    if grammar("unreal").search(before):
        return None
    return way.value, way.plain and not _doubtful(text, way, at, before, after)


def _silent(text: str, way: SignWay, at: Span, before: str, after: str) -> bool:
    """True if words give no value: excluded by others, supposed, asked about, or general."""
    g = grammar
    sentence = _around(_SENTENCE, text, at)
    return bool(
        (way.unless and way.unless.search(text[slice(*sentence)]))
        or (way.unless_by and _done_by(way.unless_by, text[slice(*sentence)], at[1] - sentence[0]))
        or (way.unless_anywhere and _anywhere(way.unless_anywhere, text))
        or g("if").search(text[sentence[0] : at[0]])
        or g("if_after").search(after)
        or g("asked").search(before)
        or g("asked_after").search(after)
        or g("general_after").search(after)
    )


def _done_by(others: re.Pattern[str], sentence: str, end: int) -> bool:
    """True if others are nearest before the `end` of words of harm, not family: 班主任说爸爸打他 is the father's.

    Without anybody before the words, the first person after them did it.
    """
    (other, other_after), (own, own_after) = (_beside(p, sentence, end) for p in (others, grammar("family")))
    return other >= own if max(other, own) >= 0 else other_after < own_after


def _beside(persons: re.Pattern[str], sentence: str, end: int) -> tuple[float, float]:
    """Return where the last person before `end` and the first after it begin; -1 and infinity without one."""
    starts = _starts(persons, sentence)
    at = bisect_left(starts, end)
    return starts[at - 1] if at else -1, starts[at] if at < len(starts) else inf


@lru_cache(FORMS * 4)
def _starts(persons: re.Pattern[str], sentence: str) -> tuple[int, ...]:
    return tuple(m.start() for m in persons.finditer(sentence))


def _doubtful(text: str, way: SignWay, at: Span, before: str, after: str) -> bool:
    """True if the words are quoted, asked back, taken back or doubted."""
    g = grammar
    quoted = bisect_left(_breaks(_QUOTES, text)[0], at[0]) % 2
    if quoted or g("asked_back").match(text, at[1]) or _anywhere(g("taken_back"), text):
        return True
    return not way.sign.suspected and bool(g("doubt").search(before) or g("doubt_after").search(after))


def _around(boundary: re.Pattern[str], text: str, at: Span) -> Span:
    """The part of a text around a place, between boundaries."""
    starts, ends = _breaks(boundary, text)
    before, after = bisect_right(ends, at[0]), bisect_left(starts, at[1])
    return ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)


@lru_cache(FORMS * 3)
def _breaks(boundary: re.Pattern[str], text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the starts and the ends of the boundaries of a text."""
    spans = [m.span() for m in boundary.finditer(text)]
    return tuple(start for start, _ in spans), tuple(end for _, end in spans)


@lru_cache(FORMS * 64)
def _anywhere(sought: re.Pattern[str], text: str) -> bool:
    return sought.search(text) is not None


def _settled(facts: list[ToldFact]) -> Iterator[ToldFact]:
    """Yield one plain value per fact, or each value to choose from; of equal values the longest words."""
    by_fact: Mapping[str, dict[Any, ToldFact]] = defaultdict(dict)
    for f in sorted(facts, key=lambda f: (not f.plain, f.unclear, f.start - f.end, f.start)):
        by_fact[f.fact].setdefault(f.value, f)
    for values in by_fact.values():
        plain = [f for f in values.values() if f.plain]
        if len(plain) == 1:
            yield plain[0]
        else:
            yield from (replace(f, plain=False) for f in values.values())


def _at_age(facts: list[ToldFact]) -> list[ToldFact]:
    """The facts without kinds of school that no child of the age in plain words attends (高一 at six)."""
    age = next((f.value for f in facts if f.fact == "age" and f.plain), None)
    ages = {kind: range(least, most + 1) for kind, (least, most) in rows().attended.items()}
    return [f for f in facts if age is None or f.fact != "school_kind" or age in ages.get(f.value, (age,))]


def _possible(facts: list[ToldFact]) -> tuple[ToldFact, ...]:
    """The facts; those that exclude each other are not plain."""
    known: dict[str, Any] = dict.fromkeys(FACTS) | {f.fact: f.value for f in facts if f.plain}
    wrong = {name for names, cannot in IMPOSSIBLE if cannot(known) for name in names.split(", ")}
    return tuple(replace(f, plain=False) if f.fact in wrong else f for f in facts)
