"""The answer for a service in one sentence (资格的措辞)."""

from api.situation.forms import fact_label
from knowledge.derivation.derived import Facts
from knowledge.eligibility import services as decision
from knowledge.messages.message import Clauses, Few, message
from knowledge.situation.conditions import Atom
from knowledge.situation.situation import value_label
from knowledge.vocabulary import Fit


def against(atom: Atom, facts: Facts) -> str:
    """A condition that known facts contradict: what it requires, and what is known instead."""
    value = facts.known.get(atom.fact)
    if value is None:
        return str(message("eligibility.wanted_only", wanted=atom.text))
    return str(message("eligibility.wanted", wanted=atom.text, known=value_label(atom.fact, value)))


def sentence(e: decision.Eligibility) -> str:
    """The conclusion in one sentence; if unknown, it names what to ask or verify and is never a no."""
    name = e.service.name
    if e.failing is not None:
        why = {"name": name, "failing": e.failing.row.text}
        if not e.cured:
            return str(message("eligibility.is_ineligible", **why))
        day, fit = e.cured
        return str(message("eligibility.is_ineligible_until", **why, day=day, fit=fit.label))
    if e.fit is Fit.ELIGIBLE:
        return str(message("eligibility.is_eligible", name=name))
    first = dict.fromkeys((*e.likely, *e.missing))
    wanted = [message("eligibility.ask", facts=Few(map(fact_label, first)))] if first else []
    return str(message("eligibility.is_unknown", name=name, what=Clauses((*wanted, *e.verify))))
