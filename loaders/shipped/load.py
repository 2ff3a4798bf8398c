"""Load the rules, the shipped district and the demo data into the graph (初始载入)."""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime

from graph_model import schema
from graph_model.access import use
from graph_model.casework.adopt import adopt
from graph_model.directory import records
from graph_model.directory import snapshot as network
from graph_model.directory.records import Record
from graph_model.graph import Graph, Tx
from graph_model.obligations import evidence as obligations
from graph_model.persons import intake, persons
from graph_model.persons.seal import Vault
from graph_model.rules import projection as rules
from knowledge.access.policy import ACCOUNT_ROLES
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.persons.dossiers import MORNING
from loaders.shipped import schools, yuexiu
from loaders.synthetic import network as synthetic
from loaders.synthetic import people as synthetic_people
from loaders.synthetic import records as synthetic_records
from loaders.synthetic.content import stamp
from network.entities import Actor
from network.snapshot import Network

DEMO_STREET, DEMO_COMMUNITY = "440104001000", "440104001007"
INVITED = (
    Actor("demo-director", ActorRole.DIRECTOR, (DEMO_COMMUNITY,)),
    Actor("demo-street", ActorRole.STREET, (DEMO_STREET,)),
    Actor("demo-centre", ActorRole.CENTRE, (yuexiu.DISTRICT,)),
    Actor("demo-planner", ActorRole.PLANNER, (yuexiu.DISTRICT,)),
    Actor("demo-auditor", ActorRole.AUDITOR, (yuexiu.DISTRICT,)),
)
"""The accounts that the demo invites to."""
DEMO_ACCOUNTS = (
    *INVITED,
    *(
        Actor(f"demo-{role}", role, (yuexiu.DISTRICT,))
        for role in ACCOUNT_ROLES
        if role not in {a.role for a in INVITED}
    ),
)
"""An account of each role."""

Step = Callable[[Message, int], None]
"""Called after each step with its name and the number of records."""


def _silent(_step: Message, _count: int) -> None:
    """Report no progress."""


async def _put(graph: Graph, done: Step, what: str, rows: Sequence[Record]) -> None:
    """Write records and report the step `progress.<what>`."""
    written = await records.put_all(graph, LOADER, rows)
    if len(written) != len(rows):
        raise BadInput(what, "load.rows_not_written", count=len(rows) - len(written))
    done(message(f"progress.{what}"), len(rows))


async def load_rules(graph: Graph, book: Rulebook, done: Step = _silent) -> None:
    """Create constraints and indexes, then project the rulebook where the graph does not hold it yet."""
    await schema.define(graph)
    done(message("progress.constraints"), len(schema.SCHEMA))
    await rules.project(graph, LOADER, book)
    done(message("progress.rules"), len(book.matters))


async def load_district(graph: Graph, done: Step = _silent) -> None:
    """Load 越秀区's areas, bodies and schools: facts only."""
    await _put(graph, done, "areas", yuexiu.areas())
    await _put(graph, done, "bodies", yuexiu.bodies())
    await _put(graph, done, "schools", schools.points())


def refuse_in_production() -> None:
    """Refuse synthetic data in production.

    Raises:
        BadInput: `TONGXIN_ENV` is anything but `development`.
    """
    if os.environ.get("TONGXIN_ENV", "development") != "development":
        raise BadInput("TONGXIN_ENV", "load.no_synthetic_data")


async def _begun(tx: Tx) -> None:
    """Mark the database as holding the demo before its first record.

    Raises:
        BadInput: It is a database of production.
    """
    if (await use.held(tx)).production:
        raise BadInput("TONGXIN_ENV", "settings.production_database")
    if await records.mark(tx) is None:
        await records.set_mark(tx, "begun")


async def load_demo(graph: Graph, on: date, vault: Vault | None = None, done: Step = _silent) -> None:
    """Load the synthetic network, demo accounts and, where there is a vault to seal them with, children.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    await graph.write(LOADER, _begun)
    made = synthetic.make(yuexiu.areas(), on)
    await _put(graph, done, "demo_bodies", made.bodies)
    await _put(graph, done, "demo_holders", made.holders)
    await _put(graph, done, "demo_posts", made.posts)
    await _put(graph, done, "demo_points", made.points)
    await _put(graph, done, "demo_population", synthetic.population(yuexiu.areas()))
    await _put(graph, done, "demo_lists", synthetic.lists(made, yuexiu.DISTRICT))
    await _put(graph, done, "demo_accounts", DEMO_ACCOUNTS)
    if vault is not None:
        await load_people(graph, on, vault, done)


async def load_people(graph: Graph, on: date, vault: Vault, done: Step = _silent) -> None:
    """Load children who do not exist, with guardians, cases and teams.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    children, teams = synthetic_people.make(yuexiu.areas(), schools.points(), rulebook(), on)
    vault.provide(c.key for c in children)
    everywhere = _everywhere(await network.read(graph))
    minors, guardians, cases = intake.records(vault, children)
    for group in (minors, guardians, cases, teams):
        written = await persons.put_all(graph, everywhere, group)
        done(message(f"progress.demo_{type(group[0]).__name__.lower()}s"), len(written))
    (director,) = (a for a in DEMO_ACCOUNTS if a.id == "demo-director")
    near = {c.key for c in children if c.area in director.areas}
    owners = {c.id: director.id for c in cases if c.minor in near}
    for some in records.batches(cases):
        await graph.write(everywhere, adopt, some, vault, datetime.combine(on, MORNING, SHANGHAI), owners)


async def load_records(graph: Graph, book: Rulebook, on: date, done: Step = _silent) -> None:
    """File synthetic evidence, so that coverage of obligations can be shown.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    loaded = await network.read(graph)
    filed = synthetic_records.make(loaded, book, yuexiu.DISTRICT, on)
    written = await obligations.put_all(graph, _everywhere(loaded), filed, ())
    done(message("progress.demo_records"), len(written))


def _everywhere(loaded: Network) -> Actor:
    """The loader with all areas: records of children and evidence are written within the areas of an actor."""
    return Actor(LOADER.id, LOADER.role, tuple(a.code for a in loaded.areas.values() if a.parent is None))


async def load_all(graph: Graph, book: Rulebook, on: date, vault: Vault | None = None, done: Step = _silent) -> None:
    """Rules, district and demo network; a second load changes nothing."""
    refuse_in_production()
    await load_rules(graph, book, done)
    await load_district(graph, done)
    await load_demo(graph, on, vault, done)
    await load_records(graph, book, on, done)
    await graph.write(LOADER, records.set_mark, _mark(book))


def _mark(book: Rulebook) -> str:
    """Identifies the demo data of this program: rules, seeds and content."""
    return f"{book.hash}:{synthetic.SEED}:{synthetic_people.SEED}:{synthetic.MINORS}:{stamp()}"


async def demo_stands(graph: Graph, book: Rulebook) -> bool:
    """Whether the graph holds these rules and the whole demo; the mark is written last."""
    state = await graph.read(LOADER, network.version)
    return state.rules == book.hash and await graph.read(LOADER, records.mark) == _mark(book)
