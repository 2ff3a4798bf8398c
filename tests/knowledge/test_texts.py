"""Every word shown was in force on its day and stands in the text it is said to come from."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.rows.rows import Cite, Conditional, Matter, Norm
from knowledge.rows.texts import Document, Version
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.texts.provisions import OPEN_END, OPEN_START, number_of, numeral
from tests.support.walks import every

ONE = timedelta(days=1)
Articles = dict[tuple[str, str, int | str | None], list[str]]


def rows(m: Matter) -> Iterator[Conditional]:
    yield from (*m.duty, *m.deadline, *m.step, *m.safeguard, *m.sanction)


def norm_rows(n: Norm) -> Iterator[Conditional]:
    yield n
    yield from n.exception
    yield from n.sanction


def cites(book: Rulebook) -> Iterator[tuple[str, Cite]]:
    """Every quote of the rulebook with the code of its row."""
    for m in book.matters.values():
        yield from ((m.code, c) for r in rows(m) for c in r.cite)
        yield from ((m.code, c) for r in m.refusal for c in r.cite)
    for n in book.norms.values():
        yield from ((n.id, c) for r in norm_rows(n) for c in r.cite)


@pytest.fixture(scope="module")
def articles(shared: Path) -> Articles:
    lines = (shared / "law" / "articles.jsonl").read_text("utf-8").splitlines()
    return {(r["law"], r["version"], r["article"]): r["paras"] for r in map(json.loads, lines)}


# On the small rulebook.


def test_the_version_of_the_day(small: Rulebook) -> None:
    days = {date(2009, 12, 31): None, date(2010, 1, 1): "AA10", date(2020, 5, 14): "AA10", date(2020, 5, 15): "AA20"}
    for day, version in days.items():
        found = small.texts.provision("AA/1", day)
        assert (found and found.version.id) == version


def test_a_text_without_a_date_holds_on_every_day(small: Rulebook) -> None:
    assert small.texts.provision("plan:一", date.min)
    assert small.texts.provision("plan:一", date(2999, 1, 1))


@given(st.dates(date(2005, 1, 1), date(2030, 12, 31)))
@example(date(2010, 1, 1))
@example(date(2020, 5, 14))
@example(date(2020, 5, 15))
@example(date(2015, 6, 1))
def test_no_citation_is_carried_to_another_day(small: Rulebook, on: date) -> None:
    for _, duty in small.duties():
        for c in small.citations(duty, on):
            since, until = c.provision.version.since, c.provision.version.until
            assert (since or date.min) <= on < (until or date.max)
            assert c.quote in "\n".join(c.provision.paras)


def test_the_words_of_one_version_hold_for_its_days_only(small: Rulebook) -> None:
    duty = small.matters["M01"].duty[0]
    assert small.periods(duty) == ((date(2010, 1, 1), date(2020, 5, 15)),)
    assert small.in_force(duty, date(2020, 5, 14))
    assert not small.in_force(duty, date(2020, 5, 15))


def test_a_second_citation_supports_but_does_not_carry(small: Rulebook) -> None:
    duty = small.matters["M01"].duty[1]
    assert not small.in_force(duty, date(2016, 1, 1)), "乙条例 is in force, but the carrying words are not"
    assert [c.provision.clause for c in small.citations(duty, date(2021, 1, 1))] == ["AA/1", "BB/1"]


def test_words_that_span_paragraphs_are_verbatim_but_of_no_paragraph(small: Rulebook) -> None:
    found = small.texts.provision("AA/1", date(2021, 1, 1))
    assert found
    assert found.paragraph("第二款") == 2
    assert found.carries("协调。\n第二款")
    assert found.paragraph("协调。\n第二款") is None
    assert not found.carries("协调。第二款")


# On the shipped one.


def test_every_quote_is_word_for_word_in_a_version_named(book: Rulebook, articles: Articles) -> None:
    """Against the statutes beside the project, not against what the rulebook ships of them."""
    wrong = []
    for code, cite in cites(book):
        document = book.texts.document(cite.clause)
        if document.id == "plan":
            continue
        number = number_of(cite.clause)
        texts = [articles.get((*key, number), []) for v in document.version for key in v.texts]
        if not cite.quote or not any(cite.quote in "\n".join(t) for t in texts):
            wrong.append((code, cite.clause, cite.quote))
    assert wrong == []


def test_every_version_that_carries_a_quote_really_has_it(book: Rulebook, articles: Articles) -> None:
    for clause, versions in book.texts.by_clause.items():
        for p in versions:
            if p.version.text:
                assert list(p.paras) in [articles.get((*key, number_of(clause))) for key in p.version.texts]


def test_every_version_of_a_cited_article_is_shipped(book: Rulebook, articles: Articles) -> None:
    """Or a change of law would look like a gap, and a gap like a change."""
    missing = []
    for clause, versions in book.texts.by_clause.items():
        document = book.texts.document(clause)
        shipped = {p.version.id for p in versions}
        there = {v.id for v in document.version for key in v.texts if (*key, number_of(clause)) in articles}
        missing += sorted(there - shipped)
    assert missing == []


def test_every_quote_of_the_plan_is_word_for_word(book: Rulebook, shared: Path) -> None:
    text = (shared / "plan" / "plan.txt").read_text("utf-8")
    wrong = [(code, c.quote) for code, c in cites(book) if c.clause.startswith("plan:") and c.quote not in text]
    assert wrong == []


def test_every_quote_says_something(book: Rulebook) -> None:
    assert [(code, c.clause, c.quote) for code, c in cites(book) if len(c.quote.strip()) < 4] == []


def boundaries(book: Rulebook) -> list[date]:
    """The days on which a duty begins or ends."""
    days = {day for _, d in book.duties() for p in book.periods(d) for day in p}
    return sorted(days - {OPEN_START, OPEN_END})


def days_to_ask(book: Rulebook) -> list[date]:
    edges = [d for b in boundaries(book) for d in (b - ONE, b)]
    return [*edges, date(2022, 3, 1), date(2026, 11, 23), date(2027, 6, 1), date(1990, 1, 1)]


def test_no_shipped_citation_is_carried_to_another_day(book: Rulebook) -> None:
    for on in days_to_ask(book):
        for m in book.matters.values():
            for c in (c for r in rows(m) for c in book.citations(r, on)):
                since, until = c.provision.version.since, c.provision.version.until
                assert (since or date.min) <= on < (until or date.max)
                assert c.quote in "\n".join(c.provision.paras)


def test_a_row_in_force_shows_the_words_that_carry_it(book: Rulebook) -> None:
    for on in days_to_ask(book):
        for m in book.matters.values():
            for row in (r for r in rows(m) if r.cite and book.in_force(r, on)):
                assert book.citations(row, on)[0].quote == row.cite[0].quote


@pytest.mark.parametrize("document", ["WB", "SJZ"])
def test_the_dates_that_matter_most(book: Rulebook, document: str) -> None:
    """未保法 was amended on 2024-04-26 (its own note); 社会救助法 is in force from 2026-07-01."""
    versions = {v.id: v for v in book.texts.documents[document].version}
    if document == "WB":
        assert versions["WB20"].until == versions["WB24"].since == date(2024, 4, 26)
        assert versions["WB20"].since == date(2021, 6, 1)
    first = {code: min(v.since or OPEN_START for v in book.texts.documents[code].version) for code in ("SJ", "ZA")}
    assert first == {"SJ": date(2026, 7, 1), "ZA": date(2026, 1, 1)}


def test_an_item_of_a_list_is_no_paragraph(book: Rulebook) -> None:
    found = book.texts.provision("WB/92", date(2026, 11, 25))
    assert found is not None
    quote = "未成年人流浪乞讨或者身份不明，暂时查找不到父母或者其他监护人"
    assert (found.paragraph(quote), found.paragraphs, found.item(quote)) == (1, 1, "一")
    assert found.item("民政部门应当依法对未成年人进行临时监护") is None


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("WB/11", "WB/11"),
        ("第11条 未成年人保护法", "WB/11"),
        ("未成年人保护法 第十一条", "WB/11"),
        ("未成年人保护法 第一百零五条", "WB/105"),
        ("强制报告", "QB/2"),
        ("行动方案 强制报告", "plan:三(一)2(2)a"),
        ("刑法 第262条之一", "XF/262之一"),
        ("刑法 第二百六十二条之一", "XF/262之一"),
        ("刑法 第二百六十二条", "XF/262"),
        ("民法典 第一千零八十四条", "MFD/1084"),
        ("事实无人抚养 第三部分", "SSW/3"),
    ],
)
def test_a_clause_is_found_by_its_number_or_its_words(book: Rulebook, said: str, first: str) -> None:
    assert book.texts.search(said, date(2026, 11, 25))[0].clause == first


def test_every_word_must_stand_there_and_nothing_said_finds_nothing(book: Rulebook) -> None:
    assert all("寄宿" in "".join(p.paras) for p in book.texts.search("寄宿", date(2026, 11, 25)))
    assert not book.texts.search("寄宿 火星", date(2026, 11, 25))
    assert not book.texts.search(" ", date(2026, 11, 25))
    assert not [p for p in book.texts.search("社会救助法", date(2026, 6, 30)) if p.document.id == "SJ"]


def test_periods_are_never_those_of_another_row(small: Rulebook) -> None:
    """Rows that live shortly get the id of an earlier one: the cache must not answer for it."""
    bounds = [date(2021, 1, 1) + timedelta(days=n) for n in range(200)]
    assert [small.periods(Conditional(since=day, cite=())) for day in bounds] == [((day, OPEN_END),) for day in bounds]
    assert [small.citations_in_force(Conditional(since=day, cite=()), day - ONE) for day in bounds] == [None] * 200
    assert [small.citations_in_force(Conditional(since=day, cite=()), day) for day in bounds] == [()] * len(bounds)


VERSIONS = [(d, v) for d in rulebook().texts.documents.values() for v in d.version]


@every(("document", "version"), [pytest.param(d, v, id=v.id) for d, v in VERSIONS if d.id != "plan"])
def test_a_first_day_is_verified_or_said_to_be_unknown(document: Document, version: Version, book: Rulebook) -> None:
    assert (version.since is None) is version.source.startswith("施行日未核")
    if version.since is None:
        assert version.known_from
        assert version.known_from.isoformat() in version.source
        clauses = [c for c in book.texts.by_clause if c.startswith(f"{document.id}/")]
        before = version.known_from - ONE
        assert not [c for c in clauses if (p := book.texts.provision(c, before)) and p.version is version]


@every(("document", "version"), [pytest.param(d, v, id=v.id) for d, v in VERSIONS if v.text])
def test_every_part_of_a_version_is_in_the_collection(document: Document, version: Version, articles: Articles) -> None:
    """And only documents that have a preamble are cited by parts."""
    texts = {key: [n for law, v, n in articles if (law, v) == key] for key in version.texts}
    assert all(texts.values())
    assert document.parts is any(0 in numbers for numbers in texts.values())


HEADINGS = {
    "WB/11": "第11条",
    "XF/262之一": "第262条之一",
    "MFD/1084": "第1084条",
    "SSW/3": "第三部分",
    "plan:三(一)2(2)a": "三(一)2(2)a",
}


@pytest.mark.parametrize(("clause", "heading"), HEADINGS.items())
def test_the_heading_of_a_clause(book: Rulebook, clause: str, heading: str) -> None:
    found = book.texts.provision(clause, date(2026, 11, 25))
    assert found
    assert found.heading == heading


def test_an_item_of_a_document_by_parts_may_have_several_paragraphs(book: Rulebook) -> None:
    """残疾儿童康复救助意见 二（一）…: the words stand below the item's title."""
    part = book.texts.provision("CK/2", date(2026, 11, 25))
    assert part
    title = next(n for n, p in enumerate(part.paras) if p.startswith("（二）"))
    assert part.item(part.paras[title + 1]) == "二"
    assert part.item(part.paras[0]) is None


NUMERALS = {1: "一", 10: "十", 20: "二十", 105: "一百零五", 110: "一百一十", 1001: "一千零一", 1084: "一千零八十四"}


@pytest.mark.parametrize(("number", "said"), NUMERALS.items())
def test_a_number_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said
