"""Rows of the numbers of a quarter: which steps or states are counted, by what, until when (数的行)."""

from typing import Literal

from pydantic import Field as Limit

from knowledge.casework.following import When
from knowledge.casework.rows import Term
from knowledge.rows.rows import Cite

EVERY = "*"
"""The kind of a number over all kinds of items."""
APART = ("state", "kind", "until", "role")
"""Attributes beside open fields by which a number may be grouped."""


class NumberRow(Term):
    """A number: how often steps were taken in a quarter, or how many items are in some states at its end."""

    item: str
    on: tuple[str, ...] = ()
    """The steps that are counted."""
    states: tuple[str, ...] = ()
    """The states that are counted at the end of the quarter, instead of steps."""
    until: tuple[str, ...] = ()
    """The steps that end what a counted step has begun: how many days it took."""
    of: str | None = None
    """The kind of item that takes these steps under the same root; None: the item itself."""
    by: str | None = None
    """Attribute by which the number is grouped: an open field, `state`, `kind`, `until` or `role`."""
    late: tuple[str, ...] = ()
    """Clocks: what has not ended before the first of them is late; "*": any clock."""
    only_late: bool = False
    """True if only what is late is counted."""
    when: When = Limit(default_factory=dict)
    """Conditions on the open fields after the step."""
    of_people: Literal[True] | None = None
    """True if it counts children, each once."""
    basis: str
    cite: tuple[Cite, ...] = ()
