"""Data that a district needs before anybody can work, and the remedy for each missing part (开工清单)."""

import tomllib
from functools import cache
from pathlib import Path

from knowledge.rows.rows import Row
from knowledge.vocabulary import Labelled


class WorkspacePart(Labelled):
    """A part of a district's workspace."""

    AREAS = "areas", "区划"
    BODIES = "bodies", "机构"
    POINTS = "points", "服务点"
    SCHOOLS = "schools", "学校"
    POSTS = "posts", "岗位"
    SEGMENTS = "segments", "门牌路段"
    OUTLINES = "outlines", "区界、街道界"
    PLAN = "plan", "本区文件（行动方案等）"
    STANDARDS = "standards", "待遇标准"
    ACCOUNTS = "accounts", "账户"
    DUTY = "duty", "值班表"
    TERMS = "terms", "学期和寒暑假"
    HOLIDAYS = "holidays", "法定节假日"


class PartState(Labelled):
    """State of a part."""

    WHOLE = "whole", "齐"
    SOME = "some", "有一部分"
    NONE = "none", "没有"
    OPTIONAL = "optional", "没有，也能开工"
    CONFIGURED = "configured", "工作约定，待核"


class WorkspaceRow(Row):
    """Remedy for a missing part."""

    part: WorkspacePart
    kind: str = ""
    """The kind of place that is counted; empty: the part is no list of places."""
    mend: str = ""
    """A command, with `{district}` for the six digits of its code, or a file; empty: it comes with the program."""
    page: str = ""
    """The address of the page that does the same; empty: there is none."""

    def command(self, district: str) -> str:
        """Return the command or file that mends the part in a district."""
        return self.mend.replace("{district}", district[:6])


@cache
def parts() -> tuple[WorkspaceRow, ...]:
    """All parts, in the order in which they are made."""
    raw = tomllib.loads((Path(__file__).parent / "workspace.toml").read_text("utf-8"))
    return tuple(map(WorkspaceRow.model_validate, raw["part"]))
