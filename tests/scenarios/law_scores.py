"""How the answers to the stories of lawyers stand to what they expect: met, missed or contradicted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.errors import AmbiguousAct, NotFound
from knowledge.permissions.decision import Permission, permitted
from knowledge.permissions.polarity import read
from knowledge.referral.safety import MustReport
from knowledge.understanding.questions import asked_act
from knowledge.vocabulary import Fit
from knowledge.words.meaning import Danger
from knowledge.words.verbs import picked
from tests.scenarios.law_stories import ACTS, DISPUTED, ON, STORIES, Story, StoryAnswer, codes


class StoryScore(StrEnum):
    """How an answer stands to an expectation."""

    MET = "met"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class ScoredExpectation:
    """One expectation of a story."""

    story: str
    kind: str
    expectation: str
    score: StoryScore
    told: str

    @property
    def disputed(self) -> bool:
        """True if the law leaves it open, or says otherwise, with the article in `disputed.toml`."""
        return (self.story, self.expectation) in DISPUTED


def scored(story: Story) -> tuple[ScoredExpectation, ...]:
    """Every expectation of a story, scored."""
    a = StoryAnswer(story)
    rows = (*_danger(a), *_report(a), *_who(a), *_may(a), *_apply(a), *_missing(a), *_first(a))
    return tuple(ScoredExpectation(story["id"], *row) for row in rows)


ScoredRow = tuple[str, str, StoryScore, str]


def _met(good: object) -> StoryScore:
    return StoryScore.MET if good else StoryScore.MISSED


def _danger(a: StoryAnswer) -> Iterator[ScoredRow]:
    if "danger" in a.story:
        told, wanted = a.understood.danger, a.story["danger"]
        bad = StoryScore.MISSED if wanted else StoryScore.CONTRADICTED
        good = told is not Danger.NONE if wanted else told is not Danger.TOLD
        yield "danger", "danger", StoryScore.MET if good else bad, told.value


_REPORTS = {
    "yes": {MustReport.MUST: StoryScore.MET, MustReport.DEPENDS: StoryScore.MISSED},
    "no": {MustReport.MUST: StoryScore.CONTRADICTED, MustReport.DEPENDS: StoryScore.MISSED},
    "unknown": {MustReport.DEPENDS: StoryScore.MET, MustReport.MUST: StoryScore.MISSED},
}
_OTHER = {"yes": StoryScore.CONTRADICTED, "no": StoryScore.MET, "unknown": StoryScore.CONTRADICTED}


def _report(a: StoryAnswer) -> Iterator[ScoredRow]:
    wanted = a.story["must_report"]
    told = a.report
    silent = StoryScore.MET if wanted == "no" else StoryScore.MISSED
    score = _REPORTS[wanted].get(told, _OTHER[wanted]) if told else silent
    yield "must_report", "must_report", score, f"{wanted}: {told.value if told else 'nothing said'}"


def _who(a: StoryAnswer) -> Iterator[ScoredRow]:
    for w in a.story.get("who", ()):
        parts = [p for p in re.split(r"[、与和，]|会同", re.sub(r"（.*?）", "", w["body"])) if codes("body", p)]
        absent = [p for p in parts if not a.bodies & set(codes("body", p))]
        good = bool(parts) and not absent
        yield "who", f"who: {w['body']}", _met(good), " ".join(absent)


_ANSWER = {"yes": Permission.YES, "no": Permission.NO, "it": Permission.DEPENDS}


def _may(a: StoryAnswer) -> Iterator[ScoredRow]:
    for m in a.story.get("may", ()):
        wanted = _ANSWER[m["answer"].split()[0].strip("：")]
        if ACTS.get(m["question"], {}).get("denied"):  # 一律不能……吗: what is answered is whether they may
            wanted = {Permission.YES: Permission.NO, Permission.NO: Permission.YES}.get(wanted, wanted)
        told = _permission(a, m["question"])
        sharp = {Permission.YES, Permission.NO}
        missed = told is None or told not in sharp
        score = StoryScore.MET if told is wanted else StoryScore.MISSED if missed else StoryScore.CONTRADICTED
        yield "may", f"may: {m['question']}", score, f"{wanted.value}: {told.value if told else 'not understood'}"


def _permission(a: StoryAnswer, question: str) -> Permission | None:
    """The answer for the act that is understood; where several are offered, for the one that a worker would take."""
    asked = asked_act(a.book, question, a.reporter)
    by = ACTS.get(question, {}).get("by") or (asked.by if asked else None) or a.reporter
    kind = by if by in a.book.kinds else "public"
    try:
        act = picked(a.book, question)
    except AmbiguousAct as several:
        act = ACTS.get(question, {}).get("act", "")
        if act not in [c.code for c in several.candidates]:
            return None
    except NotFound:
        return None
    try:
        put = read(a.book, question, act, kind)
    except AmbiguousAct:
        return None
    return permitted(a.book, act, kind, a.referral.situation, ON, put).answer


_FITS = {
    "yes": {Fit.ELIGIBLE: StoryScore.MET, Fit.UNKNOWN: StoryScore.MET},
    "ask": {
        Fit.ELIGIBLE: StoryScore.CONTRADICTED,
        Fit.UNKNOWN: StoryScore.MET,
        Fit.INELIGIBLE: StoryScore.CONTRADICTED,
    },
    "no": {Fit.UNKNOWN: StoryScore.MISSED, Fit.INELIGIBLE: StoryScore.MET},
}


def _apply(a: StoryAnswer) -> Iterator[ScoredRow]:
    for x in a.story.get("apply", ()):
        fits = [a.offers[c].eligibility.fit for c in codes("benefit", x["benefit"]) if c in a.offers]
        score = (
            _FITS[x["can"]].get(fits[0], StoryScore.CONTRADICTED)
            if fits
            else StoryScore.MET
            if x["can"] == "no"
            else StoryScore.MISSED
        )
        yield "apply", f"apply: {x['benefit']}", score, f"{x['can']}: {fits[0].value if fits else 'not offered'}"


def _missing(a: StoryAnswer) -> Iterator[ScoredRow]:
    for words in a.story.get("missing", ()):
        facts = codes("fact", words)
        good = bool(set(facts) & a.questions)
        yield (
            "missing",
            f"missing: {words}",
            _met(good),
            " ".join(facts) or "no fact",
        )


def _first(a: StoryAnswer) -> Iterator[ScoredRow]:
    said = a.story.get("first", "")
    for number in ("110", "120"):
        if number in said and re.search(rf"(?<!\d){number}(?!\d)", said):
            left = re.search(rf"(?:不用|不必|不需)[^，。；]*{number}", said)
            good = (number in a.first) is not bool(left)
            yield (
                "first",
                f"first: {number}",
                _met(good),
                "left out" if left else "called",
            )
    for words in re.split("[，。；、：]", said.replace("120", "")):
        if wanted := set(codes("body", words)):
            names = [x for c in wanted for x in (a.book.kinds[c].name, *a.book.kinds[c].aliases)]
            shown = wanted & a.bodies or any(len(x) > 1 and x in a.opened for x in names)
            yield "first", f"first: {words}", _met(shown), " ".join(sorted(wanted))


@cache
def every() -> tuple[ScoredExpectation, ...]:
    """All expectations of all stories."""
    return tuple(row for s in STORIES for row in scored(s))


def table(rows: Iterable[ScoredExpectation]) -> str:
    """Met, missed and contradicted by lawyer and kind; what is disputed stands by itself."""
    rows = tuple(rows)
    lines = [
        "| lawyer | kind | expectations | met | missed | contradicted | disputed |",
        "|---|---|---|---|---|---|---|",
    ]
    keys = dict.fromkeys((r.story[0], r.kind) for r in rows) | dict.fromkeys((r.story[0], "all") for r in rows)
    for lawyer, kind in sorted(keys, key=lambda k: k[0]):
        mine = [r for r in rows if r.story[0] == lawyer and kind in {r.kind, "all"}]
        open_ = [r for r in mine if r.disputed and r.score is not StoryScore.MET]
        counts = [sum(r.score is s for r in mine if r not in open_) for s in StoryScore]
        cells = (lawyer, kind, len(mine), *counts, len(open_))
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)
