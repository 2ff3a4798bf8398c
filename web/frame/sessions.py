"""Sessions of the pages, as the service keeps them: one ends by signing out, or after rest, in every tab (会话)."""

from typing import Protocol


class PageSessions(Protocol):
    """The sessions of all processes of the service. Each answer is None if the database does not tell it."""

    rest: float
    """Seconds without anything done in any tab after which a session ends."""

    async def begin(self, token: str) -> bool | None:
        """Somebody has signed in with a token that is good."""

    async def renew(self, token: str) -> None:
        """Somebody signs in with a token whose session has rested: it goes on, unless she has signed out."""

    async def use(self, token: str) -> bool | None:
        """Something is done with a token that is good; False if its session has ended."""

    async def living(self, token: str) -> bool | None:
        """False once a session has ended; looking is not using."""

    async def end(self, token: str | None) -> None:
        """End a session; nothing where nobody has signed in."""
