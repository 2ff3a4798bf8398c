"""Desk of casework for a network and its rules: responsibility for a matter, and superior bodies (办理台)."""

from functools import partial

from graph_model.casework.store import Desk, Sent
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.casework.order import Theirs
from knowledge.rulebook.book import Rulebook
from network.responsibility.refusal import rule_for
from network.responsibility.superior import superior_of
from network.snapshot import Network


def desk_of(graph: Graph, vault: Vault, book: Rulebook, network: Network) -> Desk:
    """Return the desk that carries out orders with this network and these rules."""
    above = partial(superior_of, network, table().superiors)
    return Desk(graph, vault, table(), RuleCodes.of(book), partial(_theirs, network, book), above, network.calendar)


def _theirs(network: Network, book: Rulebook, sent: Sent) -> Theirs | None:
    rule = rule_for(network, book, sent.matter, sent.area, sent.body, sent.on)
    return Theirs(rule.row.cite[0].clause, book.kinds[rule.row.body].name) if rule else None
