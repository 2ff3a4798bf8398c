"""Findings of one cause are one row: what follows is not counted as another thing to mend, and nothing is lost."""

from collections import Counter
from datetime import date

from analytics.coverage.causes import causes
from analytics.coverage.conformance import CHECKS, conformance
from analytics.coverage.layout import Layout
from knowledge.coverage.checks import checks
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Severity
from network.snapshot import Network

ON = date(2026, 11, 23)


def test_every_finding_stands_under_exactly_one_cause(book: Rulebook, network: Network) -> None:
    every = conformance(network, book, ON)
    joined = causes(Layout(network), every)
    assert Counter(f for c in joined for f in (*c.findings, *c.following)) == Counter(every)
    order = [list(Severity).index(c.severity) for c in joined]
    assert order == sorted(order)


def test_places_without_a_station_above_them_are_mended_with_the_station(book: Rulebook, network: Network) -> None:
    joined = {c.check.code: c for c in causes(Layout(network), conformance(network, book, ON))}
    station = joined["street_station"]
    (hole,) = station.findings
    assert "parent" not in joined
    assert {f.check.code for f in station.following} == {"parent"}
    assert {a.code for a in station.communities} == {a.code for a in network.children[hole.area]}
    assert [b.area for b in station.owners] == [hole.area], "the street's own office, no neighbour's"


def test_an_owner_is_a_kind_of_body_and_a_cause_is_a_check_of_its_own(book: Rulebook) -> None:
    for check in checks().values():
        assert check.owner is None or check.owner in book.kinds, check.code
        assert set(check.after) <= set(CHECKS) - {check.code}, check.code
        assert check.owner is None or check.severity in (Severity.VIOLATION, Severity.SHORT), check.code
