"""One description of what is known; absent is unknown (情形)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

Sex = Literal["female", "male"]
Reporter = Literal[
    "public",
    "guardian",
    "minor",
    "school",
    "kindergarten",
    "medical",
    "hotel",
    "platform",
    "community_committee",
    "social_worker",
    "state_organ",
    "welfare_institution",
    "close_contact_unit",
]
Place = Literal[
    "home",
    "school",
    "kindergarten",
    "training",
    "childcare",
    "hotel",
    "net_cafe",
    "entertainment",
    "bar",
    "shop",
    "campus_surroundings",
    "public_venue",
    "transport",
    "workplace",
    "online",
    "street",
    "institution",
    "community",
]
SchoolKind = Literal["kindergarten", "primary", "junior", "senior", "vocational", "technical", "special", "specialised"]
Schooling = Literal["ordinary", "supported", "special", "home"]
Severity = Literal["minor", "ordinary", "serious"]
Divorce = Literal["registration", "court"]
Offender = Literal["guardian", "family", "school_staff", "student", "acquaintance", "stranger", "online_contact"]
GuardianState = Literal[
    "able",
    "absent_temporarily",
    "unable",
    "refuses",
    "harming",
    "missing",
    "detained",
    "dead",
    "disputed",
    "none",
    "revoked",
]
Conduct = Literal["none", "bad", "seriously_bad", "crime_not_punished", "crime_punished"]
ProceduralRole = Literal["victim", "suspect", "witness", "party_child"]
CaseOrgan = Literal["police", "procuratorate", "court"]
CaseKind = Literal["criminal", "civil_family", "administrative"]
UnitKind = Literal[
    "school",
    "kindergarten",
    "technical_school",
    "training",
    "childcare",
    "medical",
    "welfare",
    "household_service",
    "hotel",
    "net_cafe",
    "entertainment",
    "bar",
    "shop",
    "venue",
    "platform",
    "media",
    "state_organ",
    "other",
]
Product = Literal["tobacco", "alcohol", "lottery", "e_cigarette"]
Lottery = Literal["welfare", "sports"]
VenueKind = Literal[
    "patriotic_base",
    "library",
    "youth_palace",
    "children_centre",
    "childrens_home",
    "museum",
    "memorial",
    "science_museum",
    "exhibition",
    "art_gallery",
    "cultural_centre",
    "theatre",
    "cinema",
    "stadium",
    "zoo",
    "botanical_garden",
    "park",
    "mall",
    "amusement",
    "station",
    "scenic_spot",
    "other",
]
Facility = Literal["road", "building", "transport", "information", "public_service"]
NetHarm = Literal["bullying", "personal_information", "harmful_content", "addiction", "fraud", "sexual"]
OffenceRecord = Literal["sexual", "abuse", "trafficking", "violence", "other", "none"]
HireStage = Literal["hiring", "employed"]
Hukou = Literal["local", "city", "province", "other_province", "none", "hmt", "foreign"]


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

    def age_on(self, on: date) -> int | None:
        """Full years on the day `on`; the birthday itself counts as reached (未满/不满 N excludes it)."""
        if self.birth_date is None:
            return self.age
        born = self.birth_date
        # A child born on 29 February reaches the age on 1 March of a common year: (month, day) order says so.
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def facts(self, on: date) -> dict[str, Any]:
        """Known facts by name, the age of that day among them."""
        known = {k: v for k, v in self.model_dump(exclude_none=True).items() if k not in ("birth_date", "age")}
        age = self.age_on(on)
        return known if age is None else known | {"age": age}


def _options(annotation: Any) -> tuple[Any, ...]:
    for part in get_args(annotation) or (annotation,):
        if get_origin(part) is Literal:
            return get_args(part)
        if part is bool:
            return (True, False)
        if isinstance(part, type) and issubclass(part, StrEnum):
            return tuple(part)
    return ()


OPTIONS: Mapping[str, tuple[Any, ...]] = {
    name: _options(info.annotation)
    for name, info in Situation.model_fields.items()
    if name not in ("birth_date", "age")
}
"""Every fact that a condition may name, with the values it can take."""

LABELS: Mapping[str, str] = {name: info.title or name for name, info in Situation.model_fields.items()}


_VALUES: Mapping[str, Mapping[str, str]] = tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))


def value_label(fact: str, value: Any) -> str:
    """The Chinese name of a fact's value; yes and no for booleans."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return _VALUES.get(fact, {}).get(value) or _VALUES["any"].get(value) or str(value)
