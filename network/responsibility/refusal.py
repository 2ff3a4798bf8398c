"""The rule by which a body is responsible whatever is unknown: it may not call the matter not its own (不归我管)."""

from datetime import date

from knowledge.errors import DomainError
from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Duty
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Role, Verdict
from network import places
from network.responsibility.offices import answer
from network.snapshot import Network

CARRYING = (Role.DUTY_BEARER, Role.HANDLER)
"""Roles of a body that deals with a matter; one that only punishes or cooperates may refuse it."""


def rule_for(network: Network, book: Rulebook, matter: str, area: str, body: str, on: date) -> Applied[Duty] | None:
    """Return the duty by which a body or point deals with a matter in an area; None if no rule gives one for sure."""
    try:
        responsibility = answer(network, book, matter, places.by_code(network, area), Situation(), on)
    except DomainError:
        return None
    point = network.points.get(body)
    for r in responsibility.responsible:
        names = any(b.id == body for b in r.bodies)
        serves = point is not None and point.body == r.kind.code and area in point.serves
        if r.role in CARRYING and r.verdict is Verdict.YES and (names or serves):
            return r.rows[0]
    return None
