"""Domain errors: a small tree of typed facts; the sentence is made at the edge."""

from dataclasses import dataclass, field
from datetime import date

from knowledge.vocabulary import FileProblem


@dataclass(eq=False)  # not frozen: contextlib sets __traceback__
class DomainError(Exception):
    """An expected refusal that a caller can act on (可预期的拒绝)."""

    def __str__(self) -> str:
        """Name the class only: an error's facts may be personal, and str() ends up in logs."""
        return type(self).__name__


@dataclass(eq=False)
class NotFound(DomainError):
    """No such thing, or outside the actor's scope: the two look the same."""

    kind: str
    key: str


@dataclass(eq=False)
class NoTextForThatDay(DomainError):
    """No shipped text in force that day carries the matter (当日无收录文本)."""

    subject: str
    on: date
    missing: tuple[str, ...] = ()
    """Documents that might carry it and whose version of that day is not shipped."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several readings of what was typed."""

    code: str
    name: str
    matched: tuple[str, ...] = ()


@dataclass(eq=False)
class Ambiguous(DomainError):
    """Several things fit what was typed; the person chooses."""

    text: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(eq=False)
class AmbiguousMatter(Ambiguous):
    """Several matters fit (事项不唯一)."""


@dataclass(eq=False)
class AmbiguousPlace(Ambiguous):
    """Several places fit (地点不唯一)."""


@dataclass(eq=False)
class AmbiguousAct(Ambiguous):
    """Several acts fit (行为不唯一)."""


@dataclass(eq=False)
class BadInput(DomainError):
    """A value that cannot be used, and what to do about it.

    `field` names the input; the value itself is never carried: it may be personal.
    """

    field: str
    problem: str
    do: str


@dataclass(eq=False)
class BadFile(BadInput):
    """A file that cannot be used as a whole; nothing of it was written."""

    why: FileProblem


@dataclass(eq=False)
class Unauthenticated(DomainError):
    """The token is missing, expired or not ours."""

    problem: str = "token"


@dataclass(eq=False)
class Forbidden(DomainError):
    """The actor's role does not have this action."""

    action: str


@dataclass(eq=False)
class Conflict(DomainError):
    """The key stands with another content; nothing was changed."""

    kind: str
    key: str


@dataclass(eq=False)
class Sealed(DomainError):
    """A sealed record cannot be opened: `why` is key, master or blob; nothing of the record is carried."""

    why: str


@dataclass(eq=False)
class WrongRules(DomainError):
    """A rule file that must not be used: every place and reason at once (规则有误)."""

    problems: tuple[str, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        """Rule files hold no personal facts: the whole list is shown."""
        return "\n".join(self.problems)
