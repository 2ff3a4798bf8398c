"""The schema: built once, at import (一个模式)."""

from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api.answer import MatterRef
from api.common import Area, Office
from api.coverage import CoverageQuery
from api.demand import DemandQuery
from api.directory import DirectoryQuery
from api.drafts import DraftMutation, DraftQuery
from api.edge import Code, EdgeSchema, Expected, Registry
from api.eligibility import EligibilityQuery
from api.entitlements import EntitlementQuery
from api.errors import HANDLERS
from api.loading import LoadingMutation, LoadingQuery
from api.obligations import ObligationMutation, ObligationQuery
from api.permissions import PermissionQuery
from api.referral import ReferralQuery
from api.responsibility import ResponsibilityQuery
from api.siting import SitingMutation, SitingQuery
from api.texts import Clause, TextQuery
from api.tiers import TierQuery
from api.viewer import ViewerQuery
from api.weekly import WeekQuery
from graph_model.errors import GraphUnavailable
from knowledge import errors


def _said(error: Exception) -> str:
    if isinstance(error, errors.BadInput):
        return f"{error.field}: {error.problem}；{error.do}"
    if isinstance(error, errors.NotFound):
        return f"没有 {error.kind} {error.key}，或不在权限范围内 / no {error.kind} {error.key}, or outside your scope"
    if isinstance(error, errors.Conflict):
        return f"{error.kind} {error.key} 已有不同内容，未改动；换一个键 / stands with another content: use another key"
    if isinstance(error, GraphUnavailable):
        return error.problem
    return _PLAIN.get(type(error), "不允许 / not allowed")


_PLAIN: dict[type[Exception], str] = {
    errors.Unauthenticated: (
        "令牌无效或已过期，请用 tongxin token 重新取得 / the token is invalid or has expired: get a new one"
    ),
    errors.Sealed: (
        "该档案的密钥不可用，请联系管理员恢复密钥库 / this record's key is not available: restore the key store"
    ),
}


REGISTRY: Registry = {
    errors.BadInput: Expected(Code.BAD_USER_INPUT, _said),
    errors.NotFound: Expected(Code.BAD_USER_INPUT, _said),
    errors.Unauthenticated: Expected(Code.UNAUTHENTICATED, _said),
    errors.Sealed: Expected(Code.INTERNAL, _said),
    errors.Conflict: Expected(Code.CONFLICT, _said),
    errors.Forbidden: Expected(Code.FORBIDDEN, _said),
    GraphUnavailable: Expected(Code.INTERNAL, _said),
}
"""Refusals outside a union; whatever is not here is masked."""

Query = merge_types(
    "Query",
    (
        CoverageQuery,
        DemandQuery,
        DirectoryQuery,
        DraftQuery,
        EligibilityQuery,
        EntitlementQuery,
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
        LoadingMutation,
        ObligationMutation,
        SitingMutation,
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
