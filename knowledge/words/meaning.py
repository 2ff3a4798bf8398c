"""Values of what a text may mean: matters with their shares, danger, calm words (含义).

Apart from `ranking`, which needs numpy: a question with a matter's code ranks nothing.
"""

from dataclasses import dataclass

from knowledge.vocabulary import Labelled
from knowledge.words.dictionary import plain, words

SHOWN = 3


class Danger(Labelled):
    """Degree of danger for a child in a text."""

    NONE = "none", "没有危险的迹象"
    LED = "led", "可能有危险"
    TOLD = "told", "说到了危险"


def gravest(*dangers: Danger | None) -> Danger | None:
    """The gravest of those that are known."""
    return max((d for d in dangers if d is not None), key=list(Danger).index, default=None)


LIKELY = 0.5
"""Share from which a matter is on the sheet of a child though it is not sure: of 70 texts by strangers of which no
matter was sure and that told no danger it was right in 59; with danger told, in 93 of 111 (by the sentence model)."""


@dataclass(frozen=True, slots=True)
class RankedMatter:
    """A matter with the share of certainty that it is meant."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ranked meaning of a text."""

    matters: tuple[RankedMatter, ...]
    """Best first; never empty."""
    single: bool
    """True if the first may be taken without asking."""
    danger: Danger
    nothing: bool
    """True if no matter is ours."""
    model: bool
    """False if the sentence model was not there: less reliable."""
    signs: tuple[str, ...] = ()
    """Words that are signs of danger."""


def is_calm(text: str) -> bool:
    """True if a text speaks of harm that is over, mistaken, played or supposed, and of nothing that happens now.

    Danger in such a text is lowered by one step.
    """
    normal = plain(text)
    return any(way.matches(normal) for way in words().calm) and not words().now.search(normal)


def lowered(danger: Danger, *, calm: bool) -> Danger:
    """The danger, one step lower where words are calm."""
    steps = list(Danger)
    return steps[max(0, steps.index(danger) - calm)]
