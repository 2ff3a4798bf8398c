"""Domain errors; each names the message shown to the user (可预期的拒绝)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.messages.message import Message, message
from knowledge.roles import ActorRole
from knowledge.vocabulary import FileProblem


@dataclass(eq=False)  # not frozen: contextlib sets __traceback__
class DomainError(Exception):
    """An expected refusal that the caller can act on."""

    def __str__(self) -> str:
        """The class name only: the attributes may be personal data, and str() is written to logs."""
        return type(self).__name__

    @property
    def message(self) -> Message:
        """The sentence for people, with a code and parameters for programs."""
        return message("refused.not_allowed")


@dataclass(eq=False)
class NotFound(DomainError):
    """Object that does not exist or is outside the actor's areas; the error does not reveal which."""

    kind: str
    key: str

    @property
    def message(self) -> Message:
        """Return a message with the kind and the key that was requested."""
        return message("refused.not_found", kind=message(f"kind.{self.kind}"), key=self.key)


@dataclass(eq=False)
class NothingOfOurs(NotFound):
    """Text to which no rule applies."""

    kind: str = "matter"
    key: str = "text"

    @property
    def message(self) -> Message:
        """Return a message with the services to turn to."""
        return message("words.nothing")


@dataclass(eq=False)
class NoTextForThatDay(DomainError):
    """No shipped text in force on the day covers the matter (当日无收录文本)."""

    subject: str
    on: date
    missing: tuple[str, ...] = ()
    """Titles of documents that may cover it, but of which no version for that day is shipped."""

    @property
    def message(self) -> Message:
        """Return a message with the matter and the day."""
        return message("refused.no_text", subject=self.subject, on=self.on, missing=self.missing)


@dataclass(eq=False)
class NoTextForThatPlace(DomainError):
    """The texts that cover the subject are in force in other places only (此地无收录文本)."""

    subject: str
    on: date
    texts: tuple[Message, ...]
    """Each of them with its territory."""

    @property
    def message(self) -> Message:
        """Return a message with the subject, the texts and their territories."""
        return message("refused.no_text_here", subject=self.subject, on=self.on, texts=self.texts)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible meaning of the user's text."""

    code: str
    name: str
    matched: tuple[str, ...] = ()
    asked: str | None = None
    """Form of the question about an act in the text, as the query takes it: a choice by code preserves it."""


@dataclass(eq=False)
class Ambiguous(DomainError):
    """The user's text has several meanings; the user chooses one of `candidates`."""

    text: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(eq=False)
class AmbiguousMatter(Ambiguous):
    """Several matters match (事项不唯一)."""

    @property
    def message(self) -> Message:
        """Return the request to choose a matter."""
        return message("refused.ambiguous_matter")


@dataclass(eq=False)
class AmbiguousPlace(Ambiguous):
    """Several places match (地点不唯一)."""

    conflict: Message | None = None
    """Contradiction between the parts of an address."""

    @property
    def message(self) -> Message:
        """Return the request to choose a place."""
        return self.conflict or message("refused.ambiguous_place")


@dataclass(eq=False)
class EndedArea(Ambiguous):
    """Area that no longer exists on the day; the candidates are the areas into which it was merged (已撤销的区划)."""

    until: date | None = None

    @property
    def message(self) -> Message:
        """Return a message with the day of the end, and the request to choose a successor."""
        code = "refused.ended_area_into" if self.candidates else "refused.ended_area"
        return message(code, area=self.text, until=self.until)


@dataclass(eq=False)
class AmbiguousAct(Ambiguous):
    """Several acts match (行为不唯一)."""

    @property
    def message(self) -> Message:
        """Return the request to choose an act."""
        return message("refused.ambiguous_act")


class BadInput(DomainError):
    """Unusable input value.

    `field`: the input; `reason`: code of a message; `allowed`: values. The value itself is left out as personal data.
    """

    def __init__(self, field: str, reason: str, /, **params: Any) -> None:
        super().__init__()
        self.field, self.reason, self.params = field, reason, params

    @property
    def message(self) -> Message:
        """Return the problem with its remedy."""
        return Message(self.reason, self.params)


class BadFile(BadInput):
    """A file that cannot be used as a whole; nothing of it was written."""

    def __init__(self, field: str, reason: str, why: FileProblem, /, **params: Any) -> None:
        super().__init__(field, reason, **params)
        self.why = why


@dataclass(eq=False)
class Unauthenticated(DomainError):
    """The token is missing, expired or invalid."""

    problem: str = "token"

    @property
    def message(self) -> Message:
        """Return how to sign in."""
        return message("refused.needs_sign_in" if self.problem == "missing" else "refused.bad_token")


@dataclass(eq=False)
class Forbidden(DomainError):
    """The actor's role does not have this action; `who` are the roles that have it."""

    action: str
    who: tuple[ActorRole, ...] = ()

    @property
    def message(self) -> Message:
        """Return a message with the action and the roles that may do it."""
        if not self.who:
            return message("refused.not_allowed")
        return message(
            "refused.forbidden", action=message(f"action.{self.action}"), who=tuple(role.label for role in self.who)
        )


@dataclass(eq=False)
class Conflict(DomainError):
    """Key that is already in use for a different record; nothing was changed."""

    kind: str
    key: str

    @property
    def message(self) -> Message:
        """Return the request for another key."""
        return message("refused.conflict", kind=message(f"kind.{self.kind}"), key=self.key)


@dataclass(eq=False)
class AuditUnwritable(DomainError):
    """The audit could not be written: nothing may be shown or changed."""

    @property
    def message(self) -> Message:
        """Return the request to make room."""
        return message("audit.unwritable")


@dataclass(eq=False)
class DiskLow(DomainError):
    """Too little of the disk is free: nothing is changed, and reads go on."""

    least: float
    free: float

    @property
    def message(self) -> Message:
        """Return the request to make room; the free share is never rounded up to the required one."""
        return message("refused.disk_low", left=int(self.free * 100), percent=round(self.least * 100))


@dataclass(eq=False)
class Sealed(DomainError):
    """A sealed record cannot be opened: `why` is key, master or blob. The error contains nothing of the record."""

    why: str

    @property
    def message(self) -> Message:
        """Ask to restore the key store, or state that nothing can be restored."""
        return message("refused.erased" if self.why == "erased" else "refused.sealed")


@dataclass(eq=False)
class Erased(Sealed):
    """The record was erased: its key is gone for good, and nothing more can be written of it."""

    why: str = "erased"


@dataclass(eq=False)
class NotErasable(Conflict):
    """Record that must not be erased yet; `code` gives the reason, `items` the items in question."""

    code: str
    items: tuple[str, ...]

    @property
    def message(self) -> Message:
        """Return a message with the items."""
        return message(self.code, items=self.items)


@dataclass(eq=False)
class SameChild(Conflict):
    """The child is in the register already; `key` is empty where the asker may not know it."""

    @property
    def message(self) -> Message:
        """Return a message with the other key, or with whom to ask."""
        return message("refused.same_child", key=self.key) if self.key else message("refused.same_child_elsewhere")


@dataclass(eq=False)
class WrongRules(DomainError):
    """Rule files with errors; all problems are listed (规则有误)."""

    problems: tuple[str, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        """All problems: rule files contain no personal data."""
        return "\n".join(self.problems)


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a message as JSON values."""
    return {name: _plain(value) for name, value in params.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    return value if isinstance(value, bool | int | float) or value is None else str(value)
