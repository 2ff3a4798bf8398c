"""Results cached for a layout, which does not change: cells, gaps in coverage, findings (已算出)."""

from collections.abc import Sequence
from datetime import date

from analytics.coverage.cells import Cell, cells
from analytics.coverage.conformance import ConformanceFinding, conformance
from analytics.coverage.layout import Layout, Standard
from analytics.coverage.uncovered import Uncovered, uncovered
from analytics.coverage.week import ALL_HOURS
from knowledge.rulebook.book import Rulebook


def known_cells(
    here: Layout, book: Rulebook, codes: Sequence[str], within: str | None = None, standard: Standard | None = None
) -> tuple[Cell, ...]:
    """The cells of a question.

    Raises:
        BadInput: Unknown code or area.
    """
    by = standard or Standard()
    return here.cache.get((tuple(codes), within, by), lambda: tuple(cells(here, book, codes, within, by)))


def known_gaps(
    here: Layout,
    book: Rulebook,
    codes: Sequence[str],
    within: str | None = None,
    standard: Standard | None = None,
    hours: int = ALL_HOURS,
) -> tuple[Uncovered, ...]:
    """The hours of a question at which nobody meets a need.

    Raises:
        BadInput: Unknown code or area.
    """
    key = ("gaps", tuple(codes), within, standard or Standard(), hours)
    return here.cache.get(key, lambda: uncovered(known_cells(here, book, codes, within, standard), hours))


def known_findings(here: Layout, book: Rulebook, on: date, within: str | None = None) -> tuple[ConformanceFinding, ...]:
    """The findings of the conformance checks on a day.

    Raises:
        NotFound: The area is not loaded.
    """
    return here.cache.get(("findings", on, within), lambda: conformance(here.network, book, on, within))
