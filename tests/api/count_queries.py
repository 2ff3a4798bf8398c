"""What the attacks by differencing ask, and the drafts that they ask it of."""

from typing import Any

from tests.api.loads import COMMUNITY

DISTRICT, STREET, OTHER = "440104000000", "440104001000", "440104001101"
TABLE = "table { month madeOn threshold area { code } }"
COVERAGE = f"""query($area: String!, $code: String!, $given: [RecordInput!], $on: Date) {{
  obligationCoverage(area: $area, obligation: $code, given: $given, on: $on) {{ {TABLE} known
    rate {{ numerator denominator doubtful exempt }} components {{ rate {{ numerator }} }} note
    standings {{ standing count }} objects {{ totalCount }} }} }}"""
GAPS = f"""query($area: String!, $on: Date) {{ entitlementGaps(area: $area, on: $on) {{ {TABLE} note
  counts {{ area {{ code }} gap service {{ code }} children }} rows {{ judged }} }} }}"""
GOALS = f"""query($area: String!, $on: Date) {{ goals(area: $area, on: $on) {{
  goal rate {{ numerator denominator }} severities {{ severity count }}
  duties {{ {TABLE} note standings {{ standing count }} objects {{ totalCount }} }} }} }}"""
GOALS_REPORT = f"""query($area: String!, $on: Date) {{ goalsReport(area: $area, on: $on) {{
  ... on GoalsReport {{ goals {{ goal rate {{ numerator denominator }} severities {{ severity count }}
  duties {{ {TABLE} note standings {{ standing count }} objects {{ totalCount }} }} }} }} }} }}"""
BOTTLENECKS = f"""query($area: String, $codes: [String!], $draft: String, $caseload: Int! = 20) {{
  bottlenecks(area: $area, codes: $codes, draft: $draft, caseload: $caseload) {{ {TABLE} demand met undecided withheld
    unmet {{ area {{ code }} subject {{ code }} children }} cut {{ point {{ code }} limit }} note }} }}"""
VISITS = f"""query($area: String, $per: Int! = 5, $due: [DueVisitsInput!]) {{
  visitAllocation(area: $area, perDirector: $per, perSupervisor: 1, due: $due) {{ {TABLE}
    unmet undecided withheld note visits {{ area {{ code }} worker count }} shortage {{ due capacity }} }} }}"""
LOAD = f"""query($area: String!) {{ visitLoad(area: $area) {{ {TABLE} note
  streets {{ area {{ code }} due workers vacant each communities {{ area {{ code }} workers vacant }} }} }} }}"""
NEXT = """query($question: SitingInput!, $draft: String) { nextPoints(question: $question, draft: $draft) {
  ... on NextPoints { value covered unmet actions { code areaCode } } } }"""
CHILDREN = "{ children(first: 5) { code } }"
CASES = "{ cases(first: 5) { nodes { code } totalCount } }"
NODE = "query($id: ID!) { node(id: $id) { id } }"
COMPARE = """query($draft: String!) { compareDrafts(draft: $draft, codes: ["N16"]) {
  before after minorsLost minorsGained
  newlyUncovered { count area { code } } newlyCovered { count area { code } } } }"""

OWN = {
    "areas": [
        {"code": DISTRICT, "name": "试验区", "level": "DISTRICT"},
        {"code": STREET, "name": "试验街", "level": "STREET", "parent": DISTRICT},
        {"code": COMMUNITY, "name": "试验社区", "parent": STREET, "minors": 180},
    ],
    "points": [
        {"code": "station", "area": STREET, "serves": [STREET], "bodyKind": "street_station", "tier": "STREET",
         "services": ["B21"], "hours": ["24/7"], "capacity": 3, "load": 0, "staff": 2},
    ],
    "posts": [{"kind": "DIRECTOR", "area": COMMUNITY, "holder": "w1"}],
    "demand": [{"area": COMMUNITY, "code": "B21", "children": 2}],
}  # fmt: skip
"""A draft whose areas have the codes of live ones: what is asked of it must not be answered from their children."""
DRAFTS: dict[str, dict[str, Any]] = {
    "差分-区划": OWN,
    "差分-改动": {"changes": [{"step": "CLOSE", "code": "street_station@440104001000"}]},
}
