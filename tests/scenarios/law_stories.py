"""Stories that lawyers wrote from the texts of the law alone, asked as a worker who is not signed in asks them."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.referral.cautions import CHILD
from knowledge.referral.safety import MustReport
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.understood import Understood, answered, counted, understand
from knowledge.vocabulary import Role, Verdict
from knowledge.words.meaning import SHOWN, Danger
from network import places
from network.referral.referral import Offer, Referral
from network.responsibility.offices import Responsibility, answer
from network.sheet import own
from network.sheet.model import Sheet
from network.sheet.sheet import of_matter, of_referral
from network.sheet.text import text
from tests.scenarios.referral_stories import HERE
from tests.scenarios.sheets import district

FOLDER = Path(__file__).parent / "lawyers"
ON = date(2026, 11, 29)
EVENING = time(20)
LAWYERS = ("a", "b", "c")
Story = dict[str, Any]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


TERMS = _table("terms")
ACTS: dict[str, dict[str, str]] = {r["question"]: r for r in TERMS["act"]}
"""The act that a worker would take of those that are offered for a question, and of whom it asks."""
DISPUTED: dict[tuple[str, str], str] = {(r["id"], r["expectation"]): r["because"] for r in _table("disputed")["row"]}
STANDING: dict[str, Any] = {
    "contradicted": {tuple(r.split(" ", 1)) for r in _table("standing")["contradicted"]},
    "met": _table("standing")["met"],
}
"""Faults that are known and not mended yet; how many expectations of each lawyer are met at least."""
STORIES: tuple[Story, ...] = tuple(
    s for name in LAWYERS if (FOLDER / f"{name}.toml").exists() for s in _table(name)["story"]
)


def codes(table: str, words: str) -> list[str]:
    """The codes that words of a lawyer stand for, by a table of `terms.toml`."""
    return [c for said, codes in TERMS[table].items() if re.search(said, words) for c in codes]


@dataclass(frozen=True)
class StoryAnswer:
    """What a worker gets who types the text, says who asks, and takes one of the matters that are offered."""

    story: Story

    @property
    def book(self) -> Rulebook:
        """The rules of the place."""
        return self.referral.book

    @property
    def reporter(self) -> str:
        """As whom the asker of the story asks."""
        asked: Mapping[str, str] = TERMS["asker"]
        return next(code for said, code in asked.items() if re.search(said, self.story["asker"]))

    @cached_property
    def understood(self) -> Understood:
        """What the text tells, to somebody who said who asks."""
        return understand(rulebook(), self.story["text"], ON, {"reporter": self.reporter})

    @cached_property
    def referral(self) -> Referral:
        """The referral of the child of whom the text tells."""
        facts = {f.fact: f.value for f in counted(self.understood.facts, {"reporter": self.reporter})}
        place = places.by_code(district(), HERE[1])
        situation = Situation(**({"reporter": self.reporter} | facts))
        return Referral(district(), rulebook(), place, situation, datetime.combine(ON, EVENING, SHANGHAI))

    @cached_property
    def answers(self) -> tuple[Responsibility, ...]:
        """The answer of the matter that is taken without asking, or of those offered to choose from."""
        u = self.understood
        codes = [*answered(rulebook(), u), *(() if u.single else (m.code for m in u.matters[:SHOWN]))]
        r = self.referral
        return tuple(answer(district(), rulebook(), c, r.place, r.situation, ON) for c in dict.fromkeys(codes) if c)

    @cached_property
    def chosen(self) -> Responsibility | None:
        """The matter that a worker would take: of those offered, the one that names most of the bodies and benefits."""
        who = [set(codes("body", w["body"])) for w in self.story.get("who", ())]
        what = {c for x in self.story.get("apply", ()) for c in codes("benefit", x["benefit"])}

        def named(a: Responsibility) -> int:
            given = {c for c in what if a.finding.matter.code in self.book.services[c].matters}
            return sum(bool(w & _kinds(a)) for w in who) + len(given)

        return max(self.answers, key=named, default=None)

    @cached_property
    def general(self) -> Responsibility | None:
        """The general report, where it is answered beside the chosen matter."""
        beside = (a for a in self.answers if a is not self.chosen and a.finding.matter is self.book.general)
        return next(beside, None) if self.book.general.code in answered(self.book, self.understood) else None

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheet of the matter, and that of the child."""
        matter = (of_matter(self.chosen, self.referral),) if self.chosen else ()
        return () if self.understood.nothing else (*matter, of_referral(self.referral))

    @cached_property
    def first(self) -> str:
        """Everything above the fold, and the sentence that is shown first."""
        advised = self.understood.danger is not Danger.NONE
        steps = [x for s in self.sheets for step in s.now for x in (step.text, *_contacts(step.who))]
        who = [x for s in self.sheets for x in _contacts(s.who)]
        return "\n".join([*(["110 120"] if advised else []), *steps, *who])

    @cached_property
    def opened(self) -> str:
        """Both sheets with their folds."""
        return "\n".join(text(s, opened=True) for s in self.sheets)

    @cached_property
    def bodies(self) -> set[str]:
        """The kinds of body that the answer gives a part."""
        r, t = self.referral, self.referral.triage
        found = set(t.to) | {d.row.body for d in t.duties}
        found |= {k for a in (self.chosen, self.general) if a for k in _kinds(a)}
        for offer in self.offers.values():
            found |= {k for c in offer.counters for k in (c.rule.row.accept, c.rule.row.confirm) if k}
        for d in r.doors:
            found |= {c.body for c in d.concept.call} if d.verdict is Verdict.YES else set()
        return found | {k for a in r.adult for k in a.row.who}

    @cached_property
    def offers(self) -> Mapping[str, Offer]:
        """The services that are offered for the needs of the child or in the matter."""
        codes = [o.code for n in self.referral.needs for o in n.offers]
        matter = self.chosen.finding.matter.code if self.chosen else None
        codes += [s.code for s in self.book.services.values() if matter in s.matters]
        return {c: self.referral.offer(c) for c in dict.fromkeys(codes)}

    @cached_property
    def questions(self) -> set[str]:
        """The facts that the answer asks for, and those that it knows."""
        r = self.referral
        derived = [f for x in r.possible for f in x.missing] + [f for x in r.difficulties for f in x.missing]
        matter = [m.fact for m in self.chosen.finding.missing] if self.chosen else []
        shown = [q.fact for s in self.sheets for q in s.apply.ask]
        return {*r.ask_first, *derived, *matter, *shown, *r.situation.known()}

    @property
    def report(self) -> MustReport | None:
        """Whether whoever asks must report, as the sheets say it; None if they say nothing of it.

        A guardian reports where it is grave (未成年人保护法20): of a matter alone that is a condition, not a duty.
        """
        told, a = self.referral.triage.report, self.chosen
        if self.understood.nothing or told is MustReport.NOT_A_MINOR:
            return None if self.understood.nothing else told
        if self.reporter == CHILD:
            return MustReport.MAY  # what is owed is owed by whoever hears the child
        said = told if self.referral.triage.matters else None
        bound_by_work = self.reporter in self.book.bound_reporters
        if said is None and bound_by_work and a is not None and not a.finding.matter.report:
            a = self.general or a
        if told is MustReport.MUST or a is None or not a.finding.matter.report:
            return said
        mine = [d for d in a.finding.duties if own.binds(self.book, d, self.reporter)]
        bound = [d for d in mine if d.row.role is Role.DUTY_BEARER and d.verdict is not Verdict.NO]
        if any(d.verdict is Verdict.YES for d in bound) and self.reporter != "guardian":
            return MustReport.MUST
        return MustReport.DEPENDS if bound else MustReport.MAY if mine else said


def _contacts(who: Iterable[Any]) -> Iterator[str]:
    return (f"{c.name} {c.phone}" for c in who)


def _kinds(a: Responsibility) -> set[str]:
    sanctions = {s.row.body for s in a.finding.sanctions if s.row.body}
    return {x.kind.code for x in a.responsible} | sanctions
