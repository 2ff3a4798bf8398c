"""What lawyers expect by the texts of the law alone: never contradicted but where the text leaves it open."""

from collections import Counter

import pytest

from tests.scenarios.law_scores import StoryScore, every, scored, table
from tests.scenarios.law_stories import DISPUTED, STANDING, STORIES

pytestmark = pytest.mark.usefixtures("model")


@pytest.fixture(scope="module", params=sorted({s["id"][0] for s in STORIES}))
def lawyer(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_no_answer_contradicts_what_a_lawyer_expects(lawyer: str):
    """A contradiction is mended, disputed with its article, or stands in `standing.toml` until it is mended."""
    wrong = {(r.story, r.expectation) for r in every() if r.score is StoryScore.CONTRADICTED and not r.disputed}
    known = {row for row in STANDING["contradicted"] if row[0].startswith(lawyer)}
    assert {row for row in wrong if row[0].startswith(lawyer)} == known, table(every())


def test_what_was_met_stays_met(lawyer: str):
    met = Counter(r.story[0] for r in every() if r.score is StoryScore.MET)
    assert met[lawyer] >= STANDING["met"][lawyer], table(every())


def test_what_is_disputed_is_an_expectation_that_is_not_met():
    open_ = {(r.story, r.expectation) for r in every() if r.score is not StoryScore.MET}
    assert set(DISPUTED) <= open_
    assert all("条" in why or "部分" in why for why in DISPUTED.values())


def test_a_story_with_another_expectation_is_scored_otherwise():
    """The score can fail: of the same story, the reverse of what is expected is contradicted."""
    story = next(s for s in STORIES if s["id"] == "A-001")
    turned = {**story, "danger": False, "must_report": "no"}
    scores = {r.kind: r.score for r in scored(turned) if r.kind in {"danger", "must_report"}}
    assert set(scores.values()) == {StoryScore.CONTRADICTED}
