"""The requests that are measured, each with a raw Cypher statement for comparison (基准的提问)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from api import examples
from graph_model.baseline.coverage import REACHED
from graph_model.baseline.referral import PLACES_GIVING
from graph_model.baseline.responsibility import ASSIGNED
from graph_model.rows import Statement
from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import DEFAULT as DISTRICT
from loaders.shipped.load import DEMO_COMMUNITY

FIXED = """query Q($m: String!, $c: String!, $s: SituationInput) {
  responsibility(subject: {matter: $m}, at: {code: $c}, situation: $s) {
    matter { code name } place { code } on summary
    deadlines { act value unit }
    firstSteps { text } rulesHash networkVersion notice } }"""
FIXED_REFERRAL = """query Q($c: String!, $s: SituationInput) {
  referralOptions(at: {code: $c}, situation: $s, limit: 1) {
    place { code } on doors { code verdict } reporting { report }
    needs { need { code } offers { eligibility { fit } options { point { code } } } }
    rulesHash networkVersion notice } }"""


@dataclass(frozen=True, slots=True)
class BenchmarkTopic:
    """One comparison: a raw statement with its parameters, a minimal document and the full document."""

    raw: Statement
    params: Mapping[str, object]
    fixed: str
    fixed_variables: Mapping[str, object]
    full: str
    full_variables: Mapping[str, object]


def _responsibility() -> BenchmarkTopic:
    facts: dict[str, object] = {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"}
    params = {"age": "13", "sex": "female", "pregnant": "True", "reporter": "medical"}
    variables = {"subject": {"matter": "M08"}, "at": {"code": DEMO_COMMUNITY}, "situation": facts}
    today = date.today()  # noqa: DTZ011  # any day does
    return BenchmarkTopic(
        ASSIGNED,
        {"matter": "M08", "place": DEMO_COMMUNITY, "on": today, "facts": params},
        FIXED,
        {"m": "M08", "c": DEMO_COMMUNITY, "s": facts},
        examples.RESPONSIBILITY,
        variables,
    )


def _referral() -> BenchmarkTopic:
    facts: dict[str, object] = {"age": 9, "unattended": True, "hukou": "LOCAL", "fatherState": "IMPRISONED"}
    services = [s for s, row in rulebook().services.items() if row.points]
    variables = {"at": {"code": DEMO_COMMUNITY}, "situation": facts}
    return BenchmarkTopic(
        PLACES_GIVING,
        {"place": DEMO_COMMUNITY, "services": services, "age": 9},
        FIXED_REFERRAL,
        {"c": DEMO_COMMUNITY, "s": facts},
        examples.REFERRAL,
        variables,
    )


FIXED_COVERAGE = """query Q($code: String!, $area: String) { coverage(code: $code, area: $area) {
  subject { code } communities communitiesWithAtLeast medianTravel gap unlocated notes
  shares { state communities minors minorsUnknown } } }"""
FULL_COVERAGE = """query Q($code: String!, $area: String) { coverage(code: $code, area: $area) {
  communities communitiesWithAtLeast shares { state communities minors }
  rows { nodes { area { code name } state k points { code } minors } } } }"""


def _coverage() -> BenchmarkTopic:
    services = [s for s, row in rulebook().services.items() if "N16" in row.needs]
    variables = {"code": "N16", "area": DISTRICT}
    return BenchmarkTopic(
        REACHED,
        {"area": DISTRICT, "services": services, "age_from": 6, "age_under": 7},
        FIXED_COVERAGE,
        variables,
        FULL_COVERAGE,
        variables,
    )


TOPICS: Mapping[str, Callable[[], BenchmarkTopic]] = {
    "responsibility": _responsibility,
    "referral": _referral,
    "coverage": _coverage,
}
"""The comparisons by name."""
OTHERS = (
    "throughput",
    "storm",
    "audit",
    "casework",
    "children",
    "city",
    "nation",
    "desks",
    "siting",
    "analytics",
    "words",
    "judging",
)
"""Benchmarks of their own, without a raw statement beside each request."""
