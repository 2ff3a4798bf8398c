"""GraphQL types of the responsibility answer (责任答复的类型)."""

from collections.abc import Mapping
from datetime import date as Date

import strawberry

from api.common import BodyInRole, BodyKind, Citation, Node, citations, global_id
from api.enums import labelled
from api.network.types import Area, Office, Point
from api.notices import notice
from api.situation.forms import FactForm, FactValue, forms
from knowledge.responsibility import finding as decision
from knowledge.responsibility import missing
from knowledge.responsibility.judging import Applied
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Basis, Confidence, Mark, PostKind, Protection, Role, Verdict
from network.places import Place as ModelPlace
from network.places import full_name
from network.responsibility import offices as model
from network.snapshot import Network


@strawberry.type(name="Matter")
@labelled
class MatterRef(Node):
    """A matter: what has to be dealt with."""

    code: str
    name: str
    name_en: str
    protection: Protection
    danger: bool
    encouraged: bool
    confidence: Confidence
    plan: list[str]
    aliases: list[str]
    note: str | None

    @classmethod
    def of(cls, m: rules.Matter) -> "MatterRef":
        """From the rulebook."""
        return cls(
            id=global_id("Matter", m.code),
            code=m.code,
            name=m.name,
            name_en=m.name_en,
            protection=m.protection,
            danger=bool(m.danger),
            encouraged=m.encouraged,
            confidence=m.confidence,
            note=m.note,
            plan=list(m.plan),
            aliases=list(m.aliases),
        )


@strawberry.type
@labelled
class ResolvedPlace:
    """Place of the question, as resolved."""

    code: str
    name: str
    level: AreaLevel
    loaded: bool
    how: str

    @classmethod
    def of(cls, network: Network, p: ModelPlace) -> "ResolvedPlace":
        """From the network."""
        name = full_name(network, p.code) or p.code
        return cls(code=p.code, name=name, level=p.level, loaded=p.loaded, how=str(p.how))


@strawberry.type
@labelled
class Duty:
    """Duty of a body in the matter, with citations."""

    act: str
    verdict: Verdict
    condition: str
    failing: list[str]
    missing_facts: list[FactForm]
    named: bool
    confidence: Confidence
    basis: Basis | None
    mark: Mark
    citations: list[Citation]
    note: str | None

    @classmethod
    def of(cls, a: Applied[rules.Duty]) -> "Duty":
        """From a judged row."""
        r = a.row
        return cls(
            act=r.act,
            verdict=a.verdict,
            condition=r.when.text,
            failing=[f.text for f in a.failing],
            missing_facts=forms(a.missing),
            named=r.named,
            confidence=r.confidence,
            basis=r.basis,
            mark=r.mark,
            citations=citations(a.citations),
            note=r.note,
        )


@strawberry.type
@labelled
class Responsible:
    """A kind of body in one role, with its offices for the place."""

    role: Role
    kind: BodyKind
    verdict: Verdict
    where: model.OfficeStatus
    bodies: list[Office]
    duties: list[Duty]

    @classmethod
    def of(cls, r: model.Responsible) -> "Responsible":
        """From the placed finding."""
        return cls(
            role=r.role,
            kind=BodyKind.of(r.kind),
            verdict=r.verdict,
            where=r.where,
            bodies=[Office.of(b) for b in r.bodies],
            duties=[Duty.of(d) for d in r.rows],
        )


@strawberry.type
@labelled
class Post:
    """A post of the chain, which may be vacant."""

    kind: PostKind
    vacant: bool
    holder_name: str | None
    since: Date | None
    notice: str | None

    @classmethod
    def of(cls, f: model.Filled, names: Mapping[str, str]) -> "Post":
        """From a post of the chain, with the names that the actor may see."""
        p = f.post
        return cls(
            kind=f.kind,
            vacant=f.vacant,
            holder_name=names.get(p.id) if p else None,
            since=p.since if p else None,
            notice=notice(p.provenance) if p else None,
        )


@strawberry.type
class ChainLink:
    """An area of the chain (社区、街道、区) with its posts and points."""

    area: Area
    bodies: list[Office]
    posts: list[Post]
    points: list[Point]

    @classmethod
    def of(cls, network: Network, link: model.ChainLink, names: Mapping[str, str]) -> "ChainLink":
        """From the chain."""
        return cls(
            area=Area.of(link.area),
            bodies=[Office.of(b) for b in link.bodies],
            posts=[Post.of(p, names) for p in link.posts],
            points=[Point.of(network, s) for s in link.points],
        )


@strawberry.type
class Outcome:
    """Values of a missing fact and the bodies that are then responsible."""

    values: list[FactValue]
    bodies: list[BodyInRole]
    possible: list[BodyInRole]


@strawberry.type
class MissingFact:
    """A missing fact to ask for, with the outcomes of its values."""

    fact: FactForm
    outcomes: list[Outcome]

    @classmethod
    def of(cls, book: Rulebook, m: missing.MissingFact) -> "MissingFact":
        """From the finding."""
        outs = [
            Outcome(
                values=FactValue.labelled(m.fact, o.values),
                bodies=BodyInRole.all(book, o.bodies),
                possible=BodyInRole.all(book, o.possible),
            )
            for o in m.outcomes
        ]
        return cls(fact=FactForm.of(m.fact), outcomes=outs)


@strawberry.type
class ResponsibilityChange:
    """Bodies whose responsibility began or ended on a day, and the citations that caused it."""

    on: Date
    matter: MatterRef
    added: list[BodyInRole]
    removed: list[BodyInRole]
    because: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, matter: str, c: decision.Change) -> "ResponsibilityChange":
        """From a change of the rules."""
        return cls(
            on=c.on,
            matter=MatterRef.of(book.matters[matter]),
            added=BodyInRole.all(book, c.added),
            removed=BodyInRole.all(book, c.removed),
            because=citations(c.because),
        )


@strawberry.type
@labelled
class Hotline:
    """A hotline and its purpose."""

    number: str
    name: str
    name_en: str
    use: str
    mark: Mark
    source: str
    checked: Date

    @classmethod
    def of(cls, h: rules.Hotline) -> "Hotline":
        """From the rulebook."""
        return cls(
            number=h.number,
            name=h.name,
            name_en=h.name_en,
            use=h.use,
            mark=h.mark,
            source=h.source,
            checked=h.checked,
        )
