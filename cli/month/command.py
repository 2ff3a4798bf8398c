"""`tongxin demo --month`: the demo of a month ago, and the month since then (演示的一个月)."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import date, datetime, timedelta

from api.request.context import today
from api.settings import Settings
from cli.ask import show
from cli.month.people import People, communities_of
from cli.month.plan import Choices
from cli.month.play import DistrictMonth, Played
from cli.month.rows import habits
from graph_model.casework.desk import desk_of
from graph_model.casework.verify import filed_by_events, fingerprint, verify
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from graph_model.persons.cases import cases_in
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import district
from loaders.shipped.marks import demo_stands, mark_month, month_stands
from network.entities import Actor
from network.snapshot import Network

DAYS = 30
SEED = 20261129
MOST_KNOWN = 100
"""Children on file about whom reports come."""
Load = Callable[[Graph, str, date | None], Awaitable[None]]


def choices_of(network: Network) -> Choices:
    """Return the choices for forms of the month: points of the network, services and needs of the rules."""
    book = rulebook()
    return Choices(sorted(network.points), sorted(book.services), sorted(n.code for n in book.needs))


async def prepare(graph: Graph, config: Settings, load: Load) -> None:
    """Load the demo as of a month ago and play the month, unless it exists.

    Raises:
        BadInput: The home contains a demo without a month.
    """
    d = district(config.district)
    if await month_stands(graph, d) and await demo_stands(graph, rulebook(), d):
        return
    if (await read_network(graph)).areas:
        raise BadInput("--month", "casework.month_not_here")
    first = today() - timedelta(days=DAYS)
    await load(graph, "demo", first)
    with show.Bars() as bars, closing(Vault(config.key_folder)) as vault:
        month = await made(graph, vault, d.code)
        played = await month.play(
            first, today(), datetime.now(SHANGHAI), bars.task(message("progress.month"), DAYS + 1)
        )
    for line in await summary(graph, month.scope, played):
        show.out.print(line, highlight=False)
    await mark_month(graph, rulebook(), d)


async def made(graph: Graph, vault: Vault, code: str) -> DistrictMonth:
    """The month of a district, with its people in the graph."""
    network = await read_network(graph)
    people = People.of(network, code, communities_of(network, code))
    await people.put(graph)
    scope = Actor(people.lead.id, people.lead.role, (code,))
    rows = await graph.read(scope, cases_in, MOST_KNOWN, None)
    desk = desk_of(graph, vault, rulebook(), network)
    known = [(r.minor, r.area) for r in rows]
    return DistrictMonth(desk, people, habits(), choices_of(network), SEED, scope, known)


async def summary(graph: Graph, scope: Actor, played: Played) -> list[str]:
    """Return a summary of the month, with the check of the records on file against the events."""
    count, findings = await verify(graph, scope, table())
    by_events, filed = await filed_by_events(graph, scope, table())
    steps, refused = sum(played.done.values()), sum(played.refused.values())
    overdue, notices = round(100 * played.share_overdue, 1), round(played.most_notices, 1)
    mark = await fingerprint(graph, scope)
    return [
        str(message("casework.month", days=DAYS, steps=steps, refused=refused, overdue=overdue, notices=notices)),
        str(
            message(
                "casework.month_items",
                count=count,
                wrong=len(findings),
                filed=len(filed),
                differ=len(by_events ^ filed),
                mark=mark,
            )
        ),
    ]  # a line each
