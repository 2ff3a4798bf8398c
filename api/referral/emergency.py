"""Query.emergency: whom to call now, from the rules in memory, without the database (此刻)."""

import strawberry

from api.common import BodyKind, Citation, Info, citations
from api.referral.safety import Caution
from api.request.context import today
from api.responsibility.sanctions import Instruction
from knowledge.referral import emergency as rules
from knowledge.rulebook.book import Rulebook


@strawberry.type
class EmergencyCall:
    """Body to call, with all texts for the call."""

    body: BodyKind
    number: str | None
    texts: list[str]


@strawberry.type
class OpenDoor:
    """An open door with its steps."""

    code: str
    name: str
    steps: list[Instruction]
    citations: list[Citation]


@strawberry.type
class EmergencyAdvice:
    """Immediate actions."""

    danger: bool
    calls: list[EmergencyCall]
    doors: list[OpenDoor]
    cautions: list[Caution]

    @classmethod
    def of(cls, book: Rulebook, e: rules.Emergency) -> "EmergencyAdvice":
        """From the decision."""
        return cls(
            danger=e.danger,
            calls=[
                EmergencyCall(body=BodyKind.of(book.kinds[c.body]), number=c.number, texts=list(c.texts))
                for c in e.calls
            ],
            doors=[
                OpenDoor(
                    code=o.door.concept.code,
                    name=o.door.concept.name,
                    steps=[Instruction.of(s) for s in o.steps],
                    citations=citations(o.door.citations),
                )
                for o in e.doors
            ],
            cautions=[Caution(kind=c.row.kind, text=c.row.text, citations=citations(c.citations)) for c in e.cautions],
        )


@strawberry.type
class EmergencyQuery:
    """Query that must be answered in any failure."""

    @strawberry.field
    async def emergency(
        self, info: Info, safe: bool | None = None, hurt: bool | None = None, cared: bool | None = None
    ) -> EmergencyAdvice | None:
        """An answer that is left out counts as dangerous."""
        book = info.context.book
        return EmergencyAdvice.of(book, rules.emergency(book, today(), safe=safe, hurt=hurt, cared=cared))
