"""Parts of an answer sheet: plain values, the same for every answer (办事单的组成)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.messages.message import Clauses, message
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Fit, Labelled


class Absence(Labelled):
    """Reason why something is not stated: four answers that are never mixed."""

    UNKNOWN = "unknown", "要核实"
    """The answer depends on a fact that can be clarified or verified."""
    NOT_LOADED = "not_loaded", "没载入"
    """The office or place may exist; its data are not loaded."""
    NOT_REGISTERED = "not_registered", "未登记"
    """The office is known; its number or hours are not."""
    NONE = "none", "没有规定"
    """The texts contain no rule on it."""


class When(Labelled):
    """Time at which a step is due."""

    NOW = "now", "现在"
    TONIGHT = "tonight", "今晚"
    TODAY = "today", "今天"
    WEEK = "week", "本周"
    """Not today: at the next opening, which is stated where it is known."""


class FoldKind(Labelled):
    """Content of a fold below the sheet."""

    NEXT = "next", "再往后"
    LOCAL = "local", "本区文件另有规定"
    CARE = "care", "还要当心"
    DEADLINES = "deadlines", "时限"
    OTHERS = "others", "其他单位"
    QUESTIONS = "questions", "还可以问"
    SERVICES = "services", "其他服务"
    RIGHTS = "rights", "权利"
    REFUSALS = "refusals", "不得这样答复"
    SANCTIONS = "sanctions", "处罚"
    GAPS = "gaps", "缺口"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of the sheet: words, or why there are none."""

    text: str = ""
    absent: Absence | None = None

    def __str__(self) -> str:
        """The words, or the label of the absence."""
        return self.text or (self.absent.label if self.absent else "")


@dataclass(frozen=True, slots=True)
class SheetContact:
    """A contact: the office, and how to reach it."""

    name: str
    phone: SheetCell = SheetCell()
    """Number or other contact; empty for a unit or person of the case itself, which whoever asks knows."""
    says: str = ""
    """Text for the call, or the act of the body here."""
    receipt: str = ""
    """The number to ask for; configured."""


@dataclass(frozen=True, slots=True)
class StepAction:
    """An action of casework that does the step, with the form already filled in."""

    action: str
    form: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One thing to do."""

    code: str
    """Code of the door, matter or service."""
    text: str
    when: When
    who: tuple[SheetContact, ...] = ()
    """Empty: the reader of the sheet."""
    until: str = ""
    """By when, in words."""
    own: bool = False
    """A child who asks for itself can do it."""
    does: StepAction | None = None
    """None as long as no casework exists for it."""
    citations: tuple[Citation, ...] = ()

    def dials(self, numbers: Collection[str]) -> bool:
        """True if one of these numbers is called."""
        return any(c.phone.text in numbers for c in self.who)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """The duty of whoever asks."""

    reporter: str | None
    """The asker, in words; None if unknown while the duty depends on it."""
    verdict: str
    """Decision on reporting, in words."""
    duties: tuple[str, ...]
    until: tuple[str, ...]
    tell: tuple[str, ...]
    """Others to inform."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetBenefit:
    """A service or benefit: what it takes to get it."""

    code: str
    name: str
    fit: Fit
    why: tuple[str, ...]
    """Not eligible: what is missing. Undecided: what to verify, and with whom."""
    window: SheetContact
    hours: SheetCell
    bring: SheetCell
    """Documents that no other office can obtain."""
    confirm: SheetCell
    days: SheetCell
    when: When
    opens: datetime | None = None
    """The next opening of the window, if it is known and not now."""
    citations: tuple[Citation, ...] = ()
    amount: SheetCell = SheetCell()
    """Amount by a loaded standard; a benefit without one states this, a service that pays nothing is empty."""


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """Answers to a question that lead to the same results, each result with its benefits."""

    answers: tuple[str, ...]
    results: tuple[tuple[Fit, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question that decides one or several benefits."""

    fact: str
    text: str
    decides: tuple[SheetBenefit, ...]
    outcomes: tuple[SheetOutcome, ...]


LINE, TWO_LINES = 32, 72
"""Letters of the subjects that name the lines of a closed fold: one line of a page, or two."""
_SUBJECT = re.compile(r"[：；，。（(]|[:;,] ")


@dataclass(frozen=True, slots=True)
class FoldLine:
    """Line of a fold, with the clauses behind it."""

    text: str
    citations: tuple[Citation, ...] = ()

    @property
    def subject(self) -> str:
        """The words before the first mark: for which case it is, or what to do."""
        return next(filter(None, _SUBJECT.split(self.text)), self.text)


@dataclass(frozen=True, slots=True)
class Fold:
    """The rest of one kind, closed at first."""

    kind: FoldKind
    lines: tuple[FoldLine, ...]
    room: int = LINE

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of its lines, each whole and once: the first, and as many more as there is room for."""
        every = tuple(dict.fromkeys(x.subject for x in self.lines))
        return tuple(s for n, s in enumerate(every) if n == 0 or sum(map(len, every[: n + 1])) <= self.room)

    @property
    def summary(self) -> str:
        """The line of a closed fold: the subjects by which a reader knows whether to open it."""
        more = len({x.subject for x in self.lines}) > len(self.subjects)
        return str(message("sheet.fold_more" if more else "sheet.fold_all", subjects=Clauses(self.subjects)))


@dataclass(frozen=True, slots=True)
class Applications:
    """Services that the family can apply for."""

    can: tuple[SheetBenefit, ...]
    ask: tuple[SheetQuestion, ...]
    """One question away."""
    verify: tuple[SheetBenefit, ...]
    """No fact of the child decides them: a body must verify."""
    cannot: tuple[SheetBenefit, ...]
    """Not yet, with what is missing."""
    more: tuple[FoldLine, ...] = ()
    """Services for which there is no room above the fold."""
    later: tuple[FoldLine, ...] = ()
    """Questions for which there is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """Subject of the sheet, without identity."""

    on: date
    title: str
    child: str
    """Age band and street, the case as a code."""
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet; only `folds` is closed at first."""

    head: Head
    now: tuple[SheetStep, ...]
    """Three at most."""
    care: tuple[FoldLine, ...]
    """Acts to avoid, harm to stop and evidence to preserve meanwhile."""
    you: OwnDuty | None
    who: tuple[SheetContact, ...]
    apply: Applications
    folds: tuple[Fold, ...]
