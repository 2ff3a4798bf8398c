"""Figures beside the bars of the design: what was measured, what it should be, whether it is (门槛)."""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 100
"""Figure from which numbers are printed without decimals."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its bar."""

    what: str
    figure: float
    bar: float
    unit: str = ""
    least: bool = False
    """True if the figure must be at least the bar; otherwise at most."""

    @property
    def held(self) -> bool:
        """True if the bar is met."""
        return self.figure >= self.bar if self.least else self.figure <= self.bar

    @property
    def line(self) -> str:
        """The row of the table."""
        bar = f"{'≥' if self.least else '≤'} {self.bar:g} {self.unit}".rstrip()
        digits = ".0f" if self.figure >= WHOLE else ".3g"
        figure = f"{self.figure:{digits}} {self.unit}".rstrip()
        return f"| {self.what} | {figure} | {bar} | {'held' if self.held else '**not held**'} |"


def lines(bars: Sequence[Bar]) -> list[str]:
    """Return the table; its figures mean little on a busy machine."""
    return ["| bar | figure | should be | |", "|---|---|---|---|", *(b.line for b in bars)]


def p99(times: Sequence[float]) -> float:
    """The time within which 99 of 100 were answered."""
    return sorted(times)[max(0, round(len(times) * 0.99) - 1)]
