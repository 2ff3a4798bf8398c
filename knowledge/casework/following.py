"""Rows of what follows from a step: items, a step of the child's case, evidence; and their conditions (随之而来)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Limit

from knowledge.rows.rows import Row

Value = bool | int | str
Code = Annotated[str, Limit(pattern=r"^[a-z][a-z0-9_]*$")]


class AtLeast(Row):
    """A lower bound of a whole number."""

    least: int


When = Mapping[str, Value | tuple[Value, ...] | AtLeast]
"""Conditions on open fields: a value, one of several, or a bound; "" matches a field that is not known."""


class Created(Row):
    """An item that an action creates, by the creating action of its kind."""

    item: Code
    action: Code
    during: Annotated[tuple[str, ...], Limit(alias="while")] = ()
    """Only if the item that creates it is in one of these states; none: in any."""
    one: bool = False
    """Only if none of its kind is open under the root."""
    many: bool = False
    """A new one each time, whatever is open: each decision of a conference is a task of its own."""
    sooner: bool = False
    """Its clocks end no later than those of what it replaces: a visit that is planned anew is not put off."""
    put: Mapping[str, Value] = Limit(alias="set", default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = Limit(default_factory=dict)
    """Text fields of the new item, each with the fields of the form whose words it takes over."""
    days: Mapping[str, str] = Limit(default_factory=dict)
    """Date fields of the new item, each with the field of the form that gives the day."""
    when: When = Limit(default_factory=dict)


class StepOfCase(Row):
    """What an action does to the open case of the child of its item: a step of the case that only rules take."""

    action: Code
    when: When = Limit(default_factory=dict)
    """Conditions on the open fields of the item, after its action."""


class Fulfilled(Row):
    """A record of evidence that an action files for a continuing obligation."""

    obligation: str
    component: str | None = None
    kind: str
    of: str | None = None
    """What it was done for: None: the child; `area`: the community; else the open field that names the body."""
    on: str | None = None
    """The field with the day on which it happened; None: when the step was taken."""
    when: When = Limit(default_factory=dict)
