"""Load the rules, the shipped district and the demo data into the graph (初始载入)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from graph_model import schema
from graph_model.access import use
from graph_model.casework.adopt import adopt
from graph_model.directory import records
from graph_model.directory import snapshot as network
from graph_model.directory.records import Record
from graph_model.duty import roster as duty
from graph_model.graph import Graph, Tx
from graph_model.obligations import evidence as obligations
from graph_model.persons import intake, persons
from graph_model.persons.seal import Vault
from graph_model.rules import projection as rules
from knowledge.access.policy import ACCOUNT_ROLES
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.months import Month
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from loaders.counts.publish import Opened, publish_month
from loaders.intake.contract import LOADER
from loaders.intake.scope import is_development
from loaders.persons.dossiers import MORNING
from loaders.shipped.districts import District, district
from loaders.shipped.marks import mark_begun, mark_demo, refuse_former
from loaders.synthetic import network as synthetic
from loaders.synthetic import people as synthetic_people
from loaders.synthetic import records as synthetic_records
from loaders.synthetic import roster
from network.entities import Actor
from network.snapshot import Network


def _account(d: District, role: ActorRole, area: str) -> Actor:
    return Actor(d.names.account(role), role, (area,))


def invited(d: District) -> tuple[Actor, ...]:
    """The accounts that the demo invites to: in the district, its first street, and the first community of that."""
    street, community = d.first(AreaLevel.STREET).code, d.first(AreaLevel.COMMUNITY).code
    return (
        _account(d, ActorRole.DIRECTOR, community),
        _account(d, ActorRole.STREET, street),
        *(_account(d, role, d.code) for role in (ActorRole.CENTRE, ActorRole.PLANNER, ActorRole.AUDITOR)),
    )


def demo_accounts(d: District) -> tuple[Actor, ...]:
    """An account of each role."""
    first = invited(d)
    others = (role for role in ACCOUNT_ROLES if role not in {a.role for a in first})
    return (*first, *(_account(d, role, d.code) for role in others))


INVITED, DEMO_ACCOUNTS = invited(district()), demo_accounts(district())
DEMO_COMMUNITY = INVITED[0].areas[0]
"""The code of the district that is served where none is named."""

Step = Callable[[Message, int], None]
"""Called after each step with its name and the number of records."""


def _silent(_step: Message, _count: int) -> None:
    """Report no progress."""


def _unrecorded(_children: Sequence[str]) -> None:
    """Children who do not exist are opened without a line in an audit."""


async def _put(graph: Graph, done: Step, what: str, rows: Sequence[Record]) -> None:
    """Write records and report the step `progress.<what>`."""
    written = await records.put_all(graph, LOADER, rows)
    if len(written) != len(rows):
        raise BadInput(what, "load.rows_not_written", count=len(rows) - len(written))
    done(message(f"progress.{what}"), len(rows))


async def load_rules(graph: Graph, book: Rulebook, done: Step = _silent) -> None:
    """Create constraints and indexes, then project the rulebook where the graph lacks it."""
    await schema.define(graph)
    done(message("progress.constraints"), len(schema.SCHEMA))
    await rules.project(graph, LOADER, book)
    done(message("progress.rules"), len(book.matters))


async def load_areas(graph: Graph, d: District, done: Step = _silent) -> None:
    """Load a district's areas alone; areas that a file has changed since are left as they are."""
    held = (await network.read(graph)).areas
    await _put(graph, done, "areas", [a for a in d.areas if a.code not in held])


async def load_district(graph: Graph, done: Step = _silent, d: District | None = None) -> None:
    """Load a district's areas and what ships of its bodies and schools: facts only."""
    d = d or district()
    for what in ("areas", "bodies", "schools"):
        await _put(graph, done, what, getattr(d, what))


def refuse_in_production() -> None:
    """Refuse synthetic data in production.

    Raises:
        BadInput: `TONGXIN_ENV` is anything but `development`.
    """
    if not is_development():
        raise BadInput("TONGXIN_ENV", "load.no_synthetic_data")


async def _begun(tx: Tx) -> None:
    """Mark the database as one with the demo, before its first record.

    Raises:
        BadInput: It is a database of production, or has a demo of a former release under other names.
    """
    if (await use.held(tx)).production:
        raise BadInput("TONGXIN_ENV", "settings.production_database")
    await refuse_former(tx)
    await mark_begun(tx)


async def load_demo(
    graph: Graph, on: date, vault: Vault | None = None, done: Step = _silent, d: District | None = None
) -> None:
    """Load the synthetic network, demo accounts and, where there is a vault to seal them with, children.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    await graph.write(LOADER, _begun)
    d = d or district()
    made = synthetic.make(d.areas, on, own=d.bodies, names=d.names)
    await _put(graph, done, "demo_bodies", made.bodies)
    await _put(graph, done, "demo_holders", made.holders)
    await _put(graph, done, "demo_posts", made.posts)
    await _put(graph, done, "demo_points", made.points)
    await _put(graph, done, "demo_population", synthetic.population(d.areas, d.minors))
    await _put(graph, done, "demo_lists", synthetic.lists(made, d.code))
    await _put(graph, done, "demo_accounts", demo_accounts(d))
    await _put_roster(graph, done, d, on)
    if vault is not None:
        await load_people(graph, on, vault, done, d)


async def _put_roster(graph: Graph, done: Step, d: District, on: date) -> None:
    """Plan the duty of the coming weeks."""
    shifts = roster.make(d.first(AreaLevel.STREET).code, d.code, d.names, on)
    written = await graph.write(_everywhere(await network.read(graph)), duty.put, shifts)
    done(message("progress.demo_roster"), len(written))


async def load_people(graph: Graph, on: date, vault: Vault, done: Step = _silent, d: District | None = None) -> None:
    """Load children who do not exist, with guardians, cases and teams.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    d = d or district()
    number = d.children or synthetic_people.number(d.areas)
    children, teams = synthetic_people.make(d.areas, d.schools, rulebook(), on, number, d.names)
    vault.provide(c.key for c in children)
    everywhere = _everywhere(await network.read(graph))
    minors, guardians, cases = intake.records(vault, children)
    for group in (minors, guardians, cases, teams):
        written = await persons.put_all(graph, everywhere, group)
        done(message(f"progress.demo_{type(group[0]).__name__.lower()}s"), len(written))
    director = {a.id: a for a in invited(d)}[d.names.account(ActorRole.DIRECTOR)]
    near = {c.key for c in children if c.area in director.areas}
    owners = {c.id: director.id for c in cases if c.minor in near}
    for some in records.batches(cases, ADOPTED_AT_ONCE):
        await graph.write(
            everywhere,
            adopt,
            some,
            vault,
            min(datetime.combine(on, MORNING, SHANGHAI), datetime.now(SHANGHAI)),
            everywhere,
            owners,
        )


async def load_records(graph: Graph, book: Rulebook, on: date, done: Step = _silent, d: District | None = None) -> None:
    """File synthetic evidence, so that coverage of obligations can be shown.

    Raises:
        BadInput: `TONGXIN_ENV=production`.
    """
    refuse_in_production()
    loaded = await network.read(graph)
    filed = synthetic_records.make(loaded, book, (d or district()).code, on)
    written = await obligations.put_all(graph, _everywhere(loaded), filed, ())
    done(message("progress.demo_records"), len(written))


def _everywhere(loaded: Network) -> Actor:
    """The loader with all areas: records of children and evidence are written within the areas of an actor."""
    return Actor(LOADER.id, LOADER.role, loaded.roots)


async def load_all(
    graph: Graph,
    book: Rulebook,
    on: date,
    vault: Vault | None = None,
    done: Step = _silent,
    d: District | None = None,
    opened: Opened = _unrecorded,
) -> None:
    """Rules, district, demo network and the counts of its month; a second load changes nothing."""
    d = d or district()
    refuse_in_production()
    await load_rules(graph, book, done)
    await load_district(graph, done, d)
    await load_demo(graph, on, vault, done, d)
    await load_records(graph, book, on, done, d)
    if vault is not None:
        made = await publish_month(graph, vault, book, d.code, Month.closed(on), on, opened)
        done(message("progress.counts"), len(made.table.shown))
    await mark_demo(graph, book, d)


ADOPTED_AT_ONCE = 500
"""Cases that casework takes over in one transaction: each makes an item, its visit and events, all in memory."""
