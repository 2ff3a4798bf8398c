"""Arrivals on a day of the month: reports by every way, and orders of the hotline (来件)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cli.month.people import People
from cli.month.plan import PlannedStep
from cli.month.rows import Arrivals, at, luck
from knowledge.casework.order import Order

CHANNELS = ("phone", "wechat", "walk_in", "letter", "grid")
URGENT = "now"
URGENCY = ((URGENT, 1), ("today", 3), ("week", 5), ("month", 3))


def reports(
    people: People, rows: Arrivals, on: date, seed: int, count: int, known: Sequence[tuple[str, str]]
) -> Iterator[list[PlannedStep]]:
    """Reports of a day, each with what follows at once; a third are about children on file (child and community)."""
    for n in range(count):
        by = luck(seed, on, n, "report")
        child, area = by.choice(known) if known and by.random() < 1 / 3 else (None, by.choice(sorted(people.workers)))
        actor, now = people.workers[area], at(on, by.randrange(8, 10), by.randrange(60))
        (urgency,) = by.choices([u for u, _ in URGENCY], [w for _, w in URGENCY])
        form = {"area": area, "channel": by.choice(CHANNELS), "said": by.choice(rows.words), "urgency": urgency}
        key = f"month:report:{on}:{n}"
        begun = Order("report", "register", {**form, **({"minor": child} if child else {})}, key, now)
        calls = (
            [Order("report", "call", rows.call, f"{key}:call", now + timedelta(minutes=6))] if urgency == URGENT else []
        )
        yield [PlannedStep(key, area, actor, None, order) for order in (begun, *calls)]


def complaints(people: People, rows: Arrivals, on: date, seed: int) -> Iterator[list[PlannedStep]]:
    """Orders of the hotline, each taken at once by the worker of the community."""
    for n in range(rows.complaints):
        by = luck(seed, on, n, "complaint")
        area = by.choice(sorted(people.workers))
        actor, now, key = people.workers[area], at(on, 9, by.randrange(60)), f"month:complaint:{on}:{n}"
        due = (on + timedelta(days=5)).isoformat()
        complaint = {"said": by.choice(rows.words), "danger": False}
        form = {"area": area, "number": f"GZ{on:%m%d}{n:03}", "due_on": due, **complaint}
        begun = Order("complaint", "register", form, key, now)
        taken = Order("complaint", "take", {}, f"{key}:take", now + timedelta(minutes=20))
        yield [PlannedStep(key, area, actor, None, order) for order in (begun, taken)]
