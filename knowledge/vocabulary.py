"""Closed sets of codes with their Chinese labels (词表)."""

from enum import StrEnum
from typing import Self

from knowledge.messages.message import DEFAULT, catalogue, language


class Labelled(StrEnum):
    """A code with its Chinese label; labels in other languages are in the message catalogues."""

    zh: str

    def __new__(cls, code: str, zh: str = "") -> Self:
        """Store the code as the value and the label beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        return member

    @property
    def label(self) -> str:
        """The label in the language of the current answer; in Chinese if that catalogue lacks it."""
        current = language()
        return self.zh if current == DEFAULT else catalogue(current).get(self.label_code, self.zh)

    @property
    def label_code(self) -> str:
        """The code of the label in the message catalogues of other languages."""
        return f"label.{type(self).__name__}.{self.value}"


class Role(Labelled):
    """The part of a body in a matter, which mostly has several; the last is any other part, “shall” or “may”."""

    DUTY_BEARER = "duty_bearer", "义务主体"
    HANDLER = "handler", "受理处置"
    SANCTIONER = "sanctioner", "监管处罚"
    COOPERATES = "cooperates", "参与"


class Level(Labelled):
    """Level of a body, from which its concrete office is derived."""

    CITY = "city", "市"
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    UNIT = "unit", "单位"
    """The unit concerned (学校、旅馆…): given by the situation, not by the area."""
    PERSON = "person", "个人"


class Protection(Labelled):
    """The six protections of the law, and the plan's two frames."""

    MECHANISM = "mechanism", "工作机制"
    FAMILY = "family", "家庭保护"
    SCHOOL = "school", "学校保护"
    SOCIETY = "society", "社会保护"
    NETWORK = "network", "网络保护"
    GOVERNMENT = "government", "政府保护"
    JUSTICE = "justice", "司法保护"
    PLATFORM = "platform", "平台网络"


class Force(Labelled):
    """Legal force of a document; the plan can never give power to punish."""

    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    INTERPRETATION = "interpretation", "司法解释"
    NORMATIVE = "normative", "规范性文件"
    PLAN = "plan", "工作部署（征求意见稿）"
    LOCAL = "local", "本地文件（由本单位载入，未经核对）"
    """A document of an area's own, from a file; no rule rests on it."""


class Basis(Labelled):
    """Legal basis of an assignment of responsibility."""

    LAW = "law", "法律"
    REGULATION = "regulation", "法规"
    POLICY = "policy", "政策文件"
    PLAN = "plan", "方案"
    LOCAL = "local", "本地职能分工"


class Confidence(Labelled):
    """Certainty of an assignment of responsibility."""

    H = "H", "明文"
    M = "M", "法条加职能推定"
    L = "L", "惯例推定或法律不清"


class Mark(Labelled):
    """Way in which a source was obtained."""

    READ = "READ", "读到原文"
    NEWS = "NEWS", "新闻转述"
    MEMORY = "MEMORY", "凭记忆，未核"
    UNCLEAR = "UNCLEAR", "不清，不作断言"
    LOADED = "LOADED", "由本单位载入，未经核对"
    """Only of an area's own documents; no rule has it."""


class Trust(Labelled):
    """Degree to which the wording of a text has been verified."""

    A = "A", "多个来源逐条一致"
    B = "B", "单一来源，未与官方文本核对"
    C = "C", "单一来源（学习资料库），未与官方文本核对"
    P = "P", "节录，单一来源，未与官方文本核对"


class Unit(Labelled):
    """Unit of a deadline."""

    IMMEDIATE = "immediate", "立即"
    PROMPT = "prompt", "及时"
    HOUR = "hour", "小时"
    DAY = "day", "自然日"
    WORKDAY = "workday", "工作日"
    WEEK = "week", "周"
    MONTH = "month", "月"
    YEAR = "year", "年"
    TERM = "term", "学期"
    PERIODIC = "periodic", "定期（法律未给数字）"
    NONE = "none", "无法定期限"


class DeadlineKind(Labelled):
    """Origin of a deadline."""

    STATUTORY = "statutory", "法定"
    DOCUMENT = "document", "规范性文件规定，不是法律"
    PLAN = "plan", "方案要求，未给数字"
    CONFIGURED = "configured", "工作约定，法律没有规定"
    UNVERIFIED = "unverified", "未核，仅供参考"


class Modality(Labelled):
    """Modality of a norm about an act."""

    MUST = "must", "应当"
    MUST_NOT = "must_not", "不得"
    MAY = "may", "可以"
    ENCOURAGED = "encouraged", "鼓励"


class ClauseClass(Labelled):
    """Class of a clause of the plan."""

    DUTY = "duty", "职责"
    SERVICE = "service", "服务"
    OBLIGATION = "obligation", "持续性义务（定期/全部/全覆盖）"
    PRINCIPLE = "principle", "原则"


class Verdict(Labelled):
    """Three-valued truth; UNKNOWN is an answer and never turns into NO."""

    YES = "yes", "是"
    NO = "no", "否"
    UNKNOWN = "unknown", "不明"


class AreaLevel(Labelled):
    """Level of an administrative area."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"


class Tier(Labelled):
    """Tier of the three-tier service network (三级服务网络)."""

    DISTRICT = "district", "区未成年救助保护中心"
    STREET = "street", "街道未成年人保护工作站"
    COMMUNITY = "community", "社区未成年人保护关爱服务场所"


class PostKind(Labelled):
    """Posts of the network (岗位)."""

    STATION_HEAD = "station_head", "站长"
    SUPERVISOR = "supervisor", "儿童督导员"
    DIRECTOR = "director", "儿童主任"
    CENTRE_HEAD = "centre_head", "区中心负责人"


class Provenance(Labelled):
    """Origin of a record of the network."""

    SOURCED = "sourced", "有来源"
    SYNTHETIC = "synthetic", "演示数据，勿拨打、勿前往"
    LOADED = "loaded", "用户载入"


class RecordStatus(Labelled):
    """Status of a record of the network on a day."""

    IN_USE = "in_use", "在用"
    PAUSED = "paused", "暂停"
    ENDED = "ended", "已停办或撤销"
    NOT_YET = "not_yet", "尚未开始"
    WITHDRAWN = "withdrawn", "误录，已撤回"


class FileProblem(Labelled):
    """Reason why a file cannot be used as a whole."""

    TOO_LARGE = "too_large", "文件过大"
    EMPTY = "empty", "文件是空的"
    NOT_A_TABLE = "not_a_table", "不是表格文件"
    PROTECTED = "protected", "文件有密码"
    OLD_FORMAT = "old_format", "旧版 .xls"
    DAMAGED = "damaged", "文件已损坏"
    ENCODING = "encoding", "编码不明"
    HEADINGS = "headings", "表头不对"


class FieldClass(Labelled):
    """Confidentiality class of a fact."""

    F0 = "F0", "公开目录"
    F1 = "F1", "业务状态"
    F2 = "F2", "身份"
    F3 = "F3", "联系方式、住址、监护人"
    F4 = "F4", "健康、残疾、心理、经济"
    F5 = "F5", "性侵害、暴力的被害人"
    F6 = "F6", "封存的司法记录"
    F7 = "F7", "自由文字"
    F8 = "F8", "报告人"


class Fit(Labelled):
    """Eligibility for a service; three-valued."""

    ELIGIBLE = "eligible", "符合"
    INELIGIBLE = "ineligible", "不符合"
    UNKNOWN = "unknown", "不明：缺事实或须核实"


class ApplicationArea(Labelled):
    """The person whose area decides where to apply: a rule of place, not the office."""

    HUKOU = "hukou", "户籍地街道"
    RESIDENCE = "residence", "居住地街道"
    EMERGENCY = "emergency", "急难发生地街道"
    SCHOOL = "school", "就读学校"
    CASE_ORGAN = "case_organ", "办案机关"
    HERE = "here", "孩子所在地"
    UNIT = "unit", "提供服务的单位"


class SchoolStage(Labelled):
    """Stages of schooling, schools for children with disabilities, and specialised schools (专门学校)."""

    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中职"
    SPECIAL = "special", "特殊教育"
    SPECIALISED = "specialised", "专门学校"


class Relation(Labelled):
    """Relation of a service to another one."""

    EXCLUDES = "excludes", "不能同时享受"
    TOPS_UP = "tops_up", "就高补差"
    AFTER = "after", "在其后"
    BESIDE = "beside", "可以同时享受"
    PREFERRED = "preferred", "优先于"


class CautionKind(Labelled):
    """Request that a caution makes of the reporter."""

    STOP = "stop", "先停止侵害"
    KEEP = "keep", "留住证据"
    NOT_FIRST = "not_first", "不得先做"
    TELL = "tell", "必须告诉"
    RIGHT = "right", "孩子的权利"


class Severity(Labelled):
    """Severity of a finding; what the law only encourages is never a violation."""

    VIOLATION = "violation", "违反法律"
    SHORT = "short", "未达方案要求"
    ENCOURAGED = "encouraged", "倡导性缺口"
    DATA = "data", "数据质量"
