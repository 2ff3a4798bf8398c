"""Contents of a question beside facts of the child: the matter, and danger in its words (问题里说到的)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class NamedInQuestion:
    """Contents of a question beside facts."""

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
        return cls(tuple(a for a in answers if a is not None), danger, calm, tuple(wishes))

    def acted_on(self, r: Referral) -> tuple[Responsibility, ...]:
        """Return the matters that need somebody's act; a benefit is applied for, and is left out.

        None for a child that asks: their wording is for adults who act on them.
        """
        return () if r.by_child else tuple(m for m in self.matters if not matter.offers(r, m).wanted)

    def asked_for(self, r: Referral) -> Offers:
        """Return what a family can apply for in the matter that leads; in danger, what is for tonight comes first."""
        if self.danger or open_doors(r) or not self.matters:
            return Offers(())
        return matter.offers(r, self.matters[0])

    def looks(self, r: Referral, now: Iterable[SheetStep]) -> bool:
        """True if a check on the child is due that no step above the fold makes."""
        if r.facts.adult or r.by_child or not any(d.verdict is Verdict.UNKNOWN for d in r.doors):
            return False
        numbers = emergency_numbers(r)
        return not any(s.code == CONFIRM or numbers & {c.phone.text for c in s.who} for s in now)

    def later(self, r: Referral) -> tuple[SheetStep, ...]:
        """The steps of the other matters, and of the general report beside another matter."""
        now = self._stepped(r)
        return () if r.by_child else tuple(s for m in self.matters if m not in now for s in matter.steps(r, m))

    def _stepped(self, r: Referral) -> tuple[Responsibility, ...]:
        """Return the matters with immediate steps: the general report comes after the steps of another matter.

        A benefit has some where it is not offered on the sheet, unless a child may be in danger.
        """
        acted_on = self.acted_on(r)
        if not (r.by_child or self.danger or open_doors(r)):
            acted_on = tuple(m for m in self.matters if m in acted_on or not _is_offered(r, m))
        return (*acted_on[:1], *(m for m in acted_on[1:] if m.finding.matter is not r.book.general))

    def steps(self, r: Referral) -> tuple[SheetStep, ...]:
        """Return the steps of the child with those of the matter.

        Emergency numbers are called once: at an open door, else by the matter, else because of the words.
        """
        numbers, own = emergency_numbers(r), steps(r)
        matters = self._stepped(r)

        def calls(s: SheetStep) -> bool:
            return any(c.phone.text in numbers for c in s.who)

        first = matter.steps(r, matters[0]) if matters else ()
        rest = tuple(s for m in matters[1:] for s in matter.steps(r, m) if not calls(s))
        if open_doors(r) and not r.facts.adult:
            return in_order((*own, *(s for s in first if not calls(s)), *rest), calls)
        urgent = any(map(calls, first))
        if self.answered_first(r):
            return self._answered(r, own, rest, calls)
        own_steps = [s for s in own if s.own] if r.by_child else own  # a child is told its own steps alone
        if self.danger and not urgent and not any(map(calls, own_steps)):
            own = (_danger(r), *own)
        if self.danger or urgent:
            own = tuple(s for s in own if s.code != CONFIRM)
        return in_order((*own, *first, *rest), calls)

    def answered_first(self, r: Referral) -> bool:
        """True if neither words nor known facts nor the leading matter are of danger: what was asked comes first."""
        matters = self._stepped(r)
        return bool(matters) and not self.danger and not open_doors(r) and not matter.is_of_danger(matters[0])

    def _answered(
        self, r: Referral, own: Sequence[SheetStep], rest: Sequence[SheetStep], calls: Callable[[SheetStep], bool]
    ) -> tuple[SheetStep, ...]:
        """The steps with what was asked among the first, and a check for danger unless the words are calm.

        Where a known fact speaks for danger it is there all the same. What such facts demand at once comes first.
        """
        asked = matter.asked_first(r, self._stepped(r)[0], self.wishes)
        look = tuple(s for s in own if s.code == CONFIRM)
        demanded = [s for s in own if s.code != CONFIRM]
        now = [s for s in demanded if s.when is When.NOW]
        called = [s for s in now if calls(s)]
        checks = (*called, *look) if raised(r) else (*called, *filter(calls, asked), *look)
        check = () if self.calm and not raised(r) else checks[:1]
        line = (*check, *now[:1], *asked[:1], *asked[1:2], *demanded, *asked, *rest, *look)
        every = tuple(dict.fromkeys(line))
        return (*in_order(every[:FIRST], calls), *every[FIRST:])


def _is_offered(r: Referral, m: Responsibility) -> bool:
    """True if the benefit of a matter is offered to the child: its row with window and papers is the answer."""
    return bool(matter.offers(r, m).wanted & {o.code for o in offers(r).likely})


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
