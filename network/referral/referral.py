"""The referral of a child: needs, services, where to apply, service points (转介)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import Eligibility, eligible_of, service_of
from knowledge.errors import NotFound
from knowledge.messages.message import Message, message
from knowledge.referral import safety
from knowledge.referral.cautions import CHILD
from knowledge.referral.safety import Derived, Triage
from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import AdultWay, Apply, Concept, Door, Need, Service
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import ApplicationArea, Fit, Level, Relation, Verdict
from network.entities import Body
from network.places import Place, by_code
from network.referral.points import NOWHERE, PointChoice, PointOption, PointQuery, Points
from network.referral.tiers import TierGap, gaps
from network.responsibility.offices import OfficeStatus, offices
from network.snapshot import Network

NO_COUNTER = {None: "counter.ask_registration", "none": "counter.unregistered"}
"""Reason why no counter of the household registration is named, where it is not in another place."""
ORDER = {Fit.ELIGIBLE: 0, Fit.UNKNOWN: 1, Fit.INELIGIBLE: 2}


@dataclass(frozen=True, slots=True)
class Counter:
    """Place of application: the rule, and the concrete office if it is known."""

    rule: Applied[Apply]
    accept: tuple[Body, ...]
    confirm: tuple[Body, ...]
    placed: OfficeStatus
    note: Message | None
    """Reason why there is no concrete office."""
    at: str | None = None
    """The code of the place whose office decides; None if it is not known."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service or benefit for a need: eligibility, where to apply, service points."""

    eligibility: Eligibility
    counters: tuple[Counter, ...]
    choice: PointChoice

    @property
    def code(self) -> str:
        """Code of the service."""
        return self.eligibility.service.code


@dataclass(frozen=True, slots=True)
class ForNeed:
    """The offers and gaps for one need."""

    need: Derived[Need]
    offers: tuple[Offer, ...]
    """Eligible ones first, ineligible ones last."""
    gaps: tuple[TierGap, ...]

    @property
    def options(self) -> tuple[PointOption, ...]:
        """The points for the need, each once, in the order of the offers."""
        return tuple({o.point.id: o for x in reversed(self.offers) for o in reversed(x.choice.options)}.values())[::-1]

    @property
    def unserved(self) -> bool:
        """True if points should provide for the need, and none can take this child."""
        given = [o for o in self.offers if o.eligibility.fit is not Fit.INELIGIBLE and o.eligibility.service.points]
        return bool(given) and not self.options


@dataclass(frozen=True)
class Referral:
    """The whole answer: doors, report, needs with offers; see `plan.steps` for the order of steps."""

    network: Network
    book: Rulebook
    place: Place
    situation: Situation
    moment: datetime
    case: str | None = None
    """Code of the case that the situation was read from."""

    def __post_init__(self) -> None:
        """The rules are those of the place."""
        object.__setattr__(self, "book", self.book.within(self.place.code))

    @property
    def on(self) -> date:
        """The day in Guangzhou."""
        return self.moment.astimezone(SHANGHAI).date()

    @cached_property
    def facts(self) -> Facts:
        """The facts of that day."""
        return Facts.of(self.book, self.situation, self.on)

    @cached_property
    def doors(self) -> tuple[Derived[Door], ...]:
        """The three doors, judged first."""
        return safety.doors(self.facts)

    @cached_property
    def adult(self) -> tuple[Applied[AdultWay], ...]:
        """Return the services for a person of 18 or older; empty for a minor."""
        return safety.adult_ways(self.facts)

    @property
    def by_child(self) -> bool:
        """True if the child itself asks."""
        return self.situation.reporter == CHILD

    @cached_property
    def triage(self) -> Triage:
        """Return the decision on reporting."""
        return safety.triage(self.facts, self.situation)

    @cached_property
    def difficulties(self) -> tuple[Derived[Concept], ...]:
        """Types of difficulty."""
        return safety.difficulties(self.facts)

    @cached_property
    def needs(self) -> tuple[ForNeed, ...]:
        """Return the needs that apply, safety first; for an adult, those that a service open to adults meets."""
        held = (self._for(n) for n in self._derived_needs if n.verdict is Verdict.YES)
        return tuple(n for n in held if n.offers or not self.facts.adult)

    @cached_property
    def possible(self) -> tuple[Derived[Need], ...]:
        """Needs that known facts speak for and that missing facts leave open."""
        return tuple(n for n in self._derived_needs if n.verdict is Verdict.UNKNOWN and not self.facts.adult)

    @cached_property
    def _derived_needs(self) -> tuple[Derived[Need], ...]:
        return safety.needs(self.facts, self.situation)

    @cached_property
    def point_query(self) -> PointQuery:
        """The requirements that service points are checked against."""
        age = self.situation.age_on(self.on)
        return PointQuery(
            self.place, self.moment, age, self.situation.accessible_needed is True, self.situation.school_kind
        )

    @cached_property
    def ask_first(self) -> tuple[str, ...]:
        """The facts to ask for now: first those of the doors, then of the report, then of the offers."""
        to_ask = dict.fromkeys(f for d in self.doors if d.verdict is Verdict.UNKNOWN for f in d.missing)
        to_ask |= dict.fromkeys(self.triage.missing)
        to_ask |= dict.fromkeys(f for n in self.needs for o in n.offers for f in o.eligibility.missing)
        return tuple(to_ask)

    @cached_property
    def _points(self) -> Points:
        return Points(self.network, self.point_query)

    @cached_property
    def _offers(self) -> dict[str, Offer]:
        return {}

    @cached_property
    def _seats(self) -> dict[tuple[str, str], tuple[OfficeStatus, tuple[Body, ...]]]:
        return {}

    def offices(self, kind: str, place: Place) -> tuple[OfficeStatus, tuple[Body, ...]]:
        """The offices of a kind of body for a place; the same few are named by many steps."""
        if (kind, place.code) not in self._seats:
            self._seats[kind, place.code] = offices(self.network, self.book.kinds[kind], place, self.on)
        return self._seats[kind, place.code]

    def _for(self, need: Derived[Need]) -> ForNeed:
        services = self.book.meeting[need.concept.code]
        offers = sorted((self.offer(s.code) for s in services), key=self._place_of)
        if self.facts.adult:
            certain = [o for o in offers if o.eligibility.fit is Fit.ELIGIBLE and o.counters]
            return ForNeed(need, tuple(replace(o, choice=NOWHERE) for o in certain), ())
        tiers = [k for o in offers if o.eligibility.fit is not Fit.INELIGIBLE for k in o.eligibility.service.points]
        return ForNeed(need, tuple(offers), tuple(gaps(self.network, tiers, self.point_query)))

    def _place_of(self, offer: Offer) -> tuple[int, int, str]:
        """Sort key: eligibility, then services that come after others last (救助在先，补充在后)."""
        after = sum(x.row.kind is Relation.AFTER for x in offer.eligibility.links)
        return ORDER[offer.eligibility.fit], after, offer.code

    def offer(self, code: str) -> Offer:
        """The eligibility for one service, where to apply and its points; once, also if it meets several needs."""
        if code not in self._offers:
            self._offers[code] = self._offer(service_of(self.book, code))
        return self._offers[code]

    def _offer(self, service: Service) -> Offer:
        eligibility = eligible_of(self.facts, service, self.situation)
        possible = eligibility.fit is not Fit.INELIGIBLE
        choice = self._points.choose(service.code, service.points) if possible else NOWHERE
        return Offer(eligibility, tuple(self._counter(a) for a in eligibility.apply), choice)

    def _counter(self, rule: Applied[Apply]) -> Counter:
        row = rule.row
        accept = self.book.kinds[row.accept]
        at, note = self._at(row.where, accept.level)
        if at is None:
            concerned = accept.level in (Level.UNIT, Level.PERSON)
            return Counter(rule, (), (), OfficeStatus.CONCERNED if concerned else OfficeStatus.NOT_LOADED, note)
        placed, bodies = self.offices(accept.code, at)
        confirm = self.offices(row.confirm, at)[1] if row.confirm else ()
        return Counter(rule, bodies, confirm, placed, note, at.code)

    def _at(self, where: ApplicationArea, level: Level) -> tuple[Place | None, Message | None]:
        """The place whose office is responsible; None with the reason if it is unknown.

        An office of the whole district is the same whatever the street of the registration is.
        """
        s = self.situation
        areas_by_rule = {
            ApplicationArea.HUKOU: s.hukou_area,
            ApplicationArea.RESIDENCE: s.residence_area,
            ApplicationArea.EMERGENCY: s.emergency_area,
        }
        if where in (ApplicationArea.SCHOOL, ApplicationArea.UNIT):
            return self.place, None
        code = areas_by_rule.get(where)
        if code is not None:
            try:
                return by_code(self.network, code), None
            except NotFound:
                return None, message("counter.not_loaded")
        if where is ApplicationArea.HUKOU and s.hukou != "local":
            return None, message(NO_COUNTER.get(s.hukou, "counter.elsewhere"))
        street = where is ApplicationArea.HUKOU and level is Level.STREET
        return self.place, message("counter.own_street") if street else None
