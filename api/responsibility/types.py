"""The types of the responsibility answer, written out (责任答复的类型)."""

from collections.abc import Mapping
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar

import strawberry

from api.common import BodyKind, Citation, Label, Node, Office, Point, Who, citations, global_id
from api.notices import notice
from knowledge.responsibility import finding as decision
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import LABELS
from network.places import Place as ModelPlace
from network.places import full_name
from network.responsibility import offices as model
from network.snapshot import Network


@strawberry.type(name="Matter")
class MatterRef(Node):
    """What has to be dealt with."""

    code: str
    name: str
    name_en: str
    protection: Label
    danger: bool
    encouraged: bool
    confidence: Label
    plan: list[str]
    aliases: list[str]
    note: str | None

    @classmethod
    def of(cls, m: rules.Matter) -> "MatterRef":
        """From the rulebook."""
        return cls(
            id=global_id("Matter", m.code), code=m.code, name=m.name, name_en=m.name_en,
            protection=Label.of(m.protection), danger=m.danger,
            encouraged=m.encouraged, confidence=Label.of(m.confidence), note=m.note,
            plan=list(m.plan), aliases=list(m.aliases),
        )  # fmt: skip


@strawberry.type
class Place:
    """Where the question was asked."""

    code: str
    name: str
    level: Label
    loaded: bool
    how: str

    @classmethod
    def of(cls, network: Network, p: ModelPlace) -> "Place":
        """From the network."""
        name = full_name(network, p.code) or p.code
        return cls(code=p.code, name=name, level=Label.of(p.level), loaded=p.loaded, how=p.how)


@strawberry.type
class Duty:
    """What a body does in this matter, and the words that say so."""

    act: str
    verdict: Label
    condition: str
    failing: list[str]
    missing: list[str]
    named: bool
    confidence: Label
    basis: Label | None
    mark: Label
    citations: list[Citation]
    note: str | None

    @classmethod
    def of(cls, a: decision.Applied[rules.Duty]) -> "Duty":
        """From a judged row."""
        r = a.row
        return cls(
            act=r.act, verdict=Label.of(a.verdict), condition=r.when.text, failing=[f.text for f in a.failing],
            missing=list(a.missing), named=r.named, confidence=Label.of(r.confidence),
            basis=Label.of(r.basis) if r.basis else None, mark=Label.of(r.mark), citations=citations(a.citations),
            note=r.note,
        )  # fmt: skip


WHERE = {
    model.Where.CONCRETE: "本地单位",
    model.Where.CONCERNED: "涉事的单位或个人",
    model.Where.GAP: "本地没有该单位：结构性缺口，报区未保协调机制，不借用相邻街道的",
    model.Where.FINER: "请写明街道或社区，才能确定具体单位",
    model.Where.NOT_LOADED: "该地数据未载入，只能给出机构类别和层级",
}


@strawberry.type
class Responsible:
    """A kind of body in one role, with its concrete offices here."""

    role: Label
    kind: BodyKind
    verdict: Label
    where: str
    where_label: str
    bodies: list[Office]
    duties: list[Duty]

    @classmethod
    def of(cls, r: model.Responsible) -> "Responsible":
        """From the placed finding."""
        return cls(
            role=Label.of(r.role), kind=BodyKind.of(r.kind), verdict=Label.of(r.verdict), where=r.where.value,
            where_label=WHERE[r.where], bodies=[Office.of(b) for b in r.bodies], duties=[Duty.of(d) for d in r.rows],
        )  # fmt: skip


@strawberry.type
class Post:
    """A post of the chain; vacant is shown as vacant."""

    kind: Label
    vacant: bool
    holder_name: str | None
    since: Date | None
    notice: str | None

    @classmethod
    def of(cls, f: model.Filled, names: Mapping[str, str]) -> "Post":
        """From a tier; names only of those whom the actor may see."""
        p = f.post
        return cls(
            kind=Label.of(f.kind), vacant=f.vacant, holder_name=names.get(p.id) if p else None,
            since=p.since if p else None, notice=notice(p.provenance) if p else None,
        )  # fmt: skip


@strawberry.type
class ChainLink:
    """社区、街道 or 区, with its posts and places."""

    level: Label
    code: str
    name: str
    bodies: list[Office]
    posts: list[Post]
    points: list[Point]

    @classmethod
    def of(cls, link: model.ChainLink, names: Mapping[str, str]) -> "ChainLink":
        """From the chain."""
        return cls(
            level=Label.of(link.level), code=link.area.code, name=link.area.name,
            bodies=[Office.of(b) for b in link.bodies], posts=[Post.of(p, names) for p in link.posts],
            points=[Point.of(s) for s in link.points],
        )  # fmt: skip


@strawberry.type
class Outcome:
    """Values of a missing fact and who then answers."""

    values: list[str]
    bodies: list[Who]
    possible: list[Who]


@strawberry.type
class MissingFact:
    """Never guessed; asked."""

    fact: str
    label: str
    outcomes: list[Outcome]

    @classmethod
    def of(cls, book: Rulebook, m: decision.MissingFact) -> "MissingFact":
        """From the finding."""
        label = LABELS.get(m.fact, m.fact)
        outs = [
            Outcome(values=list(o.values), bodies=Who.all(book, o.bodies), possible=Who.all(book, o.possible))
            for o in m.outcomes
        ]
        return cls(fact=m.fact, label=label, outcomes=outs)


@strawberry.type
class Change:
    """Bodies that began or ceased to answer, and the words that brought it."""

    on: Date
    matter: str
    matter_name: str
    added: list[Who]
    removed: list[Who]
    because: list[Citation]

    @classmethod
    def of(cls, book: Rulebook, matter: str, c: decision.Change) -> "Change":
        """From the rulebook's history."""
        return cls(
            on=c.on, matter=matter, matter_name=book.matters[matter].name, added=Who.all(book, c.added),
            removed=Who.all(book, c.removed), because=citations(c.because),
        )  # fmt: skip


@strawberry.type
class Hotline:
    """A number and what it is for."""

    number: str
    name: str
    name_en: str
    use: str
    mark: Label
    source: str
    checked: Date

    @classmethod
    def of(cls, h: rules.Hotline) -> "Hotline":
        """From the rulebook."""
        return cls(
            number=h.number, name=h.name, name_en=h.name_en, use=h.use, mark=Label.of(h.mark), source=h.source,
            checked=h.checked,
        )  # fmt: skip
