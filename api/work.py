"""Cost of root fields beside the fields of their answers, for limits and turns (工作量).

A unit is about 0.2 ms of one core: `Limits.cost` of them take as long as a query may. Fields that are not listed
are decided within milliseconds. `tests/api/test_cost.py` lists what must not fit into one request.
"""

WORK: tuple[tuple[str, int], ...] = (
    ("__schema", 30_000),  # one whole introspection a document
    ("__type", 1_000),
    ("accounts", 500),
    ("bottlenecks", 10_000),
    ("cases", 500),
    ("casesByName", 500),
    ("caseworkNumbers", 8_000),
    ("caseworkBatch", 10_000),
    ("changesSince", 500),
    ("compareDrafts", 16_000),
    ("coverage", 1_000),
    ("entitlementGaps", 8_000),
    ("goals", 15_000),
    ("goalsReport", 15_000),
    ("networkConformance", 4_000),
    ("findingCauses", 4_000),
    ("nextPoints", 6_000),
    ("obligationCoverage", 4_000),
    ("permitted", 500),
    ("reachAt", 5_000),
    ("referralBatch", 40),  # each row
    ("referralOptions", 300),
    ("responsibility", 300),
    ("silentBodies", 500),
    ("singlePointsOfFailure", 5_000),
    ("takeTopic", 4_000),
    ("tiers", 3_000),
    ("uncovered", 5_000),
    ("understand", 500),
    ("visitAllocation", 5_000),
    ("weekCoverage", 2_000),
    ("whatIf", 8_000),
    ("emergencyReadings", 500),
    ("whoSaw", 8_000),
    ("workspace", 2_000),
)
"""Measured on the shipped district (configured value)."""
