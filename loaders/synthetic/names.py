"""Names of the demo's own records in a district, so that one graph can contain several districts (演示名称)."""

from dataclasses import dataclass

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class DemoNames:
    """Names of a district's demo accounts, children and people with two posts."""

    district: str = ""
    """Digits of the district; empty for the district that is served by default."""

    def account(self, role: str) -> str:
        """The key of the account of a role."""
        return self._joined(DEMO, role)

    @property
    def children(self) -> str:
        """Return the prefix of the keys of children."""
        return self._joined(DEMO)

    @property
    def staff(self) -> str:
        """Return the prefix of the numbers of people with two posts."""
        return self._joined(DEMO.upper())

    def _joined(self, *words: str) -> str:
        return "-".join((*words, self.district) if self.district else words)


DEMO_NAMES = DemoNames()
"""Names of the district that is served by default."""
