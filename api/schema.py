"""The schema: built once, at import (一个模式)."""

from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api.answer import MatterRef
from api.common import Area, Office
from api.coverage import CoverageQuery
from api.demand import DemandQuery
from api.directory import DirectoryQuery
from api.drafts import DraftMutation, DraftQuery
from api.edge import EdgeSchema
from api.eligibility import EligibilityQuery
from api.entitlements import EntitlementQuery
from api.errors import HANDLERS, REGISTRY
from api.job import JobMutation, JobQuery
from api.loading import LoadingMutation, LoadingQuery
from api.obligations import ObligationMutation, ObligationQuery
from api.permissions import PermissionQuery
from api.referral import ReferralQuery
from api.responsibility import ResponsibilityQuery
from api.siting import SitingQuery
from api.texts import Clause, TextQuery
from api.tiers import TierQuery
from api.viewer import ViewerQuery
from api.weekly import WeekQuery

Query = merge_types(
    "Query",
    (
        CoverageQuery,
        DemandQuery,
        DirectoryQuery,
        DraftQuery,
        EligibilityQuery,
        EntitlementQuery,
        JobQuery,
        LoadingQuery,
        ObligationQuery,
        PermissionQuery,
        ReferralQuery,
        ResponsibilityQuery,
        SitingQuery,
        TextQuery,
        TierQuery,
        ViewerQuery,
        WeekQuery,
    ),
)
Mutation = merge_types(
    "Mutation",
    (
        DraftMutation,
        JobMutation,
        LoadingMutation,
        ObligationMutation,
    ),
)

schema = EdgeSchema(
    query=Query,
    mutation=Mutation,
    expected=REGISTRY,
    types=(Area, Office, MatterRef, Clause),
    exception_handlers=HANDLERS,
    config=StrawberryConfig(disable_field_suggestions=True),
)


def printed() -> str:
    """The schema as SDL, as committed in `schema.graphql`."""
    return schema.as_str() + "\n"
