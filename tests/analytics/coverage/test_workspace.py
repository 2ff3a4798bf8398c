"""What a district still needs: each part as it stands, and what mends it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.coverage.workspace import AskedWorkspace, PartCondition, workspace
from knowledge.access.accounts import Account
from knowledge.access.policy import ACCOUNT_ROLES, Action, allowed
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.terms import PeriodKind
from knowledge.coverage.workspace import PartState, WorkspacePart, parts
from knowledge.duty.roster import Shift
from knowledge.errors import NotFound
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, Provenance
from loaders.loading.topics import TOPICS
from loaders.shipped.districts import district
from network.entities import CompleteList, NetworkVersion, ServicePoint
from network.local import LocalClause, LocalDocument, LocalRecords
from network.snapshot import Network
from network.snapshot import network as index
from network.standards import BenefitStandard, PaidPer
from network.terms import SchoolPeriod

NOW = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
BOOK, HERE = rulebook(), district("440106")
BARE = index(NetworkVersion(1, None), HERE.areas, (), (), ())
STREET = next(a for a in HERE.areas if a.level is AreaLevel.STREET)
LOADED = Provenance.LOADED
PLAN = LocalDocument("方案", HERE.code, date(2026, 1, 1), "示例行动方案", "某表", Provenance.LOADED)
CLAUSE = LocalClause(PLAN.id, HERE.code, "一", "示例。")


def stands(
    network: Network = BARE,
    accounts: Sequence[Account] = (),
    shifts: Sequence[Shift] = (),
    now: datetime = NOW,
    **more: frozenset[str],
) -> dict[WorkspacePart, PartCondition]:
    found = workspace(AskedWorkspace(network, BOOK, HERE.code, now, accounts, shifts, **more))
    return {p.row.part: p for p in found.parts}


def able(*actions: Action) -> list[Account]:
    """An account for each action, that may do it."""
    roles = [next(role for role in ACCOUNT_ROLES if allowed((role,), action)) for action in actions]
    return [Account(f"s{n}", (role,), (HERE.code,), f"subject-{n}") for n, role in enumerate(roles)]


def test_a_district_that_has_only_its_areas():
    found = stands()
    assert {part: p.state.value for part, p in found.items()} == {
        "areas": "whole",
        "bodies": "none",
        "points": "none",
        "schools": "none",
        "posts": "none",
        "segments": "optional",
        "outlines": "optional",
        "plan": "optional",
        "standards": "none",
        "accounts": "none",
        "duty": "none",
        "terms": "configured",
        "holidays": "some",
    }
    assert "街道 21 个" in str(found[WorkspacePart.AREAS].says)
    assert "只按法律回答" in str(found[WorkspacePart.PLAN].says)
    assert found[WorkspacePart.AREAS].row.command(HERE.code) == "tongxin district init 440106"


def test_its_own_plan_and_amounts_are_told_on_their_days():
    paid = BenefitStandard("B01", HERE.code, date(2026, 1, 1), 1.0, PaidPer.MONTH, "某文号", Provenance.LOADED)
    found = stands(replace(BARE, local=LocalRecords.of([PLAN], [CLAUSE], [paid])))
    assert (found[WorkspacePart.PLAN].state, str(found[WorkspacePart.PLAN].says)) == (PartState.WHOLE, "示例行动方案")
    assert found[WorkspacePart.STANDARDS].state is PartState.SOME
    over = replace(PLAN, until=date(2026, 11, 1))
    ended = replace(
        BARE, local=LocalRecords.of([over], [replace(CLAUSE, document=over.id)], [replace(paid, until=over.until)])
    )
    assert stands(ended)[WorkspacePart.PLAN].state is PartState.OPTIONAL
    assert stands(ended)[WorkspacePart.STANDARDS].state is PartState.NONE


def test_the_plan_that_ships_counts_in_its_district_only():
    home = district()
    at_home = index(NetworkVersion(1, None), home.areas, (), (), ())
    found = workspace(AskedWorkspace(at_home, BOOK, home.code, NOW, (), ()))
    assert next(p for p in found.parts if p.row.part is WorkspacePart.PLAN).state is PartState.WHOLE


def test_what_nobody_can_do_is_named_and_who_cannot_sign_in_does_not_count():
    every = able(Action.MANAGE_ACCOUNTS, Action.LOAD_NETWORK, Action.DO_CASEWORK, Action.APPROVE_ACCESS)
    assert stands(accounts=every)[WorkspacePart.ACCOUNTS].state is PartState.WHOLE
    lacking = stands(accounts=every[1:])[WorkspacePart.ACCOUNTS]
    assert (lacking.state, "没有人能管账户" in str(lacking.says)) == (PartState.SOME, True)
    for gone in ({"subject": None}, {"suspended": True}, {"until": NOW.date()}):
        assert stands(accounts=[replace(a, **gone) for a in every])[WorkspacePart.ACCOUNTS].state is PartState.NONE


def test_the_hours_that_the_districts_desk_lacks_are_counted():
    whole = Shift("a", HERE.code, 1, "s1", NOW - timedelta(hours=1), NOW + timedelta(days=14))
    assert stands(shifts=[whole])[WorkspacePart.DUTY].state is PartState.WHOLE
    short = replace(whole, until=NOW + timedelta(days=13))
    found = stands(shifts=[short])[WorkspacePart.DUTY]
    assert (found.state, "24 小时" in str(found.says)) == (PartState.SOME, True)
    assert stands(shifts=[replace(whole, absent=True)])[WorkspacePart.DUTY].state is PartState.SOME
    elsewhere = replace(whole, area="440106006000")
    assert stands(shifts=[elsewhere])[WorkspacePart.DUTY].state is PartState.NONE


def test_schools_are_all_there_only_where_somebody_said_so():
    school = ServicePoint("school:X-1", "示例小学", STREET.code, "school", (STREET.code,), Provenance.LOADED, "表")
    there = replace(BARE, points={school.id: school})
    assert stands(there)[WorkspacePart.SCHOOLS].state is PartState.SOME
    listed = CompleteList("school", HERE.code, NOW.date(), "某表", Provenance.LOADED)
    found = stands(replace(there, lists={listed.id: listed}))[WorkspacePart.SCHOOLS]
    assert (found.state, "1 所" in str(found.says)) == (PartState.WHOLE, True)
    elsewhere = replace(school, area="440104001000")
    assert stands(replace(BARE, points={school.id: elsewhere}))[WorkspacePart.SCHOOLS].state is PartState.NONE


def test_streets_with_house_numbers_and_outlines_are_counted():
    community = next(a for a in HERE.areas if a.parent == STREET.code)
    found = stands(numbered=frozenset({community.code}), drawn=frozenset({STREET.code, HERE.code}))
    for part in (WorkspacePart.SEGMENTS, WorkspacePart.OUTLINES):
        assert (found[part].state, "21 个街道里 1 个" in str(found[part].says)) == (PartState.SOME, True)
    every = frozenset(a.code for a in HERE.areas if a.level is AreaLevel.STREET)
    assert stands(numbered=every)[WorkspacePart.SEGMENTS].state is PartState.WHOLE
    below = frozenset({community.code})
    assert stands(drawn=below)[WorkspacePart.OUTLINES].state is PartState.OPTIONAL, "a street's own outline counts"


def test_the_school_year_that_is_loaded_is_told_with_its_end():
    term = SchoolPeriod(HERE.code, date(2026, 9, 1), date(2027, 1, 23), PeriodKind.TERM, "学期", "某局", LOADED)
    vacation = replace(term, since=term.until, until=date(2027, 2, 22), kind=PeriodKind.VACATION)

    def school_year(*rows: SchoolPeriod) -> tuple[str, str]:
        part = stands(replace(BARE, local=LocalRecords.of(terms=rows)))[WorkspacePart.TERMS]
        return part.state.value, str(part.says)

    assert school_year(term)[0] == "some", "eight weeks ahead are not known"
    assert school_year(term, vacation) == ("whole", "按载入的校历，到 2027-02-22；那天起没有载入的按往年估计")
    assert "2027-01-20" in school_year(term, replace(vacation, since=date(2027, 1, 20)))[1]
    assert school_year(replace(term, withdrawn=True))[0] == "configured"


def test_a_year_without_a_calendar_is_told():
    found = stands(now=datetime(2027, 3, 1, tzinfo=SHANGHAI))
    assert (found[WorkspacePart.TERMS].state, found[WorkspacePart.HOLIDAYS].state) == (PartState.NONE, PartState.NONE)


def test_a_district_that_is_not_loaded_is_refused():
    with pytest.raises(NotFound):
        workspace(AskedWorkspace(BARE, BOOK, "440305000000", NOW, (), ()))


def test_every_part_has_what_mends_it_and_its_page_is_a_topic():
    assert [row.part for row in parts()] == list(WorkspacePart)
    for row in parts():
        topic = row.page.removeprefix("/load?topic=")
        assert not row.page or topic in TOPICS or row.page == "/admin/accounts"
        assert not row.mend.startswith("tongxin load") or row.mend.split()[2] in TOPICS
