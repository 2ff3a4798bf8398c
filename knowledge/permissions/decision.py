"""Permission of a subject to do an act or to refrain, or its obligation: the norms in force combined (可以吗)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.derivation.derived import Facts
from knowledge.errors import NotFound
from knowledge.messages.message import Message, message
from knowledge.permissions.in_words import NO_WORDS, InWords, Ways
from knowledge.permissions.outcomes import End, Ends, Outcomes, Undecided, outcomes
from knowledge.responsibility.judging import Applied, judge
from knowledge.rows.rows import PROVISO, Norm, NormException
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Labelled, Modality, Verdict

PRESUMED = {PROVISO: False, "self_supporting": False}
"""Facts presumed false while unknown: whoever relies on such an exception (国家另有规定的除外) has to show it."""


CHOICE = re.compile(r"(?<![不])可以(?!并?处|单处)|有权|可(?=[根视依])|鼓励|支持|倡导|提倡|自愿|须经[^，。；]{0,24}同意")
"""Words that leave a choice. A power that a text gives without them (由公安机关执行) frees nobody to leave it."""


class Permission(Labelled):
    """The answer to "may they?"."""

    YES = "yes", "可以"
    NO = "no", "不可以"
    DEPENDS = "depends", "看情况，需补充事实"
    """A missing fact decides."""
    NOT_STATED = "not_stated", "收录的文本没有规定，不等于可以"
    """No shipped text speaks of it: not a yes."""


class Asked(Labelled):
    """Form of the question. A duty excludes refraining; a prohibition requires it."""

    MAY = "may", "可以做吗"
    MAY_NOT = "may_not", "可以不做吗"
    MUST = "must", "必须做吗"


@dataclass(frozen=True, slots=True)
class NormApplied:
    """A norm in force with its verdict and the verdicts of its exceptions."""

    norm: Applied[Norm]
    exceptions: tuple[Applied[NormException], ...]
    unlikely: tuple[Applied[NormException], ...] = ()
    """Open exceptions that nothing makes probable: named beside the answer, which is that of the rule."""

    @property
    def binds(self) -> Verdict:
        """Return YES if the norm binds: NO if an exception applies, UNKNOWN if an exception is undecided."""
        lifted = {e.verdict for e in self.exceptions}
        if self.norm.verdict is Verdict.NO or Verdict.YES in lifted:
            return Verdict.NO
        return Verdict.UNKNOWN if Verdict.UNKNOWN in lifted else self.norm.verdict

    @property
    def lifted(self) -> bool:
        """True if only an exception prevents the norm from binding."""
        return self.norm.verdict is Verdict.YES and self.binds is Verdict.NO

    @property
    def bare_power(self) -> bool:
        """True if it is a power whose quoted words leave no choice."""
        row = self.norm.row
        return row.modality is Modality.MAY and row.only and not any(CHOICE.search(c.quote) for c in row.cite)

    def held(self, asked: "Asked") -> bool:
        """True if only a condition outside the facts leaves open whether a duty may be left.

        It binds: nobody may leave a duty unless the condition is shown not to be met.
        """
        only_proviso = self.norm.missing == (PROVISO,) and not self._open_exceptions
        return self.binds is Verdict.UNKNOWN and only_proviso and bool(self._taken_as_met(asked))

    def undecided(self, asked: "Asked") -> Undecided:
        """Return the open conditions of the norm, if it is undecided whether it binds."""
        taken = self._taken_as_met(asked)
        condition = tuple(a for a in _open_atoms(self.norm) if a.fact not in taken)
        return Undecided(self.norm.row.modality, condition, tuple(map(_open_atoms, self._open_exceptions)))

    @property
    def decided(self) -> End:
        """Return the outcome of the norm, if that is decided."""
        return End.BINDS if self.binds is Verdict.YES else End.LIFTED if self.lifted else End.FAILS

    @property
    def _open_exceptions(self) -> list[Applied[NormException]]:
        return [e for e in self.exceptions if e.verdict is Verdict.UNKNOWN]

    def _taken_as_met(self, asked: "Asked") -> frozenset[str]:
        duty = asked is Asked.MAY_NOT and self.norm.row.modality is Modality.MUST
        return frozenset({PROVISO}) if duty and PROVISO in self.norm.missing else frozenset()


def _open_atoms(of: Applied[Any]) -> tuple[Atom, ...]:
    return tuple(a for a in of.row.when.atoms if a.fact in of.missing)


@dataclass(frozen=True, slots=True)
class Permitted:
    """The answer with all norms that were considered."""

    answer: Permission
    act: str
    by: str
    asked: Asked
    on: date
    norms: tuple[NormApplied, ...]
    missing: tuple[str, ...]
    others: tuple[Norm, ...]
    """Norms in force on the act that are addressed to others: who has the power, who must, who must not."""
    beside: tuple[str, ...] = ()
    """Words of the question that the answer does not cover; with them it is no yes."""
    if_so: "Permitted | None" = None
    """Sure answer to a question that is open, if the facts in its words are right."""
    ways: Ways | None = None
    """The ways of a duty that the question takes or leaves, where they decide."""

    def sentence(self, book: Rulebook) -> Message:
        """Return the answer as a sentence, with the reading of the question and the reach of powers and exceptions."""
        names = {"body": book.kinds[self.by].name, "act": book.acts[self.act].name}
        if self.beside:
            code = "beside_duty" if self.asked is Asked.MUST else "beside_must" if self._bound else "beside"
            return message(f"permission.{code}", **names, words=self.beside)
        if self.asked is Asked.MUST and any(
            n.norm.row.modality is Modality.MUST_NOT and n.binds is Verdict.YES for n in self.norms
        ):
            return message("permission.must.forbidden", **names)
        decisive = self.ways.sentence(names) if self.ways else None
        if stated := decisive or self._conditional(book, names) or self._excepted(names):
            return stated
        if self.asked is Asked.MAY and self.answer is Permission.YES and (limits := self._limits()):
            return message("permission.within", **names, limits=limits[0])
        if self.answer is Permission.NOT_STATED:
            return self._silence(book, names)
        key = "yes_must" if (self.asked, self.answer) == (Asked.MAY, Permission.YES) and self._bound else self.answer
        return message(f"permission.{self.asked}.{key}", **names)

    @property
    def _bound(self) -> bool:
        return any(n.binds is Verdict.YES and n.norm.row.modality is Modality.MUST for n in self.norms)

    def _conditional(self, book: Rulebook, names: dict[str, str]) -> Message | None:
        """Return the answer under a condition: of the law outside the facts, or that the words are right; else None."""
        if held := self._held():
            return message("permission.may_not.no_unless", **names, words=held)
        if self.answer is not Permission.DEPENDS:
            return None
        depends = message(f"permission.{self.asked}.depends", **names)
        if self.if_so:
            return message("permission.if_so", depends=depends, answer=self.if_so.sentence(book))
        provisos = self._provisos()
        return message("permission.proviso", answer=depends, words=provisos) if provisos else None

    def _excepted(self, names: dict[str, str]) -> Message | None:
        """Return a refusal by the rule with its open exceptions, which are none of the case asked about."""
        words = tuple(dict.fromkeys(e.row.text for n in self.norms if n.binds is Verdict.YES for e in n.unlikely))
        if self.answer is not Permission.NO or not words:
            return None
        return message("permission.excepted", answer=message(f"permission.{self.asked}.no", **names), words=words)

    def _silence(self, book: Rulebook, names: dict[str, str]) -> Message:
        """Return why the texts give no answer: an open list of departments, none shipped of that day, or none."""
        if any(n.only and n.open for n in self.others):
            return message("permission.open_list", **names)
        if _unspoken(book, book.norms_on[self.act], self.on):
            return message("permission.not_of_that_day", **names, on=self.on)
        return message(f"permission.{self.asked}.{self.answer}", **names)

    def _held(self) -> tuple[str, ...]:
        """Return the conditions, quoted from the law, of duties that bind although no fact represents them."""
        duties = [n for n in self.norms if n.norm.row.modality is Modality.MUST]
        plain = any(n.binds is Verdict.YES for n in duties)
        return () if plain else _words(n for n in duties if n.held(self.asked))

    def _provisos(self) -> tuple[str, ...]:
        """Return the quoted conditions, which no fact of the child represents, of the open norms."""
        return _words(n for n in self.norms if n.binds is Verdict.UNKNOWN and PROVISO in n.norm.missing)

    def _limits(self) -> list[str]:
        """The words of the exceptions that lift a prohibition, or of the reserved powers that bind; no duty has any."""
        if any(n.binds is Verdict.YES and not n.norm.row.only for n in self.norms):
            return []
        lifting = [e.row.text for n in self.norms if n.lifted for e in n.exceptions if e.verdict is Verdict.YES]
        return [*lifting, *(n.norm.row.text for n in self.norms if n.binds is Verdict.YES)]


def _words(norms: Iterable[NormApplied]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.norm.row.proviso for n in norms if n.norm.row.proviso))


def _unspoken(book: Rulebook, rows: Iterable[Norm], on: date) -> bool:
    """True if the day is before the first text on an act: the law of that time is not shipped."""
    starts = [start for n in rows for start, _ in book.periods(n)]
    return bool(starts) and on < min(starts)


def permitted(
    book: Rulebook,
    act: str,
    by: str,
    situation: Situation,
    on: date,
    asked: Asked = Asked.MAY,
    words: InWords = NO_WORDS,
) -> Permitted:
    """Combine all norms on an act by a kind of subject; a prohibition that binds outweighs a permission.

    Raises:
        NotFound: Unknown act or body kind.
    """
    if act not in book.acts:
        raise NotFound("act", act)
    if by not in book.kinds:
        raise NotFound("body_kind", by)
    facts = Facts.of(book, situation, on)
    presumed = Facts(book, {**PRESUMED, **facts.known}, on)
    rows = book.norms_on[act]
    applied = tuple(
        _with_exceptions(judged, judge(book, _exceptions(book, judged.row, by, words.to), presumed, on), words.unlikely)
        for judged in judge(book, (n for n in rows if book.binds(n, by)), facts, on)
    )
    others = tuple(n for n in rows if not book.binds(n, by) and book.in_force(n, on))
    reserved = any(book.reserves(n, by) and book.in_force(n, on) for n in rows)
    possible = _outcomes(applied, asked, reserved=reserved)
    answer = next(iter(possible.answers)) if len(possible.answers) == 1 else Permission.DEPENDS
    missing = dict.fromkeys(f for fact in possible.turning for f in facts.behind(fact))
    return Permitted(answer, act, by, asked, on, applied, tuple(missing), others)


def _with_exceptions(
    norm: Applied[Norm], exceptions: Iterable[Applied[NormException]], unlikely: Callable[[NormException], bool]
) -> NormApplied:
    """Return a norm with its exceptions, those that are open and unlikely apart."""
    rows = tuple(exceptions)
    beside = tuple(e for e in rows if e.verdict is Verdict.UNKNOWN and unlikely(e.row))
    return NormApplied(norm, tuple(e for e in rows if e not in beside), beside)


def _outcomes(applied: Iterable[NormApplied], asked: Asked, *, reserved: bool) -> Outcomes[Permission]:
    """All answers that are still possible."""
    norms = tuple(n for n in applied if asked is Asked.MAY or not n.bare_power)
    decided = {(n.norm.row.modality, n.decided) for n in norms if n.binds is not Verdict.UNKNOWN}
    open_ = [n.undecided(asked) for n in norms if n.binds is Verdict.UNKNOWN]
    return outcomes(open_, lambda ends: _ANSWERS[asked](ends | decided, reserved=reserved))


def _exceptions(book: Rulebook, norm: Norm, by: str, to: frozenset[str] | None) -> Iterable[NormException]:
    """The exceptions that this subject may rely on, by its own name or by one that comprises it, towards these."""
    return (
        e
        for e in norm.exception
        if not e.by or any(by == b or by in book.kinds[b].comprises for b in e.by)
        if not e.to or to is None or not to.isdisjoint(e.to)
    )


def _may(ends: Ends, *, reserved: bool) -> Permission:
    """Decide whether they may do it: not what the text gives to others only, or only under conditions that fail."""
    if (Modality.MUST_NOT, End.BINDS) in ends:
        return Permission.NO
    if (Modality.MUST_NOT, End.LIFTED) in ends or any(
        end is End.BINDS for modality, end in ends if modality is not Modality.MUST_NOT
    ):
        return Permission.YES
    return Permission.NO if reserved else Permission.NOT_STATED


def _may_not(ends: Ends, *, reserved: bool) -> Permission:  # noqa: ARG001  # one form for all
    """Decide whether they may refrain: not while a duty binds; the lack of a power proves nothing."""
    return _refrain(ends, free=Permission.YES, bound=Permission.NO)


def _must(ends: Ends, *, reserved: bool) -> Permission:
    """Decide whether they must do it: only by a binding duty; never where the act is only forbidden."""
    if ends and all(modality is Modality.MUST_NOT for modality, _ in ends):
        return Permission.NO
    answer = _refrain(ends, free=Permission.NO, bound=Permission.YES)
    return Permission.NO if reserved and answer is Permission.NOT_STATED else answer


def _refrain(ends: Ends, *, free: Permission, bound: Permission) -> Permission:
    """`bound` under a duty, `free` where a norm only lets or forbids: a permission obliges nobody."""
    if (Modality.MUST, End.BINDS) in ends:
        return bound
    if any(end is End.LIFTED or (end is End.BINDS and modality is not Modality.MUST) for modality, end in ends):
        return free
    return Permission.NOT_STATED


_ANSWERS = {Asked.MAY: _may, Asked.MAY_NOT: _may_not, Asked.MUST: _must}
