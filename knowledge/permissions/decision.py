"""May they? — norms joined into one answer: yes, no or it depends (可以吗)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.errors import NotFound
from knowledge.responsibility.finding import Applied, judge
from knowledge.rows.rows import Norm, NormException
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Labelled, Modality, Verdict

PRESUMED = {"law_allows": False}
"""An exception such as 国家另有规定的除外 must be shown by whoever relies on it: unknown, it lifts nothing."""


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
    """A norm of the day, judged, with its exceptions judged."""

    norm: Applied[Norm]
    exceptions: tuple[Applied[NormException], ...]

    @property
    def binds(self) -> Verdict:
        """Whether it binds here: an exception that holds lifts it, one that may hold leaves it open."""
        lifted = {e.verdict for e in self.exceptions}
        if self.norm.verdict is Verdict.NO or Verdict.YES in lifted:
            return Verdict.NO
        return Verdict.UNKNOWN if Verdict.UNKNOWN in lifted else self.norm.verdict


@dataclass(frozen=True, slots=True)
class Permitted:
    """The answer with every norm that was weighed."""

    answer: Permission
    act: str
    by: str
    on: date
    norms: tuple[NormApplied, ...]
    missing: tuple[str, ...]
    others: tuple[Norm, ...]
    """Norms of the day that let or make other subjects do it: whom to turn to instead."""


def permitted(book: Rulebook, act: str, by: str, situation: Situation, on: date) -> Permitted:
    """Weigh every norm on an act by a kind of subject; a prohibition that binds outweighs a permission.

    Raises:
        NotFound: unknown act or body kind.
    """
    if act not in book.acts:
        raise NotFound("act", act)
    if by not in book.kinds:
        raise NotFound("body_kind", by)
    facts = situation.facts(on)
    rows = [n for n in book.norms.values() if n.act == act and by in n.by]
    weighed = tuple(
        NormApplied(a, judge(book, a.row.exception, PRESUMED | facts, on)) for a in judge(book, rows, facts, on)
    )
    open_ = [w for w in weighed if w.binds is Verdict.UNKNOWN]
    missing = dict.fromkeys(f for w in open_ for f in (*w.norm.missing, *(f for e in w.exceptions for f in e.missing)))
    others = (n for n in book.norms.values() if n.act == act and by not in n.by and book.in_force(n, on))
    able = tuple(n for n in others if n.modality is not Modality.MUST_NOT)
    return Permitted(_answer(weighed), act, by, on, weighed, tuple(missing), able)


def _answer(weighed: Iterable[NormApplied]) -> Permission:
    weighed = tuple(weighed)
    bans = {w.binds for w in weighed if w.norm.row.modality is Modality.MUST_NOT}
    grants = {w.binds for w in weighed if w.norm.row.modality is not Modality.MUST_NOT}
    lifted = any(w.norm.verdict is Verdict.YES and w.binds is Verdict.NO for w in weighed)
    if Verdict.YES in bans:
        return Permission.NO
    if Verdict.UNKNOWN in bans:
        return Permission.DEPENDS
    if Verdict.YES in grants or lifted:
        return Permission.YES
    return Permission.DEPENDS if Verdict.UNKNOWN in grants else Permission.NOT_STATED
