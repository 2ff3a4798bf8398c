"""The GraphQL schema, built once at import (一个模式)."""

from dataclasses import replace
from functools import cache

from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api.access.viewer import ViewerQuery
from api.casework.area.danger import DangerQuery
from api.casework.area.deadlines import DeadlineQuery
from api.casework.area.numbers import CaseworkNumberQuery
from api.casework.area.silence import SilenceQuery
from api.casework.batch import BatchMutation
from api.casework.changes import CaseworkSubscription, ChangeQuery
from api.casework.mutation import CaseworkMutation
from api.casework.people import PeopleQuery, VacancyQuery
from api.casework.query import CaseworkQuery
from api.casework.tables import CaseworkTableQuery
from api.casework.types import WorkItem
from api.common import BodyKind
from api.coverage.demand import DemandQuery
from api.coverage.query import CoverageQuery
from api.coverage.tiers import TierQuery
from api.coverage.weekly import WeekQuery
from api.coverage.workspace import WorkspaceQuery
from api.describe import describe
from api.directory.acts import Act
from api.directory.query import DirectoryQuery
from api.drafts.query import DraftMutation, DraftQuery
from api.drafts.types import DraftWhole
from api.duty.query import RosterQuery
from api.edge.documents import LIMITS
from api.edge.schema import EdgeSchema
from api.eligibility.entitlements import EntitlementQuery
from api.eligibility.query import EligibilityQuery
from api.eligibility.types import Service
from api.errors import REGISTRY
from api.jobs.types import JobMutation, JobQuery, JobRow
from api.loading.query import LoadingMutation, LoadingQuery
from api.network.types import Area, Office, Point
from api.obligations.goals import GoalQuery
from api.obligations.query import ObligationMutation, ObligationQuery
from api.obligations.types import Obligation
from api.papers.own import OwnFormMutation, OwnFormQuery
from api.papers.query import PaperQuery
from api.permissions.query import PermissionQuery
from api.referral.case import CaseSummary
from api.referral.emergency import EmergencyQuery
from api.referral.flows import FlowQuery
from api.referral.named import NameQuery
from api.referral.query import ReferralQuery
from api.responsibility.query import ResponsibilityQuery
from api.responsibility.types import MatterRef
from api.responsibility.understood import UnderstandingQuery
from api.scalars import SCALARS
from api.siting.query import SitingQuery
from api.staff.emergencies import EmergencyReadingQuery
from api.staff.mutation import StaffMutation
from api.staff.query import StaffQuery
from api.taking.query import TakingQuery
from api.texts.query import Clause, Document, TextQuery
from api.work import WORK

Query = merge_types(
    "Query",
    (
        CaseworkQuery,
        DangerQuery,
        DeadlineQuery,
        CaseworkNumberQuery,
        SilenceQuery,
        PeopleQuery,
        VacancyQuery,
        FlowQuery,
        CaseworkTableQuery,
        ChangeQuery,
        OwnFormQuery,
        PaperQuery,
        RosterQuery,
        CoverageQuery,
        DemandQuery,
        DirectoryQuery,
        DraftQuery,
        EligibilityQuery,
        EmergencyQuery,
        EntitlementQuery,
        JobQuery,
        LoadingQuery,
        NameQuery,
        ObligationQuery,
        GoalQuery,
        PermissionQuery,
        ReferralQuery,
        ResponsibilityQuery,
        SitingQuery,
        StaffQuery,
        TakingQuery,
        EmergencyReadingQuery,
        TextQuery,
        TierQuery,
        WorkspaceQuery,
        UnderstandingQuery,
        ViewerQuery,
        WeekQuery,
    ),
)
Mutation = merge_types(
    "Mutation",
    (
        BatchMutation,
        CaseworkMutation,
        DraftMutation,
        JobMutation,
        LoadingMutation,
        ObligationMutation,
        OwnFormMutation,
        StaffMutation,
    ),
)

Subscription = merge_types("Subscription", (CaseworkSubscription,))

schema = EdgeSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    expected=REGISTRY,
    limits=replace(LIMITS, work=WORK),
    types=(
        Act,
        Area,
        BodyKind,
        CaseSummary,
        Clause,
        Document,
        DraftWhole,
        JobRow,
        MatterRef,
        Obligation,
        Office,
        Point,
        Service,
        WorkItem,
    ),
    config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
)


describe(schema._schema)  # noqa: SLF001  # strawberry has no public way to the schema of graphql-core


@cache
def printed() -> str:
    """The schema as SDL, as committed in `schema.graphql`."""
    return schema.as_str() + "\n"
