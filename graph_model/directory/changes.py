"""Changes of the last writes of the network: a process reads these again, not all (变动记录)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements
from network.entities import NetworkVersion

BUMP, CHANGES = statements(__file__, "bump", "changes")
KEPT = 100
"""Number of writes that are stored; a process behind by more reads all again."""
MANY = 5000
"""Records from which on reading all costs no more than reading each."""
Keys = Mapping[str, Collection[str]]
"""Keys of records by the name of their type."""


@dataclass(frozen=True, slots=True)
class NetworkWrite:
    """Changes of one write."""

    number: int
    """The version of the network that it made."""
    id: str
    """Made at random: another database, or one that was restored, has another."""
    kind: str
    """The name of the type of its records."""
    keys: tuple[str, ...]


async def bump(tx: Tx, kind: str = "", keys: Collection[str] = ()) -> None:
    """Count one more version of the network: these records are new, changed, or were not accepted."""
    await tx.write(BUMP, kind=kind, keys=list(keys), kept=KEPT)


async def changes(tx: Tx, since: int, until: int) -> list[NetworkWrite]:
    """Return the writes from one version to another, including those that made both."""
    return await tx.rows(CHANGES, NetworkWrite, since=since, until=until)


def changed(of: list[NetworkWrite], known: NetworkWrite | None, now: NetworkVersion) -> Keys | None:
    """The keys of what has changed since a write; None where that is not known in full, or is too much."""
    numbers = [c.number for c in of]
    if known is None or known not in of or numbers != list(range(known.number, now.number + 1)):
        return None
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for c in of[1:]:
        keys[c.kind].update(c.keys)
    return keys if sum(map(len, keys.values())) <= MANY else None
