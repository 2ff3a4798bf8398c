"""Steps on a suspicion of the family for which nothing speaks (家里人的疑点)."""

from collections.abc import Iterable

from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Step
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Verdict
from network.referral.referral import Referral
from network.responsibility.offices import Responsibility
from network.sheet.relevance import raw
from network.sheet.steps import open_doors

ELSEWHERE = (("bullied", True), ("self_harm", True), ("procedural_role", "suspect"))
"""Known facts that explain danger by somebody outside the family, or by no offender."""


def unsuspected(r: Referral, *, calm: bool) -> bool:
    """True if no known fact suspects the family, and harm is either absent or explained otherwise.

    Harm that nothing explains leaves the family suspected: whoever told it may not know by whom it is.
    """
    if r.facts.verdict(r.book.family) is Verdict.YES:
        return False
    elsewhere = any(r.facts.get(fact) == value for fact, value in ELSEWHERE) or bool(r.facts.get("net_harm"))
    return elsewhere or (calm and not open_doors(r))


def suspicions(book: Rulebook, matters: Iterable[Responsibility]) -> frozenset[str]:
    """The texts of steps in reports that apply only if the family is the offender, of which nothing is known."""
    family = raw(book, (book.family,))
    reports = (m.finding for m in matters if m.finding.matter.report)
    return frozenset(s.row.text for f in reports for s in f.steps if _only_if(s, family))


def _only_if(s: Applied[Step], family: frozenset[str]) -> bool:
    atoms = s.row.when.atoms
    return (
        s.verdict is Verdict.UNKNOWN and bool(atoms) and all(a.fact in family and False not in a.values for a in atoms)
    )
