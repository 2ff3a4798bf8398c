"""GraphQL: coverage, conformance and resilience of the network (覆盖)."""

from analytics.coverage.checklist import ListState
from analytics.coverage.layout import Measure
from analytics.coverage.reach import ReachState
from analytics.coverage.week import Regime
from analytics.coverage.weekly import DayKind
from analytics.resilience.flow import PointLimit
from api.enums import as_enums
from knowledge.coverage.workspace import PartState, WorkspacePart

as_enums(
    {
        ListState: "ListState",
        Measure: "CoverageMeasure",
        ReachState: "ReachState",
        Regime: "CalendarRegime",
        DayKind: "DayKind",
        PointLimit: "PointLimit",
        PartState: "WorkspaceState",
        WorkspacePart: "WorkspacePart",
    }
)
