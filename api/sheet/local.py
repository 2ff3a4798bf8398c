"""Clauses of documents of an area's own beside an answer (本区文件另有规定)."""

from collections.abc import Collection
from datetime import date

from api.common import Citation, citations
from network.sheet.local import naming
from network.snapshot import Network


def beside(network: Network, place: str, matters: Collection[str], on: date) -> list[Citation]:
    """Return the local texts in force at the place on the day that name one of the matters."""
    return citations(t.citation for t in naming(network, place, matters, on))
