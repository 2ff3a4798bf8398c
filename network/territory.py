"""The rules of an area whose parts may lie in several territories (适用地域)."""

from knowledge.rows.texts import Document
from knowledge.rulebook.book import Rulebook
from network.codes import LENGTH
from network.snapshot import Network


def rulebooks(network: Network, book: Rulebook, area: str) -> tuple[Rulebook, ...]:
    """The rulebooks of an area and of its parts, each once: a text that is in force in a part is in one of them."""
    return tuple({id(b): b for a in network.within(area) if (b := book.within(a.code))}.values())


def is_in_force(network: Network, document: Document) -> bool:
    """True if a text is in force in some area of the network: one district's plan is not where another is loaded."""
    if document.territory is None:
        return True
    code = document.territory.code
    return code.ljust(LENGTH, "0") in network.areas or any(area.startswith(code) for area in network.areas)
