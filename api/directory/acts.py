"""Acts whose permission can be asked about (行为)."""

import strawberry

from api.common import Node, global_id
from knowledge.rows import rows as rules


@strawberry.type
class Act(Node):
    """Act whose permission can be asked about."""

    code: str
    name: str
    name_en: str
    aliases: list[str]

    @classmethod
    def of(cls, a: rules.Act) -> "Act":
        """From the rulebook."""
        return cls(id=global_id("Act", a.code), code=a.code, name=a.name, name_en=a.name_en, aliases=list(a.aliases))
