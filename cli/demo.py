"""The demo's roles and tokens, and that production has nothing of the demo (演示)."""

import asyncio
from functools import partial

from api.access.tokens import issue
from api.settings import Settings
from cli.session import DatabaseServer, run
from graph_model import engine
from graph_model.access.use import held
from graph_model.directory.part import begun
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from knowledge.vocabulary import Provenance
from loaders.shipped.districts import names_in
from loaders.shipped.load import DEMO_ACCOUNTS, INVITED
from loaders.shipped.marks import demo_districts, refuse_former
from loaders.synthetic.names import DemoNames
from network.entities import ANONYMOUS
from network.snapshot import Network
from web.frame.session import Demo, DemoPlace

ROLES = tuple(a.role.value for a in DEMO_ACCOUNTS)
"""Roles of the demo accounts of each district."""
SHOWN = tuple(a.role.value for a in INVITED)
"""The roles whose tokens the demo prints; `tongxin token` has the others."""
PREFIX = "demo-"
READS = 1.5
"""Seconds that the sign-in page waits for the districts: it needs no database for the rest."""


def subject(config: Settings, role: str) -> str:
    """The account of a demo role in the district that is served."""
    return names_in(config.district).account(ActorRole(role))


def token(config: Settings, role: str) -> str:
    """Return a token for a demo role, if the database contains the demo.

    Raises:
        BadInput: It does not, or tokens come from elsewhere.
    """
    made = issue(config, subject(config, role))
    if config.neo4j_uri is None and not engine.status(config.home / "neo4j").answering:
        raise BadInput("token", "shell.database_down")
    if not run(DatabaseServer(config), _has_demo):
        raise BadInput("token", "settings.no_demo_here")
    return made


async def _has_demo(graph: Graph) -> bool:
    """True if a demo is there.

    Raises:
        BadInput: It is one of a former release, whose accounts have other names: a token would open nothing.
    """
    await graph.read(ANONYMOUS, refuse_former)
    return (await graph.read(ANONYMOUS, held)).demo


def refuse_synthetic(network: Network, config: Settings) -> None:
    """Refuse to serve production over records that are made up, also where the rest of the demo is gone.

    Raises:
        BadInput: The network has such records.
    """
    parts = (network.bodies, network.points, network.posts, network.populations, network.lists)
    if config.production and any(r.provenance is Provenance.SYNTHETIC for part in parts for r in part.values()):
        raise BadInput("TONGXIN_ENV", "settings.demo_in_production")


def demo_of(config: Settings, graph: Graph) -> Demo | None:
    """The accounts that may be tried; none if tokens come from elsewhere or in production."""
    if config.issuer is not None or config.production:
        return None
    return Demo(partial(_issued, config), partial(_places, config, graph))


def _issued(config: Settings, name: str) -> str | None:
    """A token for the account that the sign-in page calls so."""
    role = name.partition("-")[0]
    return issue(config, PREFIX + name) if role in ROLES else None


async def _places(config: Settings, graph: Graph) -> list[DemoPlace]:
    """The districts whose demo is here, the one that is served first; it alone where the database does not answer."""
    served = names_in(config.district)
    try:
        async with asyncio.timeout(READS):
            whole = await graph.read(ANONYMOUS, demo_districts)
            loaded = [d for d in await graph.read(ANONYMOUS, begun) if d.code in whole]
    except (GraphUnavailable, TimeoutError):
        loaded = []
    places = [(d.name, names_in(d.code)) for d in loaded] or [("", served)]
    return [_place(*p) for p in sorted(places, key=lambda p: p[1] != served)]


def _place(name: str, names: DemoNames) -> DemoPlace:
    return DemoPlace(name, {names.account(r).removeprefix(PREFIX): r.value for r in map(ActorRole, ROLES)})
