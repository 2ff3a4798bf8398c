"""Reasons why eligibility differs between two days: the child's age, a duration, or the law (为什么变了)."""

from collections.abc import Iterator

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import Eligibility, eligible_of
from knowledge.messages.message import Clauses, Message, message
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import DURATIONS
from knowledge.vocabulary import Fit


def difference(a: Eligibility, b: Eligibility) -> str | None:
    """Return what changed between two days, and why; None if neither the conclusion nor its texts by the law changed.

    Judging the later facts by the earlier law separates time from law: a difference from the earlier day came with
    time, a difference from the later day with the law.
    """
    between = eligible_of(Facts(b.book, b.facts.known, a.on), b.service, b.situation)
    by_time = list(_passed(a, b)) if between.fit is not a.fit else []
    by_law = between.fit is not b.fit or _texts(between) != _texts(b)
    if a.fit is b.fit and not by_law:
        return None
    reasons = [*by_time, *([_law(between, b)] if by_law else [])] or [str(message("eligibility.time"))]
    return str(message("eligibility.difference", before=_answer(a), after=_answer(b), reasons=Clauses(reasons)))


WORD = {
    Fit.ELIGIBLE: "eligibility.eligible",
    Fit.INELIGIBLE: "eligibility.ineligible",
    Fit.UNKNOWN: "eligibility.unknown",
}


def _answer(e: Eligibility) -> Message:
    """The day and the answer in one word."""
    return message("eligibility.on", day=e.on, fit=message(WORD[e.fit]))


def _texts(e: Eligibility) -> frozenset[str]:
    citations = (c for r in e.required for c in r.citations)
    return frozenset(
        str(message("text.version", title=c.provision.document.title, version=c.provision.version.label))
        for c in citations
    )


def _law(before: Eligibility, after: Eligibility) -> str:
    """The texts of one law and of the other; some may be the same on both days, and one day may have none."""
    old, new = _texts(before), _texts(after)
    none = message("eligibility.no_texts")
    gone, came = (tuple(sorted(x)) or none for x in (old - new, new - old))
    return str(message("eligibility.law", old=gone, new=came))


def _passed(a: Eligibility, b: Eligibility) -> Iterator[str]:
    """The age and the months that were reached between the two days."""
    facts = a.facts.known, b.facts.known
    if facts[0].get("age") != facts[1].get("age") and "age" in facts[1]:
        yield str(message("eligibility.age", age=facts[1]["age"]))
    for duration, since in DURATIONS.items():
        if facts[0].get(duration) != facts[1].get(duration) and duration in facts[1]:
            yield str(message("eligibility.months", since=FACTS[since].label, months=facts[1][duration]))
