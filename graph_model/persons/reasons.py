"""Reasons for a right in a case: text by people, encrypted as all words beside a child are (批准的理由).

A reason of a team is encrypted with the key of the child, one of a delegation with a key of the principal. Texts of
the program itself, and those of the demo, are not encrypted.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph_model.graph import Tx
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import KeyRow, statements
from knowledge.errors import Erased
from knowledge.messages.message import DEFAULT, message
from knowledge.vocabulary import FieldClass

FORMER, PUT_REASONS = statements(__file__, "former", "put_reasons")
Kept = str | bytes | None
"""Reason as stored on its edge."""


def bound(about: str) -> Bound:
    """Return the binding of a reason: the case, or the principal of the delegation."""
    return Bound("Reason", about, FieldClass.F2)


def sealed(vault: Vault, subject: str, about: str, words: str) -> bytes:
    """Return a reason in its stored form.

    Raises:
        Erased: The record of the child was erased.
    """
    vault.provide([subject])
    return vault.seal(subject, bound(about), {"reason": words})


def opened(vault: Vault, subject: str, about: str, kept: Kept) -> str:
    """A reason in words; empty if it was erased with the child's record.

    Raises:
        Sealed: A key is missing or does not fit.
    """
    if not isinstance(kept, bytes):
        return kept or ""
    try:
        return str(vault.open(subject, bound(about), kept)["reason"])
    except Erased:
        return ""


@dataclass(frozen=True, slots=True)
class _FormerRow:
    id: str
    account: str
    subject: str
    about: str
    reason: str | None
    ended_for: str | None


async def seal_former(tx: Tx, folder: Path) -> None:
    """Seal what people wrote in a former release, under the keys of a folder."""
    own = message("casework.conference", item="").text(DEFAULT)
    rows = [r for r in await tx.rows(FORMER, _FormerRow) if not (r.reason or "").startswith(own)]
    if not rows:
        return
    with closing(Vault(folder)) as vault:
        made = [
            {
                "id": r.id,
                "account": r.account,
                "reason": sealed(vault, r.subject, r.about, r.reason or ""),
                "ended_for": sealed(vault, r.subject, r.about, r.ended_for) if r.ended_for else None,
            }
            for r in rows
            if vault.store.erased(r.subject) is None
        ]
    if made:
        await tx.rows(PUT_REASONS, KeyRow, rows=made)
