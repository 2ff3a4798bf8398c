"""The part of the schema that answers a question about a child, for commands: the whole takes a second more (提问)."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from strawberry.schema.config import StrawberryConfig

from api.edge.schema import EdgeSchema
from api.errors import REGISTRY
from api.scalars import SCALARS

QUERIES: Mapping[str, tuple[str, str]] = {
    "eligibility": ("api.eligibility.query", "EligibilityQuery"),
    "permitted": ("api.permissions.query", "PermissionQuery"),
    "referralOptions": ("api.referral.query", "ReferralQuery"),
    "responsibility": ("api.responsibility.query", "ResponsibilityQuery"),
    "understand": ("api.responsibility.understood", "UnderstandingQuery"),
}
"""The class of each topic and its module, which is imported only to answer it."""


@cache
def schema(topic: str) -> EdgeSchema:
    """The schema with the fields of one topic alone."""
    module, name = QUERIES[topic]
    return EdgeSchema(
        query=import_module(module).__dict__[name],
        expected=REGISTRY,
        config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
    )
