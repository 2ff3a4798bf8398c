"""How the demo calls what a district has of its own, so that several districts stand in one graph (演示名称)."""

from dataclasses import dataclass

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class DemoNames:
    """Names of a district's demo accounts, children and people with two posts."""

    district: str = ""
    """Its digits; none for the district that is served where none is named."""

    def account(self, role: str) -> str:
        """The key of the account of a role."""
        return self._joined(DEMO, role)

    @property
    def children(self) -> str:
        """What the keys of children begin with."""
        return self._joined(DEMO)

    @property
    def staff(self) -> str:
        """What the numbers of people with two posts begin with."""
        return self._joined(DEMO.upper())

    def _joined(self, *words: str) -> str:
        return "-".join((*words, self.district) if self.district else words)


DEMO_NAMES = DemoNames()
"""Those of the district that is served where none is named."""
