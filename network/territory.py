"""The rules of an area whose parts may lie in several territories (适用地域)."""

from knowledge.rulebook.book import Rulebook
from network.snapshot import Network


def rulebooks(network: Network, book: Rulebook, area: str) -> tuple[Rulebook, ...]:
    """The rulebooks of an area and of its parts, each once: a text that is in force in a part is in one of them."""
    return tuple({id(b): b for a in network.within(area) if (b := book.within(a.code))}.values())
