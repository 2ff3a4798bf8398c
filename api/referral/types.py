"""GraphQL types of the referral answer (转介答复的类型)."""

from datetime import date as Date
from datetime import datetime as DateTime

import strawberry

from api.common import BodyKind, Citation, Info, citations
from api.eligibility.types import ApplicationRoute, Eligibility
from api.enums import labelled
from api.network.types import Office
from api.notices import notice
from api.referral.case import CaseUsed, heading, may_print
from api.referral.points import LeftOut, PointOption, ReferralGap, Shown
from api.referral.safety import DerivedConcept, Door, ReportingAdvice
from api.request.context import Context
from api.responsibility.explanation import ExplanationPath, PathEdge, PathNode
from api.responsibility.types import MatterRef, ResolvedPlace
from api.responsibility.understood import Understood, Words
from api.sheet.local import beside
from api.sheet.types import Sheet
from api.situation.adult import AdultWay, adult_ways
from api.situation.forms import FactForm, forms
from graph_model.persons.persons import Opened
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import Provenance, Verdict
from network.referral import plan, referral
from network.referral.referral import Referral
from network.responsibility.offices import OfficeStatus
from network.sheet.local import raised
from network.sheet.named import NamedInQuestion
from network.sheet.sheet import of_referral
from network.sheet.text import text


@strawberry.type
@labelled
class ServiceCounter:
    """Place of application for a service: the rule of place, and the offices if they are known."""

    route: ApplicationRoute
    accept: list[Office]
    confirm: list[Office]
    where: OfficeStatus
    note: str | None

    @classmethod
    def of(cls, r: Referral, c: referral.Counter) -> "ServiceCounter":
        """From the placed rule."""
        return cls(
            route=ApplicationRoute.of(r.book.kinds, c.rule),
            accept=[Office.of(b) for b in c.accept],
            confirm=[Office.of(b) for b in c.confirm],
            where=c.placed,
            note=str(c.note) if c.note else None,
        )


@strawberry.type
class ServiceOffer:
    """A service for one need, with points, counters and left-out points."""

    eligibility: Eligibility
    counters: list[ServiceCounter]
    options: list[PointOption]
    options_total: int
    left_out: list[LeftOut]
    elsewhere: int
    unlocated: int

    @classmethod
    def of(cls, r: Referral, o: referral.Offer, shown: "Shown") -> "ServiceOffer":
        """From the model."""
        c = o.choice
        return cls(
            eligibility=Eligibility.of(o.eligibility),
            counters=[ServiceCounter.of(r, x) for x in o.counters],
            options=[PointOption.of(r, x, sees=shown.sees) for x in c.options[: shown.limit]],
            options_total=len(c.options),
            left_out=[LeftOut.of(x) for x in c.left_out],
            elsewhere=c.elsewhere,
            unlocated=c.unlocated,
        )


@strawberry.type
class NeedAdvice:
    """A need of the child with its offers and gaps."""

    need: DerivedConcept
    safety: bool
    matters: list[MatterRef]
    ask_at: BodyKind | None
    offers: list[ServiceOffer]
    unserved: bool
    gaps: list[ReferralGap]

    @classmethod
    def of(cls, r: Referral, n: referral.ForNeed, shown: "Shown") -> "NeedAdvice":
        """From the model."""
        row = n.need.concept
        return cls(
            need=DerivedConcept.of(n.need),
            safety=row.safety,
            matters=[MatterRef.of(r.book.matters[m]) for m in row.matters],
            ask_at=BodyKind.of(r.book.kinds[row.ask]) if row.ask else None,
            offers=[ServiceOffer.of(r, o, shown) for o in n.offers],
            unserved=n.unserved,
            gaps=[ReferralGap.of(r, g) for g in n.gaps],
        )


@strawberry.type
@labelled
class PlanStep:
    """A step with the steps that must come before it; without any it starts at once."""

    number: int
    kind: plan.StepKind
    code: str
    text: str
    who: list[str]
    call: list[str]
    deadlines: list[str]
    bring: list[str]
    receipts: list[str]
    after: list[int]
    open: bool
    citations: list[Citation]

    @classmethod
    def of(cls, s: plan.PlanStep) -> "PlanStep":
        """From the plan."""
        return cls(
            number=s.number,
            kind=s.kind,
            code=s.code,
            text=s.text,
            who=list(s.who),
            call=list(s.numbers),
            deadlines=list(s.deadlines),
            bring=list(s.bring),
            receipts=list(s.receipts),
            after=list(s.after),
            open=s.open,
            citations=citations(s.citations),
        )


def path_of(r: Referral, limit: int) -> ExplanationPath:
    """A graph of needs, services and the first points, for drawings."""
    nodes: dict[str, PathNode] = {}
    edges: dict[tuple[str, str], PathEdge] = {}

    def join(source: str, target: str, label: str, kind: str, name: str) -> None:
        nodes.setdefault(target, PathNode(id=target, kind=kind, label=name))
        edges.setdefault((source, target), PathEdge(source=source, target=target, label=label))

    nodes["situation"] = PathNode(id="situation", kind="situation", label=str(message("path.situation")))
    for d in (d for d in r.doors if d.verdict is Verdict.YES):
        join("situation", d.concept.code, str(message("path.at_once")), "door", d.concept.name)
    for n in r.needs:
        why = n.need.citations[0].provision.clause if n.need.citations else str(message("path.voiced"))
        join("situation", n.need.concept.code, why, "need", n.need.concept.name)
        for o in n.offers:
            join(n.need.concept.code, o.code, o.eligibility.fit.label, "service", o.eligibility.service.name)
            for x in o.choice.options[:limit]:
                join(o.code, x.point.id, str(message("path.gives")), "point", x.point.name)
            for c in o.counters:
                for b in c.accept:
                    join(o.code, b.id, str(message("path.accepts")), "office", b.name)
    return ExplanationPath(nodes=list(nodes.values()), edges=list(edges.values()))


@strawberry.type
class ReferralAdvice:
    """The whole answer; each part is computed only if it is selected."""

    place: ResolvedPlace
    on: Date
    at_time: DateTime
    notice: str | None
    case: CaseUsed | None
    network_version: int
    rules_hash: str
    understood: Understood | None
    _opened: strawberry.Private[Opened | None]
    about: list[MatterRef]
    _named: strawberry.Private[NamedInQuestion]
    _found: strawberry.Private[Referral]
    _shown: strawberry.Private["Shown"]

    @classmethod
    def of(
        cls,
        c: Context,
        r: Referral,
        limit: int,
        named: NamedInQuestion,
        opened: Opened | None = None,
        words: Words | None = None,
    ) -> "ReferralAdvice":
        """From the model; `named` is what the question names beside facts."""
        made = any(s.provenance is Provenance.SYNTHETIC for s in r.network.points.values())
        return cls(
            place=ResolvedPlace.of(c.history, r.place),
            on=r.on,
            at_time=r.moment,
            notice=notice(Provenance.SYNTHETIC) if made else None,
            network_version=c.network.version.number,
            rules_hash=r.book.hash,
            understood=words.shown if words else None,
            about=[MatterRef.of(m.finding.matter) for m in named.matters],
            _named=named,
            _found=r,
            _shown=Shown(limit, c.may(Action.SEE_CONFIDENTIAL_POINTS)),
            case=CaseUsed.of(opened) if opened else None,
            _opened=opened,
        )

    @strawberry.field
    def not_a_minor(self) -> bool:
        """True for somebody known to be 18 or older: no doors, no report."""
        return self._found.facts.adult

    @strawberry.field
    def adult(self, info: Info) -> list[AdultWay]:
        """Return the services for an adult; empty for a minor."""
        return adult_ways(info.context, self._found.adult)

    @strawberry.field
    def doors(self) -> list[Door]:
        """The three doors, independent of each other."""
        return [Door.of(self._found, d) for d in self._found.doors]

    @strawberry.field
    def reporting(self) -> ReportingAdvice:
        """Return the decision on reporting, with cautions."""
        return ReportingAdvice.of(self._found)

    @strawberry.field
    def difficulties(self) -> list[DerivedConcept]:
        """Difficulties that apply or may apply."""
        return [DerivedConcept.of(d) for d in self._found.difficulties]

    @strawberry.field
    def needs(self) -> list[NeedAdvice]:
        """Needs that apply."""
        return [NeedAdvice.of(self._found, n, self._shown) for n in self._found.needs]

    @strawberry.field
    def possible_needs(self) -> list[DerivedConcept]:
        """Needs that may apply, with the facts to ask."""
        return [DerivedConcept.of(d) for d in self._found.possible]

    @strawberry.field
    def ask_first(self, limit: int = 12) -> list[FactForm]:
        """Facts to ask for, the most decisive first."""
        return forms(self._found.ask_first)[: max(0, limit)]

    @strawberry.field
    def plan(self) -> list[PlanStep]:
        """The steps in order; those without a preceding step start at once, in parallel."""
        return [PlanStep.of(s) for s in plan.steps(self._found)]

    @strawberry.field
    def local_texts(self) -> list[Citation]:
        """Return texts that the area loaded: shown beside the answer, which they do not change."""
        r = self._found
        return beside(r.network, r.place.code, raised(r) | {m.code for m in self.about}, r.on)

    @strawberry.field
    def as_text(self) -> str:
        """The answer as one page to hand on."""
        return text(of_referral(self._found, self._named))

    @strawberry.field
    def sheet(self) -> Sheet:
        """Return immediate actions and available services, on one page."""
        return Sheet.of(of_referral(self._found, self._named))

    @strawberry.field
    def full_text(self, info: Info, purpose: str) -> str | None:
        """The page with the identity; null without the right to it. Each print is audited first."""
        c, o = info.context, self._opened
        if o is None or c.audit is None or not may_print(o):
            return None
        if not purpose.strip():
            raise BadInput("purpose", "referral.no_purpose")
        now = DateTime.now(SHANGHAI)
        c.trail.opened((o.dossier.minor, o.dossier.id), o.read, purpose)
        return heading(o, c.actor.id, purpose, now) + "\n" + text(of_referral(self._found, self._named))

    @strawberry.field
    def path(self) -> ExplanationPath:
        """The answer as a graph, for drawings."""
        return path_of(self._found, self._shown.limit)
