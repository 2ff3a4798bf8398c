"""Questions to try: shown in the console, printed by `make demo`, tested by the suite (示例)."""

from api.edge import Example
from knowledge.messages.message import message

RESPONSIBILITY = """query WhoIsResponsible(
  $subject: SubjectInput!, $at: PlaceInput!, $on: Date, $situation: SituationInput, $start: DateTime
) {
  responsibility(subject: $subject, at: $at, on: $on, situation: $situation, start: $start) {
    matter { code name }
    place { name }
    on
    summary
    first { text condition }
    responsible {
      role { label }
      kind { name }
      whereLabel
      bodies { name contact notice }
      duties { act named confidence { label } citations { document version article quote } }
    }
    deadlines { who { name } act value unit { label } event kind { label } condition notice }
    safeguards { text }
    chain { level { label } name posts { kind { label } vacant } }
    missingFacts { label outcomes { values bodies { role { label } kind { name } } } }
    changes { on added { role { label } kind { name } } removed { role { label } kind { name } } because { quote } }
    notice
  }
}
"""

WHY_NOT = """{
  responsibility(subject: {matter: "M36"}, at: {code: "440104001007"}) {
    summary
    whyNot(body: "street_station") { sentence searched }
  }
}
"""

PERMITTED = """query May($act: ActInput!, $by: String!, $situation: SituationInput) {
  permitted(act: $act, by: $by, situation: $situation) {
    answerLabel
    actName
    norms { modality { label } text condition binds { label } instead citations { document article quote }
            exceptions { text } sanctions { text body { name } } }
    missing
  }
}
"""

CLAUSE = """{
  clause(id: "plan:三(二)1(3)") {
    code document notice paragraphs frequency notStated implied { name } matters { code name }
  }
}
"""

REFERRAL = """query WhereToSend(
  $at: PlaceInput!, $situation: SituationInput, $atTime: DateTime, $limit: Int! = 3
) {
  referralOptions(at: $at, situation: $situation, atTime: $atTime, limit: $limit) {
    place { code name }
    on
    notice
    doors { code name verdict { code label } because missing calls { number text body { name } offices { name } }
            steps { text condition citations { document article quote } } }
    triage { report sentence situations { name because } to { name } missing
             duties { text citations { document article quote } } cautions { kind text } }
    difficulties { code name verdict { label } }
    needs {
      need { code name because }
      safety
      matters { code name }
      ask { name }
      gaps { text structural upwards { name } }
      offers {
        eligibility { service { code name } fit { code label } sentence }
        counters { apply { text } accept { name contact } whereLabel note }
        options { point { name contact } openNow { code } reasons { text good } }
        optionsTotal
        leftOut { name reason { label } text }
        elsewhere
      }
    }
    possibleNeeds { code name missing }
    askFirst
    plan { number what code text who call deadlines bring receipts after open }
  }
}
"""

ELIGIBILITY = """query MayHave($service: String!, $situation: SituationInput, $on: [Date!]) {
  eligibility(service: $service, situation: $situation, on: $on) {
    results { on fit { label } sentence curedOn
      requirements { text verdict { label } failing missing verify citations { document version article quote } }
      asks { label leads { values fit { label } } }
      apply { where { label } text accept { name } confirm { name } } }
    changes
  }
}
"""

COVERAGE = """query WithinReach($area: String, $code: String!) {
  coverage(code: $code, area: $area) {
    code name communities notes
    shares { state { code label } communities minors minorsUnknown }
    kCover medianWay gap unlocated
    medianShare streetGap
    streets { area { code name } communities served share minors minorsServed minorsUnknown }
    rows { area { code name fullName } state { code label } k minors way }
  }
  uncovered(area: $area, codes: [$code], first: 1) { tuples certain }
}
"""

FINDINGS = """query DoesItHold($area: String, $on: Date) {
  violation: networkConformance(area: $area, on: $on, severity: "violation") { ...Findings }
  short: networkConformance(area: $area, on: $on, severity: "short") { ...Findings }
  encouraged: networkConformance(area: $area, on: $on, severity: "encouraged") { ...Findings }
  data: networkConformance(area: $area, on: $on, severity: "data") { ...Findings }
}

fragment Findings on FindingConnection {
  totalCount
  nodes { check name severity { code label } key object area text mend citations { document article quote } }
}
"""

WEAK = """query WhatHangsByOne($area: String, $on: Date) {
  singlePointsOfFailure(area: $area, on: $on) {
    places { point { key name } tuples communities codes minors cut { label } }
    pieces notes
  }
}
"""

UNCOVERED = """query WhatIsUncovered($area: String, $on: Date) {
  uncovered(area: $area, on: $on, first: 1) { tuples certain rows { totalCount } }
}
"""

EXAMPLES = (
    Example(
        title=message("example.responsible"),
        query=RESPONSIBILITY,
        variables={
            "subject": {"matter": "M08"},
            "at": {"name": "三眼井社区"},
            "situation": {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"},
        },
        note=message("example.responsible_note"),
    ),
    Example(title=message("example.why_not"), query=WHY_NOT),
    Example(
        title=message("example.permitted"),
        query=PERMITTED,
        variables={"act": {"text": "让未成年人进网吧"}, "by": "网吧", "situation": {"age": 16}},
    ),
    Example(title=message("example.clause"), query=CLAUSE, note=message("example.clause_note")),
    Example(
        title=message("example.referral"),
        query=REFERRAL,
        variables={
            "at": {"name": "三眼井社区"},
            "situation": {"age": 9, "unattended": True, "fatherState": "IMPRISONED", "hukou": "LOCAL"},
        },
        note=message("example.referral_note"),
    ),
    Example(
        title=message("example.eligibility"),
        query=ELIGIBILITY,
        variables={
            "service": "B04",
            "situation": {"birthDate": "2010-01-01", "noMeans": True, "supporter": "NO_SUPPORTER", "hukou": "LOCAL"},
            "on": ["2026-06-30", "2026-07-01"],
        },
        note=message("example.eligibility_note"),
    ),
    Example(
        title=message("example.coverage"),
        query=COVERAGE,
        variables={"area": "440104000000", "code": "N16"},
        note=message("example.coverage_note"),
    ),
)
