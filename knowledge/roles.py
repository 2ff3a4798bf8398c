"""The roles of accounts and of the program itself; what they may is in `knowledge/access/policy.toml` (使用者角色)."""

from knowledge.vocabulary import Labelled


class ActorRole(Labelled):
    """Role of an account."""

    ANONYMOUS = "anonymous", "未登录"
    DIRECTOR = "director", "儿童主任"
    STREET = "street", "街道（儿童督导员/站长）"
    CENTRE = "centre", "区中心"
    PLANNER = "planner", "规划人员"
    AUDITOR = "auditor", "审计员"
    WELFARE = "welfare", "区民政局儿童福利岗"
    LEAD = "lead", "区中心个案负责人（24小时值班）"
    ARBITER = "arbiter", "协调机制办公室"
    POLICE = "police", "公安机关"
    JUSTICE = "justice", "检察院、法院、司法行政"
    DEPARTMENT = "department", "教育、民政、卫健、残联"
    PARTNER = "partner", "团委、妇联、社工机构"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医疗机构"
    DUTY_DESK = "duty_desk", "街道总值班"
    CITY = "city", "市级部门"
    INSPECTOR = "inspector", "检查人员"
    INTEGRATOR = "integrator", "对接系统"
    SECURITY = "security", "安全管理员"
    LOADER = "loader", "载入程序"
    CLOCK = "clock", "定时程序"
    OPERATOR = "operator", "运维命令"
