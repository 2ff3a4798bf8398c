"""GraphQL: siting of the next service points (选址)."""

from analytics.siting.problem import Objective, Proof
from analytics.siting.question import DemandUnit
from analytics.siting.verdict import SitingVerdict
from api.enums import as_enums
from knowledge.siting.hosting import Hosting

as_enums(
    {
        Objective: "SitingObjective",
        Proof: "Proof",
        DemandUnit: "DemandUnit",
        SitingVerdict: "SitingVerdict",
        Hosting: "Hosting",
    }
)
