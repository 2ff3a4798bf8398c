"""The school year of a place: its own file, then those above, then the estimate; hours and visits follow it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import Hours
from knowledge.calendar.terms import ESTIMATED, PeriodKind, SchoolCalendar, SchoolSpan, configured
from knowledge.casework.clocks import next_visit
from knowledge.casework.load import table
from knowledge.vocabulary import Provenance, Verdict
from network.entities import NetworkVersion, ServicePoint
from network.local import LocalRecords
from network.places import by_code
from network.referral.points import PointQuery, Points
from network.snapshot import Network, network
from network.terms import SchoolPeriod
from tests.network.test_local import AREAS, CITY, OTHER, OURS, STREET

LOADED = Provenance.LOADED
VACATION = SchoolPeriod(
    OURS, date(2027, 1, 16), date(2027, 2, 20), PeriodKind.VACATION, "寒假", "某局", LOADED
)  # estimated from 2027-01-25
TERM = SchoolPeriod(OURS, date(2026, 9, 1), date(2027, 1, 16), PeriodKind.TERM, "第一学期", "某局", LOADED)
IN_VACATION = ("SH Mo-Fr 09:00-17:00",)


def having(*rows: SchoolPeriod, points: tuple[ServicePoint, ...] = ()) -> Network:
    return replace(network(NetworkVersion(0, ""), AREAS, (), points, ()), local=LocalRecords.of(terms=rows))


def test_the_nearest_area_that_says_what_a_day_is_decides():
    citys = replace(VACATION, area=CITY, since=date(2027, 1, 20), until=date(2027, 3, 1))
    held = having(VACATION, TERM, citys)
    own, other = held.calendar(STREET), held.calendar(OTHER)
    days = (date(2027, 1, 15), date(2027, 1, 16), date(2027, 2, 25), date(2027, 7, 20))
    kinds = [(own.kind(d), other.kind(d)) for d in days]
    term, vacation = PeriodKind.TERM, PeriodKind.VACATION
    assert kinds == [(term, term), (vacation, term), (vacation, vacation), (None, None)]
    assert having().calendar(STREET) is ESTIMATED
    assert own.stated_until(date(2026, 9, 1)) == date(2027, 3, 1)


def test_a_mistake_counts_on_no_day_and_what_contradicts_itself_is_not_known():
    gone = having(replace(VACATION, withdrawn=True)).calendar(STREET)
    assert gone.kind(VACATION.since) is PeriodKind.TERM, "the estimate"
    late = replace(TERM, until=date(2027, 1, 20))
    both = having(VACATION, late).calendar(STREET)
    assert both.kind(date(2027, 1, 17)) is None
    assert both.contradiction(date(2026, 12, 1)) == date(2027, 1, 16)
    assert both.contradiction(date(2027, 1, 20)) is None
    opens = Hours.parse(IN_VACATION).at(datetime(2027, 1, 18, 10, tzinfo=SHANGHAI), both)
    assert opens.tentative, "of a day of which it is not known what it is nothing sure is said"


def test_a_visit_is_due_before_the_vacation_of_the_districts_own_year():
    green = table().intervals.by["green"]
    last = date(2026, 11, 5)
    assert next_visit(green, last) == date(2027, 1, 24)
    assert next_visit(green, last, having(VACATION, TERM).calendar(STREET)) == date(2027, 1, 15)
    later = replace(VACATION, since=date(2027, 1, 30))
    known = having(later, replace(TERM, until=later.since)).calendar(STREET)
    assert next_visit(green, last, known) == date(2027, 1, 29), "the estimate gives way where the file says term"
    unsure = having(later).calendar(STREET)
    assert next_visit(green, last, unsure) == date(2027, 1, 24), "and stands where it says nothing"


def test_a_place_is_open_in_the_vacation_of_where_it_stands():
    moment = datetime(2027, 1, 18, 10, tzinfo=SHANGHAI)
    here = ServicePoint("p", "点", STREET, "social_organisation", (STREET,), LOADED, "表", hours=IN_VACATION)
    here = replace(here, services=("B21",))

    def verdict(of: Network) -> Verdict:
        found = Points(of, PointQuery(by_code(of, STREET), moment, 9, accessible=False)).choose("B21", (here.body,))
        return found.options[0].openness.verdict if found.options else Verdict.NO

    assert verdict(having(VACATION, TERM, points=(here,))) is Verdict.YES
    assert verdict(having(points=(here,))) is Verdict.NO


def test_the_estimate_contradicts_itself_nowhere():
    assert SchoolCalendar((configured(),)).contradiction(date(2000, 1, 1)) is None


DAYS = st.dates(date(2026, 8, 1), date(2027, 8, 1))
PERIODS = st.builds(
    lambda kind, since, days: SchoolSpan(kind, since, since + timedelta(days=days)),
    st.sampled_from(PeriodKind),
    DAYS,
    st.integers(1, 90),
)
CALENDARS = st.builds(SchoolCalendar, st.lists(st.lists(PERIODS, max_size=3).map(tuple), max_size=2).map(tuple))


@given(CALENDARS, DAYS)
def test_day_by_day_it_is_what_a_walk_over_the_rows_says(calendar: SchoolCalendar, day: date):
    found = None
    for layer in (*calendar.stated, configured()):
        kinds = {p.kind for p in layer for n in range((p.until - p.since).days) if p.since + timedelta(days=n) == day}
        if kinds:
            found = kinds.pop() if len(kinds) == 1 else None
            break
    assert calendar.kind(day) is found
    says = any(p.since <= day < p.until for layer in calendar.stated for p in layer)
    assert (calendar.stated_until(day) > day) is says
    begins = [v for v in calendar.vacations() if v == day]
    assert not begins or found is not PeriodKind.TERM, "no vacation begins on a day of term"
