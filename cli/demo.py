"""The demo's roles and tokens, and that production has nothing of the demo (演示)."""

from collections.abc import Callable
from functools import partial

from api.access.tokens import issue
from api.settings import Settings
from cli.session import DatabaseServer, run
from graph_model import engine
from graph_model.access.use import held
from knowledge.errors import BadInput
from knowledge.vocabulary import Provenance
from loaders.shipped.load import DEMO_ACCOUNTS, INVITED
from network.entities import ANONYMOUS
from network.snapshot import Network

ROLES = {a.id.removeprefix("demo-"): a.id for a in DEMO_ACCOUNTS}
SHOWN = tuple(a.id.removeprefix("demo-") for a in INVITED)
"""The roles whose tokens the demo prints; `tongxin token` has the others."""


def token(config: Settings, role: str) -> str:
    """A token for a demo role, if the database holds the demo.

    Raises:
        BadInput: It does not, or tokens come from elsewhere.
    """
    made = issue(config, ROLES[role])
    if config.neo4j_uri is None and not engine.status(config.home / "neo4j").answering:
        raise BadInput("token", "shell.database_down")
    if not run(DatabaseServer(config), lambda g: g.read(ANONYMOUS, held)).demo:
        raise BadInput("token", "settings.no_demo_here")
    return made


def refuse_synthetic(network: Network, config: Settings) -> None:
    """Refuse to serve production over records that are made up, also where the rest of the demo is gone.

    Raises:
        BadInput: The network has such records.
    """
    parts = (network.bodies, network.points, network.posts, network.populations, network.lists)
    if config.production and any(r.provenance is Provenance.SYNTHETIC for part in parts for r in part.values()):
        raise BadInput("TONGXIN_ENV", "settings.demo_in_production")


def demo_roles(config: Settings) -> dict[str, Callable[[], str]]:
    """A function per demo role that issues a token; empty if tokens come from elsewhere or in production."""
    if config.issuer is not None or config.production:
        return {}
    return {role: partial(issue, config, subject) for role, subject in ROLES.items()}
