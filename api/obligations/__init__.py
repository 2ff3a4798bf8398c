"""GraphQL: continuing obligations (义务)."""

from api.enums import as_enums
from knowledge.obligations.standing import Result, Standing
from knowledge.rows.obligations import Evidence, Goal, Strength

as_enums(
    {
        Result: "RecordResult",
        Standing: "Standing",
        Evidence: "EvidenceKind",
        Goal: "Goal",
        Strength: "ObligationStrength",
    }
)
