"""Values of a form and of other items as they go on: words, days, a child, counts; pure (交接的值)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from knowledge.casework.following import Created
from knowledge.casework.item import WorkItem
from knowledge.casework.order import Registered
from knowledge.casework.rows import ActionRow

CITIZEN = "citizen"
"""The field of a form with a citizen's number: it finds a child that is on file, and is stored nowhere."""
FACTS = {"born": "birth_date", "age_about": "age", "sex": "sex"}
"""Facts of a child, by the form field that gives them."""


def taken_over(row: Created, form: Mapping[str, Any]) -> dict[str, str]:
    """Words and days of a form that a new item takes over."""
    words = {into: [form[c] for c in of if form.get(c)] for into, of in row.words.items()}
    days = {into: form[of] for into, of in row.days.items() if form.get(of)}
    return {into: "\n".join(some) for into, some in words.items() if some} | days


def no_later(running: dict[str, datetime], latest: datetime | None) -> dict[str, datetime]:
    """Clocks that end no later than a moment."""
    return {code: min(due, latest or due) for code, due in running.items()}


def greater(known: Any, kept: Any) -> Any:
    """The greater of two numbers; without two numbers the old value."""
    return max(known, kept) if isinstance(known, int) and isinstance(kept, int) else kept


def registered(key: str, item: WorkItem, given: Mapping[str, Any], attributes: Mapping[str, Any]) -> Registered:
    """The child that a form describes; its age only where the day of birth is not known."""
    facts = {fact: given[c] for c, fact in FACTS.items() if c in given}
    if "birth_date" in facts:
        facts.pop("age", None)
    area = attributes.get("area") or item.area
    return Registered(key, area, facts, given.get("sibling"), given.get(CITIZEN))


def without_number(sealed: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Sealed fields without a citizen's number, which is not stored."""
    kept = {c: {k: v for k, v in values.items() if k != CITIZEN} for c, values in sealed.items()}
    return {c: values for c, values in kept.items() if values}


def added(item: WorkItem, into: str, value: str | None) -> str:
    """Return the values of an open field with one more added."""
    return " ".join([*(item.open.get(into) or "").split(), *([value] if value else [])])


def undone(item: WorkItem, carried: Mapping[str, Any], cause: WorkItem | None, action: ActionRow) -> dict[str, Any]:
    """Open fields without what another item had done to them that was entered in error."""
    lists = {into: _removed(item, into, cause, of) for into, of in action.forgets.items()}
    return _taken_back({**item.open, **carried}, cause, action.takes_back) | lists


def _taken_back(fields: Mapping[str, Any], cause: WorkItem | None, counts: Mapping[str, str]) -> dict[str, int]:
    """Return counters without an entry made in error, where they still include it."""
    if cause is None:
        return {}
    known = {c: (fields.get(c) or 0, cause.open.get(c)) for c, of in counts.items() if _alike(fields, cause, of)}
    return {c: now - 1 for c, (now, then) in known.items() if now and now >= (now if then is None else then)}


def _alike(fields: Mapping[str, Any], cause: WorkItem, of: str) -> bool:
    return (fields.get(of) or "") == (cause.open.get(of) or "")


def _removed(item: WorkItem, into: str, cause: WorkItem | None, of: str) -> str:
    """Return the values of an open field without the value of another item that was entered in error."""
    wrong = cause.open.get(of) if cause else None
    return " ".join(v for v in (item.open.get(into) or "").split() if v != wrong)
