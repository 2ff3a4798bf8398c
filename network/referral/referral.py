"""Where to send this child, what the family can get, in what order: the decisions placed on the network (转介)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.eligibility.derived import Facts
from knowledge.eligibility.services import Eligibility, eligible_of, service_of
from knowledge.errors import NotFound
from knowledge.messages.message import Message, message
from knowledge.referral import safety
from knowledge.referral.safety import Derived, Triage
from knowledge.responsibility.finding import Applied
from knowledge.rows.referral import Apply, Concept, Door, Need
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Level, Relation, Verdict, Where
from network.entities import Body
from network.places import Place, by_code
from network.referral.points import NOWHERE, Asked, Choice, Gap, Option, choose, gaps
from network.responsibility.offices import OfficeStatus, offices
from network.snapshot import Network

ORDER = {Fit.ELIGIBLE: 0, Fit.UNKNOWN: 1, Fit.INELIGIBLE: 2}


@dataclass(frozen=True, slots=True)
class Counter:
    """Where one applies: the rule of place, and the concrete office where it is known."""

    rule: Applied[Apply]
    accept: tuple[Body, ...]
    confirm: tuple[Body, ...]
    placed: OfficeStatus
    note: Message | None
    """Why there is no concrete office."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service or benefit for a need: may the child have it, where to apply, which places give it."""

    eligibility: Eligibility
    counters: tuple[Counter, ...]
    choice: Choice

    @property
    def code(self) -> str:
        """The service."""
        return self.eligibility.service.code


@dataclass(frozen=True, slots=True)
class ForNeed:
    """Everything for one need."""

    need: Derived[Need]
    offers: tuple[Offer, ...]
    """Those that the child may have first, the excluded ones last with their reason."""
    gaps: tuple[Gap, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """The places for the need, each once, in the order of the offers."""
        return tuple({o.point.id: o for x in reversed(self.offers) for o in reversed(x.choice.options)}.values())[::-1]

    @property
    def unserved(self) -> bool:
        """Whether the need is one that places answer, and none can take this child."""
        given = [o for o in self.offers if o.eligibility.fit is not Fit.INELIGIBLE and o.eligibility.service.points]
        return bool(given) and not self.options


@dataclass(frozen=True)
class Referral:
    """The whole answer: doors, report, needs with offers; the order of steps follows (`steps`)."""

    network: Network
    book: Rulebook
    place: Place
    situation: Situation
    moment: datetime
    case: str | None = None
    """Code of the case, where the situation came from one."""

    @property
    def on(self) -> date:
        """The day in Guangzhou."""
        return self.moment.astimezone(SHANGHAI).date()

    @cached_property
    def facts(self) -> Facts:
        """What is known that day."""
        return Facts.of(self.book, self.situation, self.on)

    @cached_property
    def doors(self) -> tuple[Derived[Door], ...]:
        """The three doors, judged first."""
        return safety.doors(self.facts)

    @cached_property
    def triage(self) -> Triage:
        """Must it be reported."""
        return safety.triage(self.facts, self.situation)

    @cached_property
    def difficulties(self) -> tuple[Derived[Concept], ...]:
        """Types of difficulty."""
        return safety.difficulties(self.facts)

    @cached_property
    def needs(self) -> tuple[ForNeed, ...]:
        """Each need that holds, safety first."""
        return tuple(self._for(n) for n in self._derived_needs if n.verdict is Verdict.YES)

    @cached_property
    def possible(self) -> tuple[Derived[Need], ...]:
        """Needs that something speaks for and that a missing fact decides."""
        return tuple(n for n in self._derived_needs if n.verdict is Verdict.UNKNOWN)

    @cached_property
    def _derived_needs(self) -> tuple[Derived[Need], ...]:
        return safety.needs(self.facts, self.situation)

    @cached_property
    def asked(self) -> Asked:
        """What places are judged against."""
        age = self.situation.age_on(self.on)
        return Asked(self.place, self.moment, age, self.situation.accessible_needed is True, self.situation.school_kind)

    @cached_property
    def ask_first(self) -> tuple[str, ...]:
        """The facts to ask for now: those of the doors, then of the report, then those that decide an offer."""
        found = dict.fromkeys(f for d in self.doors if d.verdict is Verdict.UNKNOWN for f in d.missing)
        found |= dict.fromkeys(self.triage.missing)
        found |= dict.fromkeys(f for n in self.needs for o in n.offers for f in o.eligibility.missing)
        return tuple(found)

    def _for(self, need: Derived[Need]) -> ForNeed:
        services = [s for s in self.book.services.values() if need.concept.code in s.needs]
        offers = sorted((self.offer(s.code) for s in services), key=self._place_of)
        tiers = [k for o in offers if o.eligibility.fit is not Fit.INELIGIBLE for k in o.eligibility.service.points]
        return ForNeed(need, tuple(offers), tuple(gaps(self.network, tiers, self.asked)))

    def _place_of(self, offer: Offer) -> tuple[int, int, str]:
        """May have it first; then what must come before others (救助在先，补充在后)."""
        after = sum(x.row.kind is Relation.AFTER for x in offer.eligibility.links)
        return ORDER[offer.eligibility.fit], after, offer.code

    def offer(self, code: str) -> Offer:
        """One service, judged and placed."""
        found = eligible_of(self.facts, service_of(self.book, code), self.situation)
        service = found.service
        asked = self.asked
        may = found.fit is not Fit.INELIGIBLE
        choice = choose(self.network, code, service.points, asked) if may else NOWHERE
        return Offer(found, tuple(self._counter(a) for a in found.apply), choice)

    def _counter(self, rule: Applied[Apply]) -> Counter:
        row = rule.row
        at, note = self._at(row.where)
        accept = self.book.kinds[row.accept]
        if at is None:
            concerned = accept.level in (Level.UNIT, Level.PERSON)
            return Counter(rule, (), (), OfficeStatus.CONCERNED if concerned else OfficeStatus.NOT_LOADED, note)
        where, bodies = offices(self.network, accept, at, self.on)
        confirm = offices(self.network, self.book.kinds[row.confirm], at, self.on)[1] if row.confirm else ()
        return Counter(rule, bodies, confirm, where, note)

    def _at(self, where: Where) -> tuple[Place | None, Message | None]:
        """The place whose office is meant; None with the reason where it is not known."""
        s = self.situation
        given = {Where.HUKOU: s.hukou_area, Where.RESIDENCE: s.residence_area, Where.EMERGENCY: s.emergency_area}
        if where in (Where.SCHOOL, Where.UNIT):
            return self.place, None
        code = given.get(where)
        if code is not None:
            try:
                return by_code(self.network, code), None
            except NotFound:
                return None, message("counter.not_loaded")
        if where is Where.HUKOU and s.hukou is None:
            return None, message("counter.ask_registration")
        if where is Where.HUKOU and s.hukou != "local":
            return None, message("counter.elsewhere")
        return self.place, message("counter.own_street") if where is Where.HUKOU else None
