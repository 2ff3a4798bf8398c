"""Marks of complete demos in a graph, one per district, written after the last record of each (演示是否完整)."""

from graph_model.directory import records
from graph_model.directory.divisions import DISTRICT
from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.districts import District, district, names_in
from loaders.synthetic import network, people
from loaders.synthetic.content import stamp
from loaders.synthetic.names import DemoNames

MONTH = ":month"
"""Ends the mark of a demo whose month has been played."""
BEGUN = "begun"
"""Stands until the first demo is whole."""


def _mark(book: Rulebook, d: District) -> str:
    """Identifies the demo data of this program: rules, district, seeds and content."""
    return f"{book.hash}:{d.code}:{network.SEED}:{people.SEED}:{d.minors}:{stamp()}:counts:{_roster(d.names)}"


def _roster(names: DemoNames) -> str:
    """Return the end of a mark: the district whose accounts are on duty."""
    return f"roster{names.district}"


def _district_of(mark: str) -> str:
    return mark.split(":")[1]


async def _marks(tx: Tx) -> list[str]:
    return [m for m in (await records.mark(tx) or "").split() if m != BEGUN]


async def mark_begun(tx: Tx) -> None:
    """Note that some demo is there, before its first record."""
    if await records.mark(tx) is None:
        await records.set_mark(tx, BEGUN)


async def _put(tx: Tx, mark: str) -> None:
    others = [m for m in await _marks(tx) if _district_of(m) != _district_of(mark)]
    await records.set_mark(tx, " ".join([*others, mark]))


async def mark_demo(graph: Graph, book: Rulebook, d: District) -> None:
    """Note that the demo of a district is whole, beside those of others."""
    await graph.write(LOADER, _put, _mark(book, d))


async def mark_month(graph: Graph, book: Rulebook, d: District) -> None:
    """Note that the month of the demo has been played to its end."""
    await graph.write(LOADER, _put, _mark(book, d) + MONTH)


async def month_stands(graph: Graph, d: District) -> bool:
    """True if the month of a district's demo has been played."""
    return any(m.endswith(MONTH) and _district_of(m) == d.code for m in await graph.read(LOADER, _marks))


async def demo_stands(graph: Graph, book: Rulebook, d: District | None = None) -> bool:
    """True if the graph contains these rules and the whole demo of a district."""
    state = await graph.read(LOADER, version)
    marks = {m.removesuffix(MONTH) for m in await graph.read(LOADER, _marks)}
    return state.rules == book.hash and _mark(book, d or district()) in marks


async def refuse_former(tx: Tx) -> None:
    """Refuse a demo of another district that a former release loaded: its accounts and children have other names now.

    A second load would duplicate it, and nobody could sign in to the former one. The names of the district that is
    served by default are the same in every release: its demo is brought up to date by the next load.

    Raises:
        BadInput: There is one.
    """
    for mark in await _marks(tx):
        code = _district_of(mark)
        if names_in(code).district and not mark.removesuffix(MONTH).endswith(f":{_roster(names_in(code))}"):
            raise BadInput("TONGXIN_HOME", "settings.former_demo", district=code[:DISTRICT])


async def demo_districts(tx: Tx) -> frozenset[str]:
    """The districts whose demo is here."""
    return frozenset(map(_district_of, await _marks(tx)))
