"""Which places a community can use for a code, found by a plain walk."""

from analytics.coverage.layout import Layout
from tests.analytics.worlds import BOOK, answering, serving


def reachable(layout: Layout, area: str, code: str) -> set[str]:
    """Places that are for the area and give what the code asks for to some minor; hours are not asked."""
    wanted = answering(BOOK, code)
    return {
        p.id
        for p in serving(layout.network, area)
        if wanted & set(p.services) and (p.age_from or 0) < min(18, p.age_under or 18)
    }
