"""Whether a subject may do an act: the norms in force combined to yes, no or depends (可以吗)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.errors import NotFound
from knowledge.responsibility.judging import Applied, judge
from knowledge.rows.rows import Norm, NormException
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Labelled, Modality, Verdict

PRESUMED = {"law_allows": False}
"""Facts presumed false while unknown: who relies on 国家另有规定的除外 has to show that other provision."""


class Permission(Labelled):
    """The answer to "may they?"."""

    YES = "yes", "可以"
    NO = "no", "不可以"
    DEPENDS = "depends", "看情况，需补充事实"
    """A missing fact decides."""
    NOT_STATED = "not_stated", "收录的文本没有规定，不等于可以"
    """No shipped text speaks of it: not a yes."""


@dataclass(frozen=True, slots=True)
class NormApplied:
    """A norm in force with its verdict and the verdicts of its exceptions."""

    norm: Applied[Norm]
    exceptions: tuple[Applied[NormException], ...]

    @property
    def binds(self) -> Verdict:
        """Whether the norm binds: NO if an exception holds, UNKNOWN if an exception is undecided."""
        lifted = {e.verdict for e in self.exceptions}
        if self.norm.verdict is Verdict.NO or Verdict.YES in lifted:
            return Verdict.NO
        return Verdict.UNKNOWN if Verdict.UNKNOWN in lifted else self.norm.verdict


@dataclass(frozen=True, slots=True)
class Permitted:
    """The answer with all norms that were considered."""

    answer: Permission
    act: str
    by: str
    on: date
    norms: tuple[NormApplied, ...]
    missing: tuple[str, ...]
    others: tuple[Norm, ...]
    """Norms in force under which other subjects may or must do the act: whom to turn to instead."""


def permitted(book: Rulebook, act: str, by: str, situation: Situation, on: date) -> Permitted:
    """Combine all norms on an act by a kind of subject; a prohibition that binds outweighs a permission.

    Raises:
        NotFound: Unknown act or body kind.
    """
    if act not in book.acts:
        raise NotFound("act", act)
    if by not in book.kinds:
        raise NotFound("body_kind", by)
    facts = situation.facts(on)
    rows = [n for n in book.norms.values() if n.act == act and by in n.by]
    applied = tuple(
        NormApplied(judged, judge(book, judged.row.exception, PRESUMED | facts, on))
        for judged in judge(book, rows, facts, on)
    )
    undecided = [one for one in applied if one.binds is Verdict.UNKNOWN]
    missing = dict.fromkeys(
        f for one in undecided for f in (*one.norm.missing, *(f for e in one.exceptions for f in e.missing))
    )
    others = (n for n in book.norms.values() if n.act == act and by not in n.by and book.in_force(n, on))
    allowed = tuple(n for n in others if n.modality is not Modality.MUST_NOT)
    return Permitted(_answer(applied), act, by, on, applied, tuple(missing), allowed)


def _answer(applied: Iterable[NormApplied]) -> Permission:
    applied = tuple(applied)
    bans = {one.binds for one in applied if one.norm.row.modality is Modality.MUST_NOT}
    grants = {one.binds for one in applied if one.norm.row.modality is not Modality.MUST_NOT}
    lifted = any(one.norm.verdict is Verdict.YES and one.binds is Verdict.NO for one in applied)
    if Verdict.YES in bans:
        return Permission.NO
    if Verdict.UNKNOWN in bans:
        return Permission.DEPENDS
    if Verdict.YES in grants or lifted:
        return Permission.YES
    return Permission.DEPENDS if Verdict.UNKNOWN in grants else Permission.NOT_STATED
