"""Trail of one operation: records it opened, collected by resolvers, written as one line before the answer (足迹)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.audit.log import AuditLog
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import DEFAULT, Message
from knowledge.vocabulary import FieldClass
from network.entities import Actor


@dataclass(slots=True)
class Trail:
    """The records that an operation opened, with their classes and the purposes."""

    records: set[str] = field(default_factory=set)
    classes: set[FieldClass] = field(default_factory=set)
    purposes: dict[str, None] = field(default_factory=dict)
    refusals: set[str] = field(default_factory=set)
    """Codes of records that were refused and reported as absent, without an error in the answer."""
    begun: bool = False
    """True if a line before a change is in the audit: one after it records the outcome."""

    def opened(self, records: Iterable[str], classes: Iterable[FieldClass], purpose: str | Message) -> None:
        """Add records that are about to be read; `classes` are those that really are opened.

        The audit has one language, whoever asks: a purpose of ours is written in the default language.
        """
        self.records.update(records)
        self.classes.update(classes)
        self.purposes[purpose if isinstance(purpose, str) else purpose.text(DEFAULT)] = None

    def line(self, log: AuditLog, actor: Actor, what: Iterable[str], outcome: str) -> dict[str, Any]:
        """The line of the audit: no values, and keys only as HMAC."""
        return {
            "at": datetime.now(SHANGHAI).isoformat(),
            "who": actor.id,
            "role": "+".join(actor.roles),
            "what": list(what),
            "purpose": list(self.purposes),
            "classes": sorted(c.value for c in self.classes),
            "ids": sorted(log.keys.id_of(r) for r in self.records),
            "outcome": outcome,
        }
