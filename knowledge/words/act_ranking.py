"""Acts that a question means (理解行为): by a layer fitted on questions, names, aliases and sentences of norms."""

from dataclasses import dataclass

from knowledge.rulebook.book import Rulebook
from knowledge.words.features import features
from knowledge.words.layer import NOTHING, OF_ACTS, layer

NEAR = 0.1
"""The score below which no act is near."""


@dataclass(frozen=True, slots=True)
class RankedActs:
    """The acts that a question may mean."""

    codes: tuple[str, ...]
    """Best first; empty if no act is near."""
    sure: bool
    """True if the first may be taken, where its verb agrees (`knowledge/words/verbs.py`)."""


def rank_acts(book: Rulebook, text: str) -> RankedActs:
    """The acts of a text, whoever asks."""
    given, fitted = features(text), layer(OF_ACTS)
    limits: dict[str, float] = fitted.facts["with_model" if given.sense is not None else "alone"]
    scores = dict(zip(fitted.columns, fitted.scores(given).tolist(), strict=True))
    nothing = scores.pop(NOTHING)
    codes = sorted((c for c in scores if c in book.acts), key=lambda c: (-scores[c], c))
    first, second = (scores[c] for c in codes[:2])
    if first < NEAR:
        return RankedActs((), sure=False)
    return RankedActs(tuple(codes), sure=first - max(second, nothing) >= limits["lead"])
