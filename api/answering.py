"""The part of the schema that answers about a child, for commands: the whole takes a second more to make (提问)."""

from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api.edge.schema import EdgeSchema
from api.eligibility.query import EligibilityQuery
from api.errors import REGISTRY
from api.permissions.query import PermissionQuery
from api.referral.query import ReferralQuery
from api.responsibility.query import ResponsibilityQuery
from api.responsibility.understood import UnderstandingQuery
from api.scalars import SCALARS

schema = EdgeSchema(
    query=merge_types(
        "Query", (EligibilityQuery, PermissionQuery, ReferralQuery, ResponsibilityQuery, UnderstandingQuery)
    ),
    expected=REGISTRY,
    config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
)
