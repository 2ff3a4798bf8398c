"""The README's questions are asked again, and its answers must still be there."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.coverage.layout import Layout
from api.responsibility.query import summary
from cli.report.facts import gather
from cli.report.pages import conclusions, evenings
from graph_model.obligations.evidence import OnFile
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.responsibility.finding import why_not
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from loaders.shipped.load import DEMO_COMMUNITY
from network import places
from network.referral.referral import Referral
from network.responsibility.offices import answer
from network.sheet.sheet import of_referral
from network.sheet.text import text
from network.snapshot import Network

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ANSWERS = dict(re.findall(r"<!-- answer: (M\d+) -->\n((?:> .*\n)+)", README))
ASKED: dict[str, list[dict[str, Any]]] = {
    "M08": [{"on": date(2026, 11, 23), "situation": Situation(age=13, pregnant=True, reporter="medical")}],
    "M36": [{"on": date(2026, 11, 23), "situation": Situation()}],
    "M01": [{"on": date(2022, 3, 1), "situation": Situation()}, {"on": date(2026, 11, 23), "situation": Situation()}],
}


def answer_text(network: Network, book: Rulebook, code: str) -> str:
    parts = []
    for asked in ASKED[code]:
        at = places.by_code(network, DEMO_COMMUNITY)
        r = answer(network, book, code, at, asked["situation"], asked["on"])
        parts += [summary(r), *(c.quote for d in r.finding.certain() for c in d.citations)]
        parts += [str(c.on) for c in r.finding.changes]
        why = why_not(book, code, "street_station", asked["situation"], asked["on"])
        parts += [f"{book.kinds[why.body].name}在此事项中有职责：{a.row.role.zh}" for a in why.held]
    return "\n".join(parts)


@pytest.mark.parametrize("code", ASKED)
def test_answers_still_hold(network: Network, book: Rulebook, code: str):
    found = answer_text(network, book, code)
    for line in ANSWERS[code].strip().splitlines():
        assert line.removeprefix("> ") in found


def test_every_answer_of_the_readme_is_asked():
    assert ANSWERS.keys() == ASKED.keys()


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_coverage_answer_still_holds(network: Network, book: Rulebook):
    facts = gather(Layout(network), book, OnFile((), ()), "440104000000", date(2026, 11, 23))
    said_now = "\n".join((*conclusions(facts), *evenings(facts)))
    (block,) = re.findall(r"<!-- coverage -->\n((?:> .*\n)+)", README)
    for line in block.strip().splitlines():
        assert line.removeprefix("> ") in said_now


def test_the_referral_answer_still_holds(network: Network, book: Rulebook):
    (lines,) = re.findall(r"<!-- referral -->\n((?:> .*\n)+)", README)
    situation = Situation(age=9, unattended=True, father_state="imprisoned", hukou="local")
    moment = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
    page = text(of_referral(Referral(network, book, places.by_code(network, DEMO_COMMUNITY), situation, moment)))
    for line in lines.strip().splitlines():
        assert line.removeprefix("> ") in page
