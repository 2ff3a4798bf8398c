"""Cost of judging: microseconds a service and child, of the rules alone (判定基准)."""

import random
import time
from collections.abc import Callable
from datetime import date

from pydantic import ValidationError

from analytics.obligations.fulfilment import goals, judge_all
from cli.bench.questions import machine
from knowledge.derivation.derived import Facts
from knowledge.eligibility.entitlement import entitlements
from knowledge.obligations.attributes import attributes_of, of_child
from knowledge.obligations.standing import Thing
from knowledge.referral import safety
from knowledge.rows.obligations import Obligation
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation

CHILDREN = 200
ON = date(2026, 11, 28)


def children() -> list[Situation]:
    """Generated children of whom little or much is known."""
    draw = random.Random(20261128)  # noqa: S311  # repeatable, no secret
    made: list[Situation] = []
    while len(made) < CHILDREN:
        share = draw.choice((0.05, 0.2, 0.5))
        known = {f: draw.choice(v) for f, v in OPTIONS.items() if draw.random() < share}
        try:
            made.append(Situation.model_validate({**known, "age": draw.randrange(18)}))
        except ValidationError:
            continue
    return made


def _spent(work: Callable[[Situation], object], all_: list[Situation], rounds: int) -> float:
    """Process time in microseconds a child: the best of the rounds, as other work disturbs only upwards."""
    best = float("inf")
    for _ in range(rounds + 1):  # the first round warms up
        start = time.process_time()
        for one in all_:
            work(one)
        best = min(best, time.process_time() - start)
    return best / len(all_) * 1e6


def _goals(book: Rulebook, duties: list[Obligation], all_: list[Situation]) -> None:
    """Judge the duties over all children, of whom nothing is on file, and count by goal."""
    facts = [(str(n), Facts.of(book, child, ON), child) for n, child in enumerate(all_)]
    judged = []
    for o in duties:
        wanted = attributes_of(o)
        judged.append(judge_all(o, [Thing(key, key, of_child(f, child, wanted)) for key, f, child in facts], (), ON))
    for goal in goals(judged):
        goal.rate, goal.severities  # noqa: B018  # they are counted when asked for


def markdown(rounds: int) -> str:
    """The table."""
    book, all_ = rulebook(), children()
    services = tuple(book.services.values())

    def services_of(child: Situation) -> None:
        facts = Facts.of(book, child, ON)
        for service in services:
            facts.qualifies(service)

    def safety_of(child: Situation) -> None:
        facts = Facts.of(book, child, ON)
        safety.doors(facts)
        safety.triage(facts, child)
        safety.needs(facts, child)

    def receiving_of(child: Situation) -> None:
        for _ in entitlements(Facts.of(book, child, ON), child):
            pass

    duties = [o for o in book.obligations_on(ON) if o.objects.of == "minor"]
    each = _spent(services_of, all_, rounds)
    first = _spent(safety_of, all_, rounds)
    gaps = _spent(receiving_of, all_, rounds)
    whole = _spent(lambda _: _goals(book, duties, all_), all_[:1], rounds) / len(all_)
    return "\n".join(
        (
            f"{machine()}; {CHILDREN} children, {len(services)} services, best of {rounds}",
            "",
            "| work | µs a child | µs a service and child |",
            "|---|---|---|",
            f"| may they have it | {each:.0f} | {each / len(services):.2f} |",
            f"| doors, report, needs | {first:.0f} | – |",
            f"| what they should receive, and do | {gaps:.0f} | – |",
            f"| the duties over children, and their goals | {whole:.0f} | – |",
        )
    )
