"""Contents of a question beside facts of the child: the matter, and danger in its words (问题里说到的)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.errors import NoTextForThatDay
from knowledge.messages.message import message
from knowledge.vocabulary import Verdict
from network.referral.referral import Referral
from network.responsibility.offices import Responsibility, answer
from network.sheet import matter
from network.sheet.benefits import Offers, offers
from network.sheet.contacts import emergency_numbers
from network.sheet.model import SheetCell, SheetContact, SheetStep, When
from network.sheet.steps import CONFIRM, FIRST, in_order, open_doors, raised, steps


@dataclass(frozen=True)
class NamedInQuestion:
    """Contents of a question about a child, beside its facts."""

    r: Referral
    matters: tuple[Responsibility, ...] = ()
    """The first leads."""
    danger: bool = False
    """True if its words mean danger to a child."""
    calm: bool = False
    """True if nothing in its words can be danger: then the requested answer precedes a check on the child."""
    wishes: tuple[str, ...] = ()
    """Codes of what its words ask for, which decides the order of a matter's steps."""

    @classmethod
    def of(
        cls,
        r: Referral,
        codes: Iterable[str],
        *,
        danger: bool = False,
        calm: bool = False,
        wishes: Iterable[str] = (),
    ) -> "NamedInQuestion":
        """Matters by their codes, answered for the child of a referral; none for an adult.

        Raises:
            NotFound: No such matter.
        """
        answers = (_answer(r, code) for code in codes if not r.facts.adult)
        return cls(r, tuple(a for a in answers if a is not None), danger, calm, tuple(wishes))

    @cached_property
    def acted_on(self) -> tuple[Responsibility, ...]:
        """The matters that need somebody's act; a benefit is applied for, and is left out.

        None for a child that asks: their wording is for adults who act on them.
        """
        return () if self.r.by_child else tuple(m for m, of in self._offers if not of.wanted)

    @property
    def asked_for(self) -> Offers:
        """Offers to the family: first of the matter that leads; in danger only by the child's needs."""
        return self._offers[0][1].before(self._by_needs) if self._offers and self._safe else self._by_needs

    def looks(self, now: Iterable[SheetStep]) -> bool:
        """True if a check on the child is due that no step above the fold makes."""
        r = self.r
        if r.facts.adult or r.by_child or not any(d.verdict is Verdict.UNKNOWN for d in r.doors):
            return False
        return not any(s.code == CONFIRM or s.dials(self._numbers) for s in now)

    @property
    def later(self) -> tuple[SheetStep, ...]:
        """The steps of the other matters, and of the general report beside another matter."""
        others = (m for m in self.matters if m not in self._stepped)
        return (
            () if self.r.by_child else tuple(s for m in others for s in matter.steps(self.r, m) if s not in self.steps)
        )

    @property
    def answered_first(self) -> bool:
        """True if neither words nor known facts nor the leading matter are of danger: what was asked comes first."""
        return bool(self._stepped) and self._safe and not matter.is_of_danger(self._stepped[0])

    @cached_property
    def steps(self) -> tuple[SheetStep, ...]:
        """The steps of the child with those of the matter, then what fills places that stay empty."""
        every = tuple(dict.fromkeys((*self._due, *self._filling)))
        doubts = matter.suspicions(self.r.book, self.matters) if matter.unsuspected(self.r, calm=self.calm) else ()
        return (*(s for s in every if s.text not in doubts), *(s for s in every if s.text in doubts))

    @property
    def _filling(self) -> tuple[SheetStep, ...]:
        """The steps of a benefit that is offered on the sheet, without calls; in danger only what is for tonight."""
        if self.r.by_child or not self._safe:
            return ()
        offered = (m for m, of in self._offers if of.wanted and m not in self._stepped)
        return tuple(s for m in offered for s in matter.asked_first(self.r, m, self.wishes) if not self._calls(s))

    @property
    def _due(self) -> tuple[SheetStep, ...]:
        """The steps of the child with those of the matters that are acted on.

        Emergency numbers are called once: at an open door, else by the matter, else because of the words.
        """
        r, own, matters = self.r, steps(self.r), self._stepped
        rest = tuple(s for m in matters[1:] for s in matter.steps(r, m) if not self._calls(s))
        if self.answered_first:
            return self._answered(own, rest)
        first = matter.steps(r, matters[0]) if matters else ()
        if self._accused:
            first, rest = first[:1], (*first[1:], *rest)
            return (*in_order((*(s for s in own if s.code != CONFIRM), *first), self._calls), *rest)
        if open_doors(r) and not r.facts.adult:
            return self._at_door(own, [s for s in first if not self._calls(s)], rest)
        urgent = any(map(self._calls, first))
        own_steps = [s for s in own if s.own] if r.by_child else own  # a child is told its own steps alone
        if self.danger and not urgent and not any(map(self._calls, own_steps)):
            own = (_danger(r), *own)
        if self.danger or urgent:
            own = tuple(s for s in own if s.code != CONFIRM)
        return in_order((*own, *first, *rest), self._calls)

    def _at_door(
        self, own: Sequence[SheetStep], first: Sequence[SheetStep], rest: Sequence[SheetStep]
    ) -> tuple[SheetStep, ...]:
        """The steps at an open door; of the general report one, before those of another named matter."""
        if not rest or self._stepped[0].finding.matter is not self.r.book.general:
            return in_order((*own, *first, *rest), self._calls)
        led = next((s for s in matter.asked_first(self.r, self._stepped[1], ()) if not self._calls(s)), rest[0])
        others = (s for s in (*first[1:], *rest) if s != led)
        return (*in_order((*own, *first[:1]), self._calls), led, *in_order(others, self._calls))

    def _answered(self, own: Sequence[SheetStep], rest: Sequence[SheetStep]) -> tuple[SheetStep, ...]:
        """The steps with what was asked among the first, and a check for danger unless the words are calm.

        Where a known fact speaks for danger it is there all the same. What such facts demand at once comes first.
        """
        asked = matter.asked_first(self.r, self._stepped[0], self.wishes)
        look = tuple(s for s in own if s.code == CONFIRM)
        demanded = [s for s in own if s.code != CONFIRM]
        now = [s for s in demanded if s.when is When.NOW]
        called, by_facts = filter(self._calls, now), bool(raised(self.r))
        checks = (*called, *look) if by_facts else (*called, *filter(self._calls, asked), *look)
        check = () if self.calm and not by_facts else checks[:1]
        every = tuple(dict.fromkeys((*check, *now[:1], *asked[:2], *demanded, *asked, *rest, *look)))
        return (*in_order(every[:FIRST], self._calls), *every[FIRST:])

    @cached_property
    def _stepped(self) -> tuple[Responsibility, ...]:
        """The matters with immediate steps: the general report comes after the steps of another matter.

        A benefit has some where it is not offered on the sheet, unless a child may be in danger.
        """
        some = self.acted_on
        if self._safe and not self.r.by_child:
            likely = {o.code for o in self._by_needs.likely}
            some = tuple(m for m, of in self._offers if not of.wanted & likely)
        return (*some[:1], *(m for m in some[1:] if m.finding.matter is not self.r.book.general))

    @cached_property
    def _accused(self) -> bool:
        """True if the child is a suspect and nothing known is harm to it: of a report only the check comes first."""
        r = self.r
        report = bool(self._stepped) and self._stepped[0].finding.matter.report
        harmed = bool(open_doors(r)) or r.facts.verdict(r.book.family) is Verdict.YES
        return report and r.facts.get("procedural_role") == "suspect" and not harmed and not r.by_child

    @cached_property
    def _safe(self) -> bool:
        """True if neither the words nor the facts mean danger."""
        return not self.danger and not open_doors(self.r)

    @cached_property
    def _offers(self) -> tuple[tuple[Responsibility, Offers], ...]:
        """The matters, each with its own offers."""
        return tuple((m, matter.offers(self.r, m)) for m in self.matters)

    @cached_property
    def _by_needs(self) -> Offers:
        """Offers by the child's needs, whatever is asked."""
        return offers(self.r)

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return emergency_numbers(self.r)

    def _calls(self, s: SheetStep) -> bool:
        return s.dials(self._numbers)


def _answer(r: Referral, code: str) -> Responsibility | None:
    """Return the answer for a matter; None where no text of the day assigns it."""
    try:
        return answer(r.network, r.book, code, r.place, r.situation, r.on)
    except NoTextForThatDay:
        return None


def _danger(r: Referral) -> SheetStep:
    """Return the step for danger in the words that no fact specifies."""
    lines = tuple(SheetContact(r.book.hotlines[n].name, SheetCell(n)) for n in sorted(emergency_numbers(r)))
    text = message("sheet.danger_child" if r.by_child else "sheet.danger")
    return SheetStep("danger", str(text), When.NOW, lines, str(message("sheet.at_once")), own=True)
