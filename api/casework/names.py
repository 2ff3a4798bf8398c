"""Names of the codes in fields of casework: areas, bodies, service points, needs, services (代码的名称)."""

from api.common import NamedCode
from api.request.context import Context
from knowledge.casework.rows import FieldType
from knowledge.messages.message import message

WRITTEN = (FieldType.TEXT, FieldType.INT, FieldType.BOOL, FieldType.DATE, FieldType.CHOICE)
"""Types of fields whose values are no codes of something else."""


def named(c: Context, kind: FieldType, text: str) -> str:
    """Return a value in words: each code of it by its name, other text unchanged."""
    if kind in WRITTEN:
        return text
    return " · ".join(_name(c, code) for code in text.split()) or text


def addressed(c: Context, kind: str, code: str) -> NamedCode:
    """Return the body that an item of a kind waits for; one without a code has an empty code and a name in words."""
    return NamedCode(code=code, name=named(c, FieldType.BODY, code) if code else str(message(f"unaddressed.{kind}")))


def _name(c: Context, code: str) -> str:
    network = c.history
    for row in (network.areas.get(code), network.bodies.get(code), network.points.get(code), c.book.services.get(code)):
        if row is not None:
            return row.name
    return next((n.name for n in c.book.needs if n.code == code), code)
