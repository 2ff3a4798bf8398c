"""Example queries: shown in the console, printed by `make demo`, run by the tests (示例)."""

from api.edge.documents import Example
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel
from network.snapshot import Network

UNDERSTAND = """query WhatWasSaid($text: String!, $on: Date) {
  understand(text: $text, on: $on) {
    dangerLabel advice nothing
    matters { share matter { code name } }
    facts { fact label value { code label } words plain }
    places { words kindLabel place { code name } }
    unused
  }
}
"""

RESPONSIBILITY = """query WhoIsResponsible(
  $subject: SubjectInput!, $at: PlaceInput!, $on: Date, $situation: SituationInput, $start: DateTime
) {
  responsibility(subject: $subject, at: $at, on: $on, situation: $situation, start: $start) {
    matter { code name }
    place { name }
    on
    summary
    understood { advice facts { fact label value { label } words plain counts } }
    firstSteps { text condition }
    responsible {
      roleLabel
      kind { name }
      whereLabel
      bodies { name contact notice }
      duties { act named confidenceLabel citations { document version article quote territory notice } }
    }
    deadlines { who { name } act value unitLabel event kindLabel condition notice }
    safeguards { text }
    chain { area { levelLabel name } posts { kindLabel vacant } }
    missingFacts { fact { label question } outcomes { values { label } bodies { roleLabel kind { name } } } }
    changes { on added { roleLabel kind { name } } removed { roleLabel kind { name } } because { quote } }
    localTexts { document article quote territory notice }
    notice
  }
}
"""

WHY_NOT = """query WhyNot($at: PlaceInput!) {
  responsibility(subject: {matter: "M36"}, at: $at) {
    summary
    whyNot(bodyKind: "street_station") { sentence searched }
  }
}
"""

PERMITTED = """query May($act: ActInput!, $bodyKind: String!, $situation: SituationInput, $on: Date) {
  permitted(act: $act, bodyKind: $bodyKind, situation: $situation, on: $on) {
    advice sentence askedLabel answerLabel
    act { name }
    heard { label value { label } words }
    norms { modalityLabel text condition bindsLabel instead citations { document article quote territory notice }
            exceptions { text } sanctions { text body { name } } }
    missingFacts { label }
    others { bodyKinds { name } modalityLabel only text citations { document article quote territory notice } }
  }
}
"""

CLAUSE = """{
  clause(code: "plan:三(二)1(3)") {
    code document notice paragraphs frequency notStated implied { name } matters { code name }
  }
}
"""

REFERRAL = """query WhereToSend(
  $at: PlaceInput!, $situation: SituationInput, $atTime: DateTime, $limit: Int! = 3, $text: String
) {
  referralOptions(at: $at, situation: $situation, atTime: $atTime, limit: $limit, text: $text) {
    place { code name }
    on
    notice
    localTexts { document article quote territory notice }
    understood { advice facts { fact label value { label } words plain counts } }
    doors { code name verdict verdictLabel because missingFacts { label }
            calls { number text body { name } offices { name } }
            steps { text condition citations { document article quote territory notice } } }
    reporting { report reportLabel situations { name because } to { name } missingFacts { label }
             duties { text citations { document article quote territory notice } } cautions { kind text } }
    difficulties { code name verdictLabel }
    needs {
      need { code name because }
      safety
      matters { code name }
      askAt { name }
      gaps { text structural upwards { name } }
      offers {
        eligibility { service { code name } fit fitLabel sentence }
        counters { route { text } accept { name contact } whereLabel note }
        options { point { name contact } openNow reasons { text good } }
        optionsTotal
        leftOut { name reasonLabel text }
        elsewhere
      }
    }
    possibleNeeds { code name missingFacts { label } }
    askFirst { label }
    plan { number kind code text who call deadlines bring receipts after open }
  }
}
"""

_SHEET = """
fragment Contact on SheetContact { name phone { text absentLabel } says receipt }
fragment Benefit on SheetBenefit {
  code name fitLabel why window { ...Contact } hours { text absentLabel } bring { text absentLabel }
  confirm { text absentLabel } days { text absentLabel } whenLabel opens
}
fragment WholeSheet on Sheet {
  on title child notice text(opened: $opened)
  now { code text whenLabel until who { ...Contact } does { action form { name value } } }
  care { text }
  you { reporter verdict duties until tell }
  who { ...Contact }
  apply {
    can { ...Benefit }
    ask { fact { fact } text decides { code name } outcomes { answers results { fitLabel benefits } } }
    verify { ...Benefit }
    cannot { ...Benefit }
  }
  folds { kindLabel lines { text citations { document article quote territory notice } } }
}
"""
SHEET_OF_CHILD = (
    """query SheetOfChild(
  $at: PlaceInput!, $situation: SituationInput, $atTime: DateTime, $text: String, $opened: Boolean! = false
) {
  referralOptions(at: $at, situation: $situation, atTime: $atTime, text: $text) {
    understood { advice facts { fact label value { label } words plain counts } }
    sheet { ...WholeSheet }
  }
}
"""
    + _SHEET
)
SHEET_OF_MATTER = (
    """query SheetOfMatter(
  $subject: SubjectInput!, $at: PlaceInput!, $on: Date, $situation: SituationInput, $opened: Boolean! = false
) {
  responsibility(subject: $subject, at: $at, on: $on, situation: $situation) {
    understood { advice facts { fact label value { label } words plain counts } }
    sheet { ...WholeSheet }
  }
}
"""
    + _SHEET
)

ELIGIBILITY = """query MayHave($service: String!, $situation: SituationInput, $on: [Date!]) {
  eligibility(service: $service, situation: $situation, on: $on) {
    results { on fitLabel sentence curedOn
      requirements { text verdictLabel failing missingFacts { label } verify
                     citations { document version article quote territory notice } }
      questions { fact { label } outcomes { values { label } fitLabel } }
      routes { whereLabel text accept { name } confirm { name } } }
    changes
  }
}
"""

COVERAGE = """query WithinReach($area: String, $code: String!, $after: String) {
  coverage(code: $code, area: $area) {
    subject { code name } communities notes
    shares { state stateLabel communities minors minorsUnknown }
    communitiesWithAtLeast medianTravel gap unlocated
    medianShare streetGap
    streets { area { code name } communities served share minors minorsServed minorsUnknown }
    rows(after: $after) {
      nodes { area { code name fullName } state stateLabel k minors travel }
      pageInfo { hasNextPage endCursor }
    }
  }
  uncovered(area: $area, codes: [$code]) { tuples certain }
}
"""

FINDINGS = """query DoesItHold($area: String, $on: Date) {
  violation: networkConformance(area: $area, on: $on, severity: VIOLATION) { ...Findings }
  short: networkConformance(area: $area, on: $on, severity: SHORT) { ...Findings }
  encouraged: networkConformance(area: $area, on: $on, severity: ENCOURAGED) { ...Findings }
  data: networkConformance(area: $area, on: $on, severity: DATA) { ...Findings }
}

fragment Findings on FindingConnection {
  totalCount
  nodes {
    check { code name } severity severityLabel code object area { code name } text remedy
    citations { document article quote territory notice }
  }
}
"""

WEAK = """query WhatHangsByOne($area: String, $on: Date) {
  singlePointsOfFailure(area: $area, on: $on) {
    places { point { code name } tuples communities subjects { code } minors cutLabels }
    components notes
  }
}
"""

UNCOVERED = """query WhatIsUncovered($area: String, $on: Date) {
  uncovered(area: $area, on: $on) { tuples certain gaps(first: 1) { totalCount } }
}
"""


def examples(network: Network) -> tuple[Example, ...]:
    """Examples for the console, at the first community and in the first district of the network."""
    areas = sorted(network.areas.values(), key=lambda a: a.code)
    at = {"code": next((a.code for a in areas if a.level is AreaLevel.COMMUNITY), "")}
    area = next((a.code for a in areas if a.level is AreaLevel.DISTRICT and network.children.get(a.code)), "")
    return (
        Example(
            title=message("example.responsible"),
            query=RESPONSIBILITY,
            variables={
                "subject": {"matter": "M08"},
                "at": at,
                "situation": {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"},
            },
            note=message("example.responsible_note"),
        ),
        Example(title=message("example.why_not"), query=WHY_NOT, variables={"at": at}),
        Example(
            title=message("example.permitted"),
            query=PERMITTED,
            variables={"act": {"text": "让未成年人进网吧"}, "bodyKind": "网吧", "situation": {"age": 16}},
        ),
        Example(title=message("example.clause"), query=CLAUSE, note=message("example.clause_note")),
        Example(
            title=message("example.referral"),
            query=REFERRAL,
            variables={
                "at": at,
                "situation": {"age": 9, "unattended": True, "fatherState": "IMPRISONED", "hukou": "LOCAL"},
            },
            note=message("example.referral_note"),
        ),
        Example(
            title=message("example.sheet"),
            query=SHEET_OF_CHILD,
            variables={
                "at": at,
                "situation": {"age": 9, "domesticViolence": True, "reporter": "SCHOOL"},
            },
            note=message("example.sheet_note"),
        ),
        Example(
            title=message("example.eligibility"),
            query=ELIGIBILITY,
            variables={
                "service": "B04",
                "situation": {
                    "birthDate": "2010-01-01",
                    "unableToWork": True,
                    "noMeans": True,
                    "supporter": "NO_SUPPORTER",
                    "hukou": "LOCAL",
                },
                "on": ["2026-06-30", "2026-07-01"],
            },
            note=message("example.eligibility_note"),
        ),
        Example(
            title=message("example.coverage"),
            query=COVERAGE,
            variables={"area": area, "code": "N16"},
            note=message("example.coverage_note"),
        ),
    )
