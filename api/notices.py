"""Warnings that records and citations carry wherever they are shown (提示)."""

from knowledge.messages.message import message
from knowledge.vocabulary import Force, Provenance


def notice(provenance: Provenance) -> str | None:
    """The warning that synthetic records carry everywhere."""
    return str(message("notice.synthetic")) if provenance is Provenance.SYNTHETIC else None


def draft_notice(force: Force) -> str | None:
    """The warning that the plan carries wherever it is cited: it is a draft."""
    return str(message("notice.draft")) if force is Force.PLAN else None
