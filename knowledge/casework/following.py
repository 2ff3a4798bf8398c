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
    """States of the creating item in which it is created; empty: in any."""
    one: bool = False
    """True: created only if no item of its kind is open under the root."""
    many: bool = False
    """A new one each time, whatever is open: each decision of a conference is a task of its own."""
    once: bool = False
    """True: created only if no item of its kind with the fields that it sets is open under the root."""
    anew: bool = False
    """True if its clocks are its own: the child was seen. Otherwise, also where it was sought and not seen, they end no
    later than those of the items of its kind that the same order has ended: no new plan delays a date.
    """
    put: Mapping[str, Value] = Limit(alias="set", default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = Limit(default_factory=dict)
    """Text fields of the new item, each with the fields of the form whose words it takes over."""
    days: Mapping[str, str] = Limit(default_factory=dict)
    """Date fields of the new item, each with the field of the form that gives the day."""
    when: When = Limit(default_factory=dict)


class Moot(Row):
    """Open item beside one, needless after an action: it takes a step that only rules take."""

    item: Code
    action: Code
    when: When = Limit(default_factory=dict)


class StepElsewhere(Row):
    """Step on another root that an action triggers: one that only rules take."""

    action: Code
    of: str | None = None
    """The field of the form that names the other item, of the same kind; None: the open case of the child."""
    put: Mapping[str, Value] = Limit(alias="set", default_factory=dict)
    leaves: str | None = None
    """The field of the other item that gets the code of this one."""
    child: bool = False
    """True if the item passes its child to the other one, where that one names none."""
    when: When = Limit(default_factory=dict)
    """Conditions on the open fields of the item, after its action."""


class Fulfilled(Row):
    """A record of evidence that an action files for a continuing obligation."""

    obligation: str
    component: str | None = None
    kind: str
    of: str | None = None
    """Object that the evidence is about. None: the child; `area`: the community; `item`: the item itself, by its
    code; else the open field that names the body.
    """
    on: str | None = None
    """The field with the day on which it happened; None: when the step was taken."""
    when: When = Limit(default_factory=dict)
