"""Cautions on stopping, preserving, order and informing, and the rights of a child, worded for the asker (当心)."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.derivation.derived import Facts
from knowledge.responsibility.judging import Applied, judge
from knowledge.rows.referral import Caution
from knowledge.vocabulary import CautionKind, Verdict

CHILD = "minor"
"""The reporter who is the child itself."""
KINDS = ("stop", "keep", "not_first", "tell", "right")
"""Order of the kinds: stop the harm and preserve evidence before any form, then recipients and rights."""


def cautions(facts: Facts) -> tuple[Applied[Caution], ...]:
    """Return the cautions that apply, in the order of `KINDS`.

    Cautions to inform the guardians are left out if a family member may be the offender; a child that asks for
    itself gets the text worded for a child.
    """
    applied = holding_cautions(facts)
    suspected = family_suspected(facts, applied)
    shown = [c for c in applied if not (suspected and c.row.family and c.row.kind is CautionKind.TELL)]
    if facts.get("reporter") == CHILD:
        shown = [_to_child(c) for c in shown if c.row.child or _of_reporter(c)]
    once = {c.row.text: c for c in shown}
    return tuple(sorted(once.values(), key=lambda c: KINDS.index(c.row.kind)))


def _of_reporter(c: Applied[Caution]) -> bool:
    return any(atom.fact == "reporter" for atom in c.row.when.atoms)


def _to_child(c: Applied[Caution]) -> Applied[Caution]:
    return replace(c, row=c.row.model_copy(update={"text": c.row.child})) if c.row.child else c


def holding_cautions(facts: Facts) -> tuple[Applied[Caution], ...]:
    """Return the cautions whose conditions are met, in the order of the rows."""
    rows = facts.holding(facts.book.cautions)
    return judge(facts.book, rows, facts, facts.on)


def family_suspected(facts: Facts, cautions_: Iterable[Applied[Caution]]) -> bool:
    """True if a family member may be the offender, or an applicable caution warns of it."""
    warned = any(c.row.family and c.row.kind is CautionKind.NOT_FIRST for c in cautions_)
    return warned or facts.verdict(facts.book.family) is Verdict.YES
