"""The actor of a request: read once for each state of the rights, judged on each day (使用者)."""

from datetime import date

from graph_model.access import accounts
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from knowledge.access.policy import is_system
from knowledge.errors import Unauthenticated
from network.entities import Actor

MOST = 10_000
"""Accounts that a process remembers (configured value)."""


def acting(account: Account) -> Actor:
    """The actor that an account is."""
    return Actor(account.id, account.roles[0], account.areas, account.roles[1:])


class Actors:
    """The accounts that a process has read since the last change of rights."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._access = -1
        self._known: dict[str, Account] = {}

    async def actor(self, subject: str, access: int, on: date) -> Actor:
        """The actor with a token's subject; `access` is the current number of the rights.

        Raises:
            GraphUnavailable: The database does not answer.
            Unauthenticated: No account has this subject, it is suspended or past, or has a role of the program itself.
        """
        if access != self._access or len(self._known) >= MOST:
            self._access, self._known = access, {}
        account = self._known.get(subject)
        if account is None:
            account = await accounts.of_subject(self._graph, subject)
            if account is not None and access == self._access:
                self._known[subject] = account
        if account is None or not account.active(on) or not account.roles or is_system(account.roles):
            raise Unauthenticated("account")
        return acting(account)
