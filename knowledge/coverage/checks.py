"""What is checked of the three-tier network, on which words, and what mends it (网络检查项)."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from knowledge.rows.rows import Cite, Row
from knowledge.vocabulary import Severity

STALE_AFTER = timedelta(days=365)
"""Configured, not set by law: facts of a place confirmed longer ago than this are stale (配置值，非法定)."""


class Check(Row):
    """One thing that is checked; without words to cite it is never a violation nor short of the plan."""

    code: str
    name: str
    name_en: str
    severity: Severity
    cite: tuple[Cite, ...] = ()
    mend: str
    mend_en: str


@cache
def checks() -> Mapping[str, Check]:
    """Every check by code, in the order in which findings are shown."""
    raw = tomllib.loads((Path(__file__).parent / "checks.toml").read_text("utf-8"))
    return {c.code: c for c in map(Check.model_validate, raw["check"])}
