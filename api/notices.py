"""Warnings shown with synthetic records and with citations of the draft plan (提示)."""

from knowledge.messages.message import message
from knowledge.rows.texts import Document, Version
from knowledge.vocabulary import Force, Provenance, Trust

NOTICED = {Force.PLAN: "notice.draft", Force.LOCAL: "notice.local"}
"""Notice on every text of a kind."""


def notice(provenance: Provenance) -> str | None:
    """The warning beside synthetic records, or None."""
    return str(message("notice.synthetic")) if provenance is Provenance.SYNTHETIC else None


def territory(document: Document) -> str | None:
    """Return the name of the territory of a text; None: the whole country."""
    return document.territory.label if document.territory else None


def text_notice(document: Document, version: Version) -> str | None:
    """The warning beside citations of a text: a draft, an area's own that nobody checked, or of a single source."""
    if document.force in NOTICED:
        return str(message(NOTICED[document.force]))
    return None if version.trust is Trust.A else version.trust.label
