"""Meaning of a text (理解事项): matters with their shares, whether one is sure, whether there is none, danger.

Danger has two steps: told (明说), the answer begins with 110/120 and a report matter is among the first three; led
(疑似), one quiet line. A text with either step is never answered as concerning no matter.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from knowledge.rulebook.book import Rulebook
from knowledge.situation.majority import is_adult
from knowledge.vocabulary import Verdict
from knowledge.words.calibration import Manner, Thresholds, alarm, second, shares
from knowledge.words.child import ChildProfile
from knowledge.words.dictionary import affirmed, words
from knowledge.words.features import Floats, features
from knowledge.words.layer import DANGER, NOTHING, Layer, layer
from knowledge.words.meaning import SHOWN, Danger, Ranked, RankedMatter, is_calm, lowered

ENOUGH, PLAIN = 7, 0.4
"""Length below which a text has one answer only from this score on: 学校不收 lacks the words that distinguish
matters, 孩子被卖 does not.
"""
SUCH, OTHERS = 0.25, 0.2
"""Added to the score of a matter that comes first for such a child; taken where it is limited to others."""


def rank(book: Rulebook, text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> Ranked:
    """Rank the matters of a text; `facts` of a situation override facts in the text."""
    given = features(text)
    signs = danger_signs(text)
    model = given.sense is not None
    if (code := text.strip().upper()) in book.matters:
        danger = Danger.LED if book.matters[code].danger else Danger.NONE
        return Ranked((RankedMatter(code, 1.0),), single=True, danger=danger, nothing=False, model=model)
    fitted = layer()
    child = ChildProfile.of(facts).over(words().child_patterns.child(affirmed(text)))
    by_words = fitted.scores(given)
    scores, limits, how = _for_child(fitted, by_words, child, book), thresholds(model=model), manner(text, facts)
    ranked = judged(fitted.columns, scores, limits, how)
    first, *_ = limited = [words().limits.get(m.code) for m in ranked.matters[:2]]
    fits = all(limit is None or not limit.asked or limit.fits(child) is not Verdict.UNKNOWN for limit in limited)
    if first and not first.asked:  # an age puts it first, and makes it no surer than the words do
        fits = fits and judged(fitted.columns, by_words, limits, how).single
    plain_enough = float(scores[fitted.columns.index(ranked.matters[0].code)]) >= PLAIN
    return replace(
        ranked,
        matters=_with_report(book, ranked),
        single=ranked.single and fits and (len(text.strip()) >= ENOUGH or plain_enough),
        model=model,
        signs=signs,
    )


def judged(columns: tuple[str, ...], scores: Floats, limits: Thresholds, how: Manner) -> Ranked:
    """Return the meaning of scores; pure, for held-out texts too."""
    own = [i for i, column in enumerate(columns) if column not in (NOTHING, DANGER)]
    order = sorted(own, key=lambda i: (-scores[i], columns[i]))
    nothing_score, first = float(scores[columns.index(NOTHING)]), float(scores[order[0]])
    score = float(alarm(*scores[[[columns.index(DANGER)], [columns.index(NOTHING)], [order[0]]]])[0])
    danger = _danger(score, limits, how)
    share = shares(np.array([*(scores[i] for i in order), nothing_score], np.float32), limits.temperature)
    against = max(second([columns[i] for i in order], scores[order]), nothing_score)
    nothing = danger is Danger.NONE and nothing_score - first >= limits.nothing
    return Ranked(
        matters=tuple(RankedMatter(columns[i], float(s)) for i, s in zip(order, share, strict=False)),
        single=not nothing and first - against >= limits.lead,
        danger=danger,
        nothing=nothing,
        model=True,
    )


def danger_signs(text: str) -> tuple[str, ...]:
    """Words of a text that are signs of danger; harms that it negates are none."""
    affirmed_text = affirmed(text)
    return tuple(dict.fromkeys(word for sign in words().signs for word in sign.matches(affirmed_text)))


def manner(text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> Manner:
    """Return the manner in which a text mentions danger."""
    alone = any(sign.matches(affirmed(text)) for sign in words().alone)
    return Manner(sign=bool(danger_signs(text)), calm=is_calm(text) or is_adult(facts), alone=alone)


@cache
def thresholds(*, model: bool) -> Thresholds:
    """The shipped thresholds, with the sentence model or without."""
    return Thresholds(**layer().facts["with_model" if model else "alone"])


def _danger(score: float, limits: Thresholds, how: Manner) -> Danger:
    if score > limits.told or (how.sign and score > limits.told_with_sign):
        return lowered(Danger.TOLD, calm=how.calm)
    led = how.alone or score > limits.led or (how.sign and score > limits.led_with_sign)
    return lowered(Danger.LED if led else Danger.NONE, calm=how.calm)


def _for_child(fitted: Layer, scores: Floats, child: ChildProfile, book: Rulebook) -> Floats:
    """The scores: lower for matters that are limited to other children, or gone.

    Of matters that are right for the same texts, higher for the one that is limited to such children. A girl of ten
    whose parents part is no matter of sexual harm, whatever her age.
    """
    adjusted, first = scores.copy(), _best(fitted, scores)
    near = {first, *words().together.get(first, ())}
    for i, column in enumerate(fitted.columns):
        limit = words().limits.get(column)
        if limit is not None:
            such = SUCH if limit.first and column in near else 0.0
            adjusted[i] += {Verdict.YES: such, Verdict.NO: -OTHERS}.get(limit.fits(child), 0.0)
        if column not in (NOTHING, DANGER) and column not in book.matters:
            adjusted[i] = -1
    return adjusted


def _best(fitted: Layer, scores: Floats) -> str:
    """The matter with the highest score."""
    own = [i for i, column in enumerate(fitted.columns) if column not in (NOTHING, DANGER)]
    return fitted.columns[max(own, key=lambda i: scores[i])]


def _with_report(book: Rulebook, ranked: Ranked) -> tuple[RankedMatter, ...]:
    """Return the matters; with plain danger, one with a mandatory report is among the first three."""
    reports = [m for m in ranked.matters if m.code in book.matters and book.matters[m.code].report]
    if ranked.danger is not Danger.TOLD or not reports or ranked.matters.index(reports[0]) < SHOWN:
        return ranked.matters
    rest = [m for m in ranked.matters if m is not reports[0]]
    return (*rest[: SHOWN - 1], reports[0], *rest[SHOWN - 1 :])
