"""Sessions of the pages, stored by the service: one ends by signing out, or after idle time, in every tab (会话)."""

from typing import Protocol


class PageSessions(Protocol):
    """Sessions of all processes of the service. Each answer is None if the database does not give it."""

    rest: float
    """Seconds without anything done in any tab after which a session ends."""

    async def begin(self, token: str) -> bool | None:
        """Record a sign-in with a valid token."""

    async def renew(self, token: str) -> bool | None:
        """Resume an idle session after a new sign-in with its token, unless she has signed out."""

    async def use(self, token: str) -> bool | None:
        """Record the use of a valid token; False if its session has ended."""

    async def living(self, token: str) -> bool | None:
        """False once a session has ended; looking is not using."""

    async def end(self, token: str | None) -> None:
        """End a session; nothing where nobody has signed in."""
