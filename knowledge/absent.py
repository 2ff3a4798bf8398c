"""The refusal of an area of which nothing is loaded: known in the nation, or by no list (区划没有载入)."""

from dataclasses import dataclass

from knowledge.errors import NotFound
from knowledge.messages.message import Message, message

NAMED = 4
"""Most areas of one name that an error lists."""


@dataclass(eq=False)
class NotLoaded(NotFound):
    """Area of which nothing is loaded; areas are public, so that this reveals nothing (区划没有载入)."""

    kind: str = "area"
    key: str = ""
    """Name or code as it was asked."""
    elsewhere: tuple[tuple[str, str], ...] | None = None
    """Code and full name of the nation's areas of that name; None where a code was asked."""

    @property
    def message(self) -> Message:
        """Return a message with what was asked, and how it is loaded or asked by its code."""
        if self.elsewhere is None:
            return message("area.code_absent", area=self.key)
        if not self.elsewhere:
            return message("area.name_absent", area=self.key)
        places = tuple(message("area.elsewhere", name=name, code=code) for code, name in self.elsewhere[:NAMED])
        code = self.elsewhere[0][0]
        return message("area.known_absent", area=self.key, places=places, code=code, district=code[:6])
