"""The checks of the three-tier network: their clauses, their severity and how to fix a finding (网络检查项)."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from knowledge.messages.message import of_row
from knowledge.rows.rows import Cite, Row
from knowledge.vocabulary import Severity

STALE_AFTER = timedelta(days=365)
"""Age from which confirmed facts of a service point are stale (configured value, not statutory)."""


class Check(Row):
    """One check; without a clause to cite, a finding is never a violation nor short of the plan."""

    code: str
    name: str
    name_en: str
    severity: Severity
    cite: tuple[Cite, ...] = ()
    mend: str
    mend_en: str
    owner: str | None = None
    """Kind of body that mends a finding, where the remedy names one."""
    after: tuple[str, ...] = ()
    """Checks whose finding in the same area, or in one above it, is the cause of a finding of this one."""

    @property
    def label(self) -> str:
        """The name in the language of the current answer."""
        return of_row(self.name, self.name_en)

    @property
    def remedy(self) -> str:
        """Return the remedy for a finding, in the language of the current answer."""
        return of_row(self.mend, self.mend_en)


@cache
def checks() -> Mapping[str, Check]:
    """All checks by code, in the order in which findings are shown."""
    raw = tomllib.loads((Path(__file__).parent / "checks.toml").read_text("utf-8"))
    return {c.code: c for c in map(Check.model_validate, raw["check"])}
