"""Rows of continuing obligations: objects, holders, evidence and period (持续性义务行)."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from knowledge.rows.periods import GradedPeriod, Period
from knowledge.rows.rows import Cite, Conditional, Row
from knowledge.vocabulary import AreaLevel, Labelled, PostKind, Tier, Verdict

Plain = bool | int | str
ENTITLED = "eligible_"
"""Prefix of attributes such as `eligible_B03`: whether the child may have the service B03, as eligible, ineligible or,
if unknown, None."""


class Goal(Labelled):
    """The eleven fields of the plan's overall goal, in its order (plan:二)."""

    G01 = "G01", "思想引领"
    G02 = "G02", "组织领导"
    G03 = "G03", "工作机制"
    G04 = "G04", "家庭保护"
    G05 = "G05", "学校保护"
    G06 = "G06", "社会保护"
    G07 = "G07", "网络保护"
    G08 = "G08", "政府保护"
    G09 = "G09", "司法保护"
    G10 = "G10", "机构建设"
    G11 = "G11", "队伍建设"


class Strength(Labelled):
    """Basis of an obligation. Only the law can be violated; a measure that is only encouraged leaves a gap."""

    LAW = "law", "法律义务"
    PLAN = "plan", "方案要求"
    ENCOURAGED = "encouraged", "倡导"


class Evidence(Labelled):
    """Kinds of record that may prove an obligation fulfilled (证据种类)."""

    SURVEY = "survey", "排查记录"
    VISIT = "visit", "走访记录"
    ASSESSMENT = "assessment", "评估记录"
    ARCHIVE = "archive", "档案"
    LOG = "log", "台账"
    DRILL = "drill", "演练记录"
    TRAINING = "training", "培训记录"
    INSPECTION = "inspection", "检查记录"
    ACTION = "action", "整治行动记录"
    PATROL = "patrol", "巡逻安排"
    POLICY = "policy", "制度文本"
    CHECK = "check", "查询记录"
    ACTIVITY = "activity", "活动记录"
    PUBLICATION = "publication", "刊播记录"
    PLACEMENT = "placement", "安置记录"
    FACILITY = "facility", "设施查验记录"
    MAINTENANCE = "maintenance", "维护记录"
    NOTICE = "notice", "张贴、公示记录"
    OPENING = "opening", "免费或优惠开放、专场记录"
    SERVICE = "service", "服务记录"
    BENEFIT = "benefit", "待遇发放或者纳入记录"
    MEETING = "meeting", "会议记录"
    DECISION = "decision", "决定事项"
    APPOINTMENT = "appointment", "任命、指定文件"
    PLAN_DOCUMENT = "plan_document", "规划、方案文件"
    APPRAISAL = "appraisal", "考核、评价文件"
    REPORT = "report", "报告、通报"


class Attribute(Labelled):
    """An attribute of an object on which an obligation may depend; an unknown value is None."""

    GRADE = "grade", "监护风险等级"
    IN_DIFFICULTY = "in_difficulty", "困境未成年人"
    DISABILITY = "disability", "残疾"
    MAJOR_ILLNESS = "major_illness", "大病"
    AGE = "age", "周岁"
    COMPULSORY_AGE = "compulsory_age", "义务教育适龄"
    SCHOOLING_ENDED = "schooling_ended", "义务教育已完成"
    IN_CASE = "in_case", "涉案未成年人"
    AID_NEEDED = "aid_needed", "需要法律援助"
    INVESTIGATION = "investigation_applies", "办案机关决定社会调查"
    OBSERVATION = "observation_applies", "办案机关决定社会观护"
    CORRECTION = "correction", "未成年社区矫正对象"
    MISCONDUCT = "misconduct", "有不良行为或者严重不良行为"
    DISTRESS = "distress", "需要心理干预、疏导"
    STAGE = "stage", "学段"
    INTERNS = "interns", "安排或者接收实习实训"
    VENUE_KIND = "venue_kind", "场馆种类"
    NEW_STAFF = "new_staff", "当年有新聘人员"
    CLOSED = "closed", "停用、歇业"


class Event(Row):
    """The obligation arises with each event; the object judged is the event, which begins on `Thing.since`."""

    name: str
    name_en: str
    within: Period | None = None
    """None: no text gives a number, so that it is never late; it stays open until done."""


class Filter(Row):
    """Selects objects by an attribute; an unknown value is UNKNOWN."""

    attribute: str
    values: tuple[Plain, ...] = ()
    under: int | None = None
    """未满: excludes the number itself."""
    at_least: int | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.values and self.under is None and self.at_least is None:
            raise PydanticCustomError("empty_filter", "a filter needs values, under or at_least")
        return self

    def fits(self, value: Plain | None) -> Verdict:
        """Return whether a value of the attribute passes; UNKNOWN for None."""
        if value is None:
            return Verdict.UNKNOWN
        listed = not self.values or any(type(v) is type(value) and v == value for v in self.values)
        return Verdict.YES if listed and self._between(value) else Verdict.NO

    def _between(self, value: Plain) -> bool:
        if self.under is None and self.at_least is None:
            return True
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.at_least is None or value >= self.at_least) and (self.under is None or value < self.under)


class Objects(Row):
    """The objects of an obligation: all areas, bodies, service points, schools or minors of a class (义务的对象)."""

    of: Literal["area", "body", "point", "school", "minor", "other"]
    level: tuple[AreaLevel, ...] = ()
    """For areas."""
    kind: tuple[str, ...] = ()
    """Body kinds; for bodies and service points."""
    tier: tuple[Tier, ...] = ()
    """For service points of the three-tier network."""
    stage: tuple[str, ...] = ()
    """For schools; empty means all stages."""
    filter: tuple[Filter, ...] = ()
    any_filter: bool = False
    """True: one matching filter suffices; false: all must match."""
    name: str | None = None
    """For a class that the graph does not contain (重点路段、景点…): its objects are listed in the loaded records."""
    name_en: str | None = None


class NetworkProof(Row):
    """Proof from the network itself for a duty over areas: in each area, any one of these is enough.

    A place proves as a `facility`, a post as an `appointment`.
    """

    tier: tuple[Tier, ...] = ()
    """A service point of the tier serves the area."""
    kind: tuple[str, ...] = ()
    """A service point of the kind of body serves the area."""
    post: tuple[PostKind, ...] = ()
    """Post kinds of which one must be held in the area."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.tier or self.kind or self.post):
            raise PydanticCustomError("empty_proof", "a proof from the network needs tier, kind or post")
        return self

    @property
    def evidence(self) -> frozenset[Evidence]:
        """The kinds of evidence that it can give."""
        places = {Evidence.FACILITY} if self.tier or self.kind else set()
        return frozenset(places | ({Evidence.APPOINTMENT} if self.post else set()))


class Component(Row):
    """One of several parts of an obligation; each needs its own evidence."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_en: str
    strength: Strength | None = None
    """Given only if it differs from the strength of the obligation."""
    cite: tuple[Cite, ...] = ()
    filter: tuple[Filter, ...] = ()
    """The objects to which it applies; the others are exempt."""
    reason: str | None = None
    """Reason why the other objects are exempt."""


class Demand(Row):
    """Action that must follow an adverse result."""

    text: str
    matter: str | None = None


class Exempt(Row):
    """Objects of the class to which the obligation does not apply."""

    attribute: str
    values: tuple[Plain, ...] = Field(min_length=1)
    reason: str


class Obligation(Conditional):
    """A continuing obligation from the plan or from the law behind it (持续性义务).

    `cite` is its basis, the leading clause first; it exists only on the days on which that clause is in force.
    """

    code: str = Field(pattern=r"^O\d{2,3}$")
    name: str
    name_en: str
    goal: Goal
    objects: Objects
    holder: tuple[str, ...] = Field(min_length=1)
    """Body kinds that must fulfil it or ensure that it is fulfilled."""
    strength: Strength
    cite: tuple[Cite, ...] = Field(min_length=1)
    components: tuple[Component, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    from_network: NetworkProof | None = None
    """Proof of the duty from the network, without any record filed."""
    visits: bool = False
    """The duty of home visits: what is due of it is what the workers' visits are planned for; exactly one row."""
    period: Period | None = None
    """Neither this nor `periods_by`: evidence is valid until another record replaces it."""
    periods_by: GradedPeriod | None = None
    event: Event | None = None
    before_start: bool = False
    """The evidence must be there by the day on which the thing begins (a hiring); what is done later is late."""
    demands: Demand | None = None
    exempt: tuple[Exempt, ...] = ()

    @property
    def basis(self) -> tuple[Cite, ...]:
        """The clauses that it rests on, the leading one first."""
        return self.cite

    def strength_of(self, component: str | None) -> Strength:
        """The strength of a component, or of the obligation if the component has none of its own."""
        own = next((c.strength for c in self.components if c.code == component), None)
        return own or self.strength
