"""Explanations of an answer: the path, the texts used, and why another body is not responsible (解释)."""

from collections.abc import Iterable
from datetime import date as Date

import strawberry

from api.common import BodyKind, Citation
from api.enums import labelled
from api.responsibility.types import Duty
from knowledge.messages.message import message
from knowledge.responsibility import finding as decision
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import LABELS
from knowledge.vocabulary import Force, Trust, Verdict
from network.responsibility import offices as model


@strawberry.type
class PathNode:
    """A matter, clause, kind of body, office or area."""

    id: str
    kind: str
    label: str


@strawberry.type
class PathEdge:
    """A labelled edge between two nodes."""

    source: str
    target: str
    label: str


@strawberry.type
class ExplanationPath:
    """The answer as a graph, for drawings."""

    nodes: list[PathNode]
    edges: list[PathEdge]

    @classmethod
    def of(cls, r: model.Responsibility) -> "ExplanationPath":
        """Edges from matter to clause to kind of body to office."""
        m = r.finding.matter
        nodes = {m.code: PathNode(id=m.code, kind="matter", label=m.name)}
        edges: dict[tuple[str, str, str], PathEdge] = {}

        def join(source: str, target: str, label: str) -> None:
            edges[source, target, label] = PathEdge(source=source, target=target, label=label)

        for one in r.responsible:
            kind = one.kind.code
            nodes[kind] = PathNode(id=kind, kind="body_kind", label=one.kind.name)
            for c in (c for row in one.rows for c in row.citations[:1]):
                clause = f"{c.provision.clause}@{c.provision.version.id}"
                nodes[clause] = PathNode(id=clause, kind="clause", label=f"{c.provision.document.title}：{c.quote}")
                join(m.code, clause, "依据")
                join(clause, kind, one.role.zh)
            for b in one.bodies:
                nodes[b.id] = PathNode(id=b.id, kind="office", label=b.name)
                join(kind, b.id, "本地单位")
        return cls(nodes=list(nodes.values()), edges=list(edges.values()))


@strawberry.type
@labelled
class TextUsed:
    """A version of a document that the answer cites."""

    document: str
    version: str
    in_force_from: Date | None
    known_from: Date | None
    in_force_to: Date | None
    force: Force
    trust: Trust
    date_source: str


@strawberry.type
@labelled
class WhyNot:
    """Why a kind of body has, may have, or has no role in the matter."""

    kind: BodyKind
    verdict: Verdict
    sentence: str
    duties: list[Duty]
    searched: list[str]

    @classmethod
    def of(cls, book: Rulebook, w: decision.WhyNot) -> "WhyNot":
        """From the decision."""
        kind = book.kinds[w.body]
        return cls(
            kind=BodyKind.of(kind),
            verdict=w.verdict,
            sentence=sentence(w, kind.name),
            duties=[Duty.of(a) for a in w.held],
            searched=list(w.searched),
        )


def sentence(w: decision.WhyNot, name: str) -> str:
    """One Chinese sentence: the role, the failing condition, the missing fact, other days, or no role at all."""
    of = {v: [a for a in w.held if a.verdict is v] for v in Verdict}
    if of[Verdict.YES]:
        roles = "、".join(dict.fromkeys(a.row.role.zh for a in of[Verdict.YES]))
        return f"{name}在此事项中有职责：{roles}"
    if of[Verdict.UNKNOWN]:
        lacking = "、".join(dict.fromkeys(LABELS.get(f, f) for a in of[Verdict.UNKNOWN] for f in a.missing))
        return f"{name}可能有职责，取决于：{lacking}"
    if not w.held and w.elsewhere:
        return str(message("text.body_elsewhere", name=name, texts=decision.only_in(w.elsewhere)))
    if of[Verdict.NO]:
        failing = "；".join(dict.fromkeys(f.text for a in of[Verdict.NO] for f in a.failing))
        return f"{name}不负责：条件不符合（{failing}）"
    if w.otherwise:
        return f"{name}在当日没有职责；其他日期的文本曾经或将会规定"
    return f"收录的文本没有给{name}在此事项中任何职责"


def texts_used(cited: Iterable[Citation]) -> list[TextUsed]:
    """The versions of the cited documents, each once."""
    seen = {
        (c.document, c.version): TextUsed(
            document=c.document,
            version=c.version,
            in_force_from=c.in_force_from,
            known_from=c.known_from,
            in_force_to=c.in_force_to,
            force=c.force,
            trust=c.trust,
            date_source=c.date_source,
        )
        for c in cited
    }
    return list(seen.values())
