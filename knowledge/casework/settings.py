"""Contents of `settings.toml` except rights: intervals, hours, lines of superiors, signs of danger (办理的设置)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Limit

from knowledge.casework.following import When
from knowledge.casework.rows import Term
from knowledge.rows.rows import Cite, Row


class Interval(Row):
    """Interval of visits: one in each calendar period, at most `within` days apart."""

    period: Literal["week", "half_month", "month", "quarter"]
    within: int
    at_once: bool = False
    """True if a child who was not seen in the period is still seen in it; otherwise in the next."""


class Intervals(Row):
    """Intervals of visits by grade; "" is a child without an assessment, "now" one in reported danger."""

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
"""Values of an indicator: present, or not possible to determine."""


class Indicator(Term):
    """Indicator of an assessment: a situation that a text names, with its points."""

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
    """Field class of the indicators: who may read them."""
    field: str
    """The field of an assessment with the grade that is decided."""
    proposed: str
    """Open field with the grade that is proposed."""
    doubted: str
    """Least grade where it could not be determined whether one of the gravest indicators is present."""
    grades: tuple[Threshold, ...]
    """The highest first."""
    answers: tuple[Term, ...]
    """Possible answers to each indicator: present, absent, not possible to determine."""
    item: tuple[Indicator, ...]

    def proposes(self, form: Mapping[str, Any]) -> str | None:
        """Return the grade that the indicators of a form propose; None, which is no low grade, if none is present."""
        held = [i for i in self.item if form.get(i.code) == HOLDS]
        points = sum(i.points for i in held)
        grade = next((t.grade for t in self.grades if points >= t.least), None) if held else None
        if any(i.must for i in held):
            grade = self.grades[0].grade
        doubted = any(i.must and form.get(i.code) == DOUBTED for i in self.item)
        return self.doubted if doubted and (grade is None or self.below(grade, self.doubted)) else grade

    def below(self, grade: str, proposed: str) -> bool:
        """True if the grade is lower than the proposed one."""
        order = [t.grade for t in self.grades]
        return proposed in order and (grade not in order or order.index(grade) > order.index(proposed))


class DangerSign(Term):
    """Sign that the child of an open item is in danger; supervisors see these children first."""

    item: str
    during: Annotated[tuple[str, ...], Limit(alias="while")]
    when: When = Limit(default_factory=dict)
    """Conditions on open fields, each of a known value."""
    late: bool = False
    """True if it is one only once its first clock has ended."""
    source: str
