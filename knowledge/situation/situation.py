"""One description of what is known; absent is unknown (情形)."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from knowledge.situation.names import SERVICES
from knowledge.situation.values import (
    Caregiver,
    CaseKind,
    CaseOrgan,
    Conduct,
    ConsentBy,
    Custody,
    DisabilityKind,
    Divorce,
    Facility,
    Grade,
    GuardianState,
    HireStage,
    HouseholdAid,
    Hukou,
    Lottery,
    Nationality,
    NetHarm,
    OffenceRecord,
    Offender,
    ParentState,
    PermitHolder,
    Place,
    ProceduralRole,
    Product,
    Reporter,
    Schooling,
    SchoolKind,
    Severity,
    Sex,
    Supporter,
    Term,
    UnitKind,
    VenueKind,
)

AreaCode = Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$")]
ServiceCode = Annotated[str, Field(pattern=r"^B[0-9]{2}$")]
NeedCode = Annotated[str, Field(pattern=r"^N[0-9]{2}$")]


def _f(zh: str, en: str) -> Any:
    return Field(default=None, title=zh, description=f"{zh} / {en}")


class Situation(BaseModel):
    """What is known of the child, the harm, the people and the place; an absent field is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    birth_date: Annotated[date | None, _f("出生日期", "date of birth")] = None
    age: Annotated[int | None, Field(ge=0, le=30, title="周岁", description="周岁，出生日期不详时用 / full years")] = (
        None
    )
    sex: Annotated[Sex | None, _f("性别", "sex")] = None
    hukou: Annotated[Hukou | None, _f("户籍", "household registration")] = None
    reporter: Annotated[Reporter | None, _f("谁发现或报告", "who noticed or reports")] = None
    place: Annotated[Place | None, _f("发生场所", "kind of place where it happened")] = None
    school_kind: Annotated[SchoolKind | None, _f("学校类别", "kind of school")] = None
    licensed: Annotated[bool | None, _f("有营业许可", "the business is licensed")] = None
    schooling: Annotated[Schooling | None, _f("适合的就学方式", "kind of schooling that fits")] = None
    severity: Annotated[Severity | None, _f("情节轻重", "severity")] = None
    serious_consequence: Annotated[bool | None, _f("造成严重后果", "serious consequences followed")] = None
    urgent: Annotated[bool | None, _f("情况紧急", "urgent")] = None
    life_danger: Annotated[bool | None, _f("生命或人身正有危险", "life or body in danger now")] = None
    injury: Annotated[bool | None, _f("有伤", "injured")] = None
    crime_suspected: Annotated[bool | None, _f("有违法犯罪嫌疑", "an offence is suspected")] = None
    crime_under_way: Annotated[bool | None, _f("侵害正在发生", "the harm is under way")] = None
    sexual_harm: Annotated[bool | None, _f("遭受或疑似遭受性侵害", "sexual harm, known or suspected")] = None
    pregnant: Annotated[bool | None, _f("怀孕或流产", "pregnant, or after abortion")] = None
    domestic_violence: Annotated[bool | None, _f("遭受或疑似家庭暴力", "domestic violence, known or suspected")] = None
    abused_or_abandoned: Annotated[bool | None, _f("受虐待、遗弃或家暴", "abused, abandoned or battered")] = None
    self_harm: Annotated[bool | None, _f("自杀、自残", "suicide attempt or self-harm")] = None
    begging: Annotated[bool | None, _f("流浪乞讨", "vagrant or begging")] = None
    missing: Annotated[bool | None, _f("失踪、被拐", "missing or abducted")] = None
    identity_known: Annotated[bool | None, _f("身份明确", "identity is known")] = None
    unattended: Annotated[bool | None, _f("处于无人照料状态", "nobody cares for the child")] = None
    lives_alone: Annotated[bool | None, _f("脱离监护单独生活", "lives alone without guardianship")] = None
    night_out: Annotated[bool | None, _f("夜不归宿、离家出走", "out overnight or ran away")] = None
    guardian_contactable: Annotated[bool | None, _f("联系得上监护人或学校", "guardian or school can be reached")] = None
    offender: Annotated[Offender | None, _f("侵害人与孩子的关系", "who the offender is to the child")] = None
    guardian_state: Annotated[GuardianState | None, _f("监护人状况", "state of the guardian")] = None
    other_guardian: Annotated[bool | None, _f("有其他人可以担任监护人", "somebody else can be guardian")] = None
    guardian_incites: Annotated[bool | None, _f("监护人教唆、利用孩子违法犯罪", "guardian incites to offences")] = None
    divorce: Annotated[Divorce | None, _f("离婚方式", "divorce by registration or in court")] = None
    conduct: Annotated[Conduct | None, _f("孩子的行为", "the child's own conduct")] = None
    procedural_role: Annotated[ProceduralRole | None, _f("诉讼角色", "role in proceedings")] = None
    case_organ: Annotated[CaseOrgan | None, _f("办案机关", "organ in charge of the case")] = None
    case_kind: Annotated[CaseKind | None, _f("案件类型", "kind of case")] = None
    in_custody_of_law: Annotated[bool | None, _f("被采取强制措施", "under a coercive measure")] = None
    economic_hardship: Annotated[bool | None, _f("经济困难", "economic hardship")] = None
    disability: Annotated[bool | None, _f("有残疾", "has a disability")] = None
    major_illness: Annotated[bool | None, _f("大病重病", "major illness")] = None
    mental_disorder_suspected: Annotated[bool | None, _f("疑似精神障碍", "mental disorder suspected")] = None
    enrolled: Annotated[bool | None, _f("在校", "enrolled")] = None
    dropped_out: Annotated[bool | None, _f("义务教育阶段辍学", "dropped out of compulsory education")] = None
    migrant: Annotated[bool | None, _f("随迁子女", "child of migrants")] = None
    refuses_to_correct: Annotated[bool | None, _f("拒不改正", "refuses to correct")] = None
    repeated: Annotated[bool | None, _f("多次实施", "done repeatedly")] = None
    unit_kind: Annotated[UnitKind | None, _f("单位类别", "kind of unit concerned")] = None
    product: Annotated[Product | None, _f("商品", "product sold")] = None
    lottery: Annotated[Lottery | None, _f("彩票种类", "kind of lottery")] = None
    venue_kind: Annotated[VenueKind | None, _f("场馆种类", "kind of venue")] = None
    facility: Annotated[Facility | None, _f("设施种类", "kind of facility")] = None
    net_harm: Annotated[NetHarm | None, _f("网络侵害种类", "kind of harm online")] = None
    offence_record: Annotated[OffenceRecord | None, _f("违法犯罪记录", "record of offences of the applicant")] = None
    hire_stage: Annotated[HireStage | None, _f("招聘时或在职", "hiring or employed")] = None
    guardian_consents: Annotated[bool | None, _f("监护人同意", "the guardian consents")] = None
    child_consents: Annotated[bool | None, _f("孩子本人同意", "the child consents")] = None
    law_allows: Annotated[bool | None, _f("法律、国家规定或裁判允许", "a law, state rules or a ruling allow it")] = None
    in_childs_interest: Annotated[bool | None, _f("为维护孩子的利益", "done in the child's interest")] = None
    special_care: Annotated[bool | None, _f("因身心原因需特别照顾", "needs special care in body or mind")] = None

    nationality: Annotated[Nationality | None, _f("国籍", "nationality")] = None
    hukou_area: Annotated[AreaCode | None, _f("户籍所在区划代码", "area code of the household registration")] = None
    residence_area: Annotated[AreaCode | None, _f("居住地区划代码", "area code of the residence")] = None
    residence_since: Annotated[date | None, _f("在居住地起始日", "living there since")] = None
    residence_permit: Annotated[PermitHolder | None, _f("居住证持有人", "who holds a residence permit")] = None
    permit_since: Annotated[date | None, _f("居住证起始日", "residence permit held since")] = None
    emergency_area: Annotated[AreaCode | None, _f("急难发生地区划代码", "area code where the emergency happened")] = (
        None
    )
    school_area: Annotated[AreaCode | None, _f("学校所在区划代码", "area code of the school")] = None
    full_time: Annotated[bool | None, _f("全日制就读", "in full-time education")] = None
    school_term: Annotated[Term | None, _f("学期或假期", "term or vacation")] = None
    disability_kind: Annotated[DisabilityKind | None, _f("残疾类别", "kind of disability")] = None
    disability_grade: Annotated[Grade | None, _f("残疾等级", "grade of disability")] = None
    disability_certificate: Annotated[bool | None, _f("持有效残疾人证", "holds a valid disability certificate")] = None
    bullied: Annotated[bool | None, _f("受学生欺凌", "bullied by pupils")] = None
    psych_distress: Annotated[bool | None, _f("情绪或心理困扰", "emotional or mental distress")] = None
    abandoned: Annotated[bool | None, _f("被遗弃、弃婴", "abandoned or a foundling")] = None
    trafficked: Annotated[bool | None, _f("来源不明、被拐卖或收买", "trafficked or of unknown origin")] = None
    malnourished: Annotated[bool | None, _f("严重营养不良", "seriously malnourished")] = None
    father_state: Annotated[ParentState | None, _f("父亲状况", "state of the father")] = None
    father_since: Annotated[date | None, _f("父亲状况起始日", "state of the father since")] = None
    father_supports: Annotated[bool | None, _f("父亲履行抚养责任", "the father cares and pays")] = None
    father_disability_kind: Annotated[DisabilityKind | None, _f("父亲残疾类别", "kind of the father's disability")] = (
        None
    )
    father_disability_grade: Annotated[Grade | None, _f("父亲残疾等级", "grade of the father's disability")] = None
    mother_state: Annotated[ParentState | None, _f("母亲状况", "state of the mother")] = None
    mother_since: Annotated[date | None, _f("母亲状况起始日", "state of the mother since")] = None
    mother_supports: Annotated[bool | None, _f("母亲履行抚养责任", "the mother cares and pays")] = None
    mother_disability_kind: Annotated[DisabilityKind | None, _f("母亲残疾类别", "kind of the mother's disability")] = (
        None
    )
    mother_disability_grade: Annotated[Grade | None, _f("母亲残疾等级", "grade of the mother's disability")] = None
    caregiver: Annotated[Caregiver | None, _f("实际照料人", "who cares for the child")] = None
    entrusted: Annotated[bool | None, _f("有书面委托照护", "care is entrusted in writing")] = None
    household_aid: Annotated[HouseholdAid | None, _f("家庭救助身份", "aid status of the household")] = None
    income_per_head: Annotated[
        int | None, Field(ge=0, title="家庭人均月收入", description="元 / yuan a head and month")
    ] = None
    income_below_standard: Annotated[
        bool | None, _f("家庭人均收入低于当地低保标准", "income a head below the local minimum standard")
    ] = None
    assets_within_limit: Annotated[bool | None, _f("家庭财产符合规定", "assets within the rules")] = None
    rigid_spending: Annotated[bool | None, _f("医疗、教育、残疾康复等必需支出过大", "necessary spending too great")] = (
        None
    )
    sudden_hardship: Annotated[
        bool | None, _f("突发性、紧迫性、灾难性困难致基本生活暂时严重困难", "sudden grave hardship")
    ] = None
    no_means: Annotated[bool | None, _f("无劳动能力且无生活来源", "neither able to work nor with means")] = None
    supporter: Annotated[Supporter | None, _f("法定抚养义务人", "persons bound to support")] = None
    government_aid_used: Annotated[
        bool | None, _f("已用尽政府救助仍困难", "still in hardship after government aid")
    ] = None
    specialised_assessed: Annotated[
        bool | None, _f("专门教育指导委员会评估同意", "the committee for specialised education agreed")
    ] = None
    community_correction: Annotated[bool | None, _f("依法社区矫正", "under community correction")] = None
    has_defender: Annotated[bool | None, _f("已委托辩护人或代理人", "has a lawyer of own choice")] = None
    sealed_record: Annotated[bool | None, _f("犯罪记录已封存", "the record is sealed")] = None
    custody: Annotated[Custody | None, _f("抚养权", "custody")] = None
    consent_by: Annotated[ConsentBy | None, _f("同意的依据", "whose consent, or statute")] = None
    seeking_school: Annotated[bool | None, _f("要入学、转学或复学", "wants a place in school")] = None
    seeking_work: Annotated[bool | None, _f("要就业或培训", "wants work or training")] = None
    accessible_needed: Annotated[bool | None, _f("需要无障碍条件", "needs step-free access")] = None
    receiving: Annotated[
        tuple[ServiceCode, ...] | None, _f("正在享受的全部待遇", "all benefits received now, by code; empty: none")
    ] = None
    needs: Annotated[tuple[NeedCode, ...] | None, _f("提出的需求", "needs that were voiced, by code")] = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        """Refuse what cannot be at the same time, naming the fields."""
        wrong = [fields for fields, cannot in IMPOSSIBLE if cannot(self)]
        if wrong:
            raise PydanticCustomError("contradiction", "{fields}", {"fields": ", ".join(dict.fromkeys(wrong))})
        return self

    def age_on(self, on: date) -> int | None:
        """Full years on the day `on`; the birthday itself counts as reached (未满/不满 N excludes it).

        Not known before the birth: a rule for minors says nothing of a child who is not there yet.
        """
        if self.birth_date is None:
            return self.age
        if on < self.birth_date:
            return None
        born = self.birth_date
        # A child born on 29 February reaches the age on 1 March of a common year: (month, day) order says so.
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def facts(self, on: date) -> dict[str, Any]:
        """Known facts by name, ages and durations in full years and months of that day among them."""
        known = {k: v for k, v in self.model_dump(exclude_none=True).items() if k not in RAW}
        for name, since in DURATIONS.items():
            begun: date | None = getattr(self, since)
            if begun is not None and begun <= on:
                known[name] = full_months(begun, on)
        if self.receiving is not None:
            known |= {f"receives_{code}": code in self.receiving for code in SERVICES}
        age = self.age_on(on)
        return implied(known if age is None else known | {"age": age})


RAW = frozenset(
    {
        "birth_date", "age", "hukou_area", "residence_area", "residence_since", "permit_since", "emergency_area",
        "school_area", "father_since", "mother_since", "income_per_head", "receiving", "needs",
    }
)  # fmt: skip
"""Fields that are not facts themselves; conditions ask for what follows from them."""

IMPLIED: tuple[tuple[str, tuple[Any, ...], Mapping[str, Any]], ...] = (
    ("disability_kind", get_args(DisabilityKind), {"disability": True}),
    ("disability_grade", ("one", "two", "three", "four"), {"disability": True}),
    ("disability_certificate", (True,), {"disability": True}),
    ("disability", (False,), {"disability_certificate": False}),
    ("full_time", (True,), {"enrolled": True, "dropped_out": False}),
    ("enrolled", (True,), {"dropped_out": False}),
    ("dropped_out", (True,), {"enrolled": False}),
    ("crime_under_way", (True,), {"crime_suspected": True}),
    ("domestic_violence", (True,), {"abused_or_abandoned": True}),
    ("abandoned", (True,), {"abused_or_abandoned": True}),
    ("abused_or_abandoned", (False,), {"domestic_violence": False, "abandoned": False}),
    ("caregiver", ("nobody",), {"unattended": True}),
)
"""What a fact says of another by the meaning of the words; what was said itself stands before it."""


def implied(known: dict[str, Any]) -> dict[str, Any]:
    """The known facts with those that they say by the meaning of the words."""
    for fact, values, follows in IMPLIED:
        if known.get(fact) in values:
            known = {**follows, **known}
    return known


DURATIONS: Mapping[str, str] = {
    "father_months": "father_since", "mother_months": "mother_since", "residence_months": "residence_since",
    "permit_months": "permit_since",
}  # fmt: skip
"""Facts that are full months since a day, with the field that gives the day."""


def full_months(begun: date, on: date) -> int:
    """Months that have passed; a month without that day is full on its last day (民法典202)."""
    last = monthrange(on.year, on.month)[1]
    return (on.year - begun.year) * 12 + on.month - begun.month - (on.day < min(begun.day, last))


def _later(first: str, second: str) -> Callable[[Situation], bool]:
    def cannot(s: Situation) -> bool:
        a, b = getattr(s, first), getattr(s, second)
        return a is not None and b is not None and a > b

    return cannot


def _both(**facts: Any) -> Callable[[Situation], bool]:
    return lambda s: all(getattr(s, k) in (v if isinstance(v, tuple) else (v,)) for k, v in facts.items())


IMPOSSIBLE: tuple[tuple[str, Callable[[Situation], bool]], ...] = (
    ("sex, pregnant", _both(sex="male", pregnant=True)),
    ("birth_date, residence_since", _later("birth_date", "residence_since")),
    ("disability, disability_kind", lambda s: s.disability is False and s.disability_kind is not None),
    (
        "disability, disability_grade",
        lambda s: s.disability is False and s.disability_grade not in (None, "not_graded"),
    ),
    ("disability, disability_certificate", _both(disability=False, disability_certificate=True)),
    ("enrolled, full_time", _both(enrolled=False, full_time=True)),
    ("enrolled, dropped_out", _both(enrolled=True, dropped_out=True)),
    ("hukou, hukou_area", lambda s: s.hukou in ("none", "hmt", "foreign") and s.hukou_area is not None),
    ("hukou, nationality", _both(hukou=("local", "city", "province", "other_province"), nationality="foreign")),
    ("residence_permit, permit_since", lambda s: s.residence_permit == "nobody" and s.permit_since is not None),
    ("father_state, father_supports", _both(father_state="dead", father_supports=True)),
    ("mother_state, mother_supports", _both(mother_state="dead", mother_supports=True)),
    ("crime_suspected, crime_under_way", _both(crime_suspected=False, crime_under_way=True)),
)
"""What cannot be at once; the fields are named to whoever said both, the values never."""
