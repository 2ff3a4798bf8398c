"""What `settings.toml` holds beside who may: intervals, hours, lines of superiors, signs of danger (办理的设置)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Limit

from knowledge.casework.following import When
from knowledge.casework.rows import Term
from knowledge.rows.rows import Cite, Row


class Interval(Row):
    """How often a child is seen: once in each calendar period, and never more than some days apart."""

    period: Literal["week", "half_month", "month", "quarter"]
    within: int
    at_once: bool = False
    """True if a child who was not seen in the period is still seen in it; otherwise in the next."""


class Intervals(Row):
    """The intervals of visits by grade; "" is a child that was not assessed, "now" one of whom danger is told."""

    source: str
    by: Mapping[str, Interval]


class Answering(Row):
    """Opening hours assumed for a body without any."""

    source: str
    rows: tuple[str, ...]


class Superiors(Row):
    """The kind of body above each kind of body or service point, and the last of every line."""

    source: str
    last: str
    by: Mapping[str, str]


HOLDS, DOUBTED = "yes", "unclear"
"""What is said of an indicator that holds, or of which nobody could see whether it does."""


class Indicator(Term):
    """What is looked at in an assessment: a situation that a text names, with its points."""

    points: int = 0
    must: bool = False
    """True if it proposes the highest grade by itself."""
    cite: tuple[Cite, ...]


class Threshold(Row):
    """From how many points on a grade is proposed."""

    grade: str
    least: int


class Indicators(Row):
    """The table of indicators by which a grade is proposed; a person decides."""

    source: str
    field_class: Annotated[str, Limit(alias="class")]
    """The class of the ticks: who may read what was found."""
    field: str
    """The field of an assessment with the grade that is decided."""
    proposed: str
    """Its open field with the grade that is proposed."""
    doubted: str
    """The least grade where it could not be seen whether one of the gravest holds."""
    grades: tuple[Threshold, ...]
    """The highest first."""
    answers: tuple[Term, ...]
    """What can be said of each: that it holds, that it does not, that it could not be seen."""
    item: tuple[Indicator, ...]

    def proposes(self, form: Mapping[str, Any]) -> str | None:
        """The grade that the indicators of a form propose; None where none is said to hold: that is no low grade."""
        held = [i for i in self.item if form.get(i.code) == HOLDS]
        points = sum(i.points for i in held)
        grade = next((t.grade for t in self.grades if points >= t.least), None) if held else None
        if any(i.must for i in held):
            grade = self.grades[0].grade
        doubted = any(i.must and form.get(i.code) == DOUBTED for i in self.item)
        return self.doubted if doubted and (grade is None or self.below(grade, self.doubted)) else grade

    def below(self, grade: str, proposed: str) -> bool:
        """Whether a grade is lower than the one that is proposed."""
        order = [t.grade for t in self.grades]
        return proposed in order and (grade not in order or order.index(grade) > order.index(proposed))


class DangerSign(Term):
    """What of an open item says that its child is in danger; supervisors see these children first."""

    item: str
    during: Annotated[tuple[str, ...], Limit(alias="while")]
    when: When = Limit(default_factory=dict)
    """Conditions on open fields, each of a known value."""
    late: bool = False
    """True if it is one only once its first clock has ended."""
    source: str
