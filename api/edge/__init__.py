"""The edge of the GraphQL service: HTTP, limits, caches, masking, health and the console."""

from api.edge.console import Example, console_routes
from api.edge.database import Database
from api.edge.deadline import Times
from api.edge.documents import EXTENSIONS, LIMITS, EdgeExtension, extensions
from api.edge.errors import Code, Expected, Registry, client_error_of, refusal
from api.edge.health import Metrics, Readiness, health_routes
from api.edge.http import RETRY_AFTER, EdgeRouter
from api.edge.limits import Limits, Size, measure
from api.edge.recorder import Recorder
from api.edge.schema import EdgeSchema
from api.edge.turns import RETRY_SECONDS

__all__ = [
    "EXTENSIONS",
    "LIMITS",
    "RETRY_AFTER",
    "RETRY_SECONDS",
    "Code",
    "Database",
    "EdgeExtension",
    "EdgeRouter",
    "EdgeSchema",
    "Example",
    "Expected",
    "Limits",
    "Metrics",
    "Readiness",
    "Recorder",
    "Registry",
    "Size",
    "Times",
    "client_error_of",
    "console_routes",
    "extensions",
    "health_routes",
    "measure",
    "refusal",
]
