"""Explanations of an answer: the path, the texts used, and why another body is not responsible (解释)."""

from collections.abc import Iterable
from datetime import date as Date

import strawberry

from api.common import BodyKind, Citation
from api.enums import labelled
from api.responsibility.types import Duty
from knowledge.messages.message import Clauses, message
from knowledge.responsibility import finding as decision
from knowledge.rulebook.book import Rulebook
from knowledge.situation.facts import FACTS
from knowledge.texts import provisions as texts
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
                nodes[clause] = PathNode(id=clause, kind="clause", label=_quoted(c))
                join(m.code, clause, str(message("path.ground")))
                join(clause, kind, one.role.label)
            for b in one.bodies:
                nodes[b.id] = PathNode(id=b.id, kind="office", label=b.name)
                join(kind, b.id, model.OfficeStatus.CONCRETE.label)
        return cls(nodes=list(nodes.values()), edges=list(edges.values()))


def _quoted(c: texts.Citation) -> str:
    return str(message("path.quoted", title=c.provision.document.title, quote=c.quote))


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
    """Reason why a kind of body has, may have, or lacks a role in the matter."""

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
    """One sentence: the role, the failing condition, the missing fact, other days, or no role at all."""
    of = {v: [a for a in w.held if a.verdict is v] for v in Verdict}
    if of[Verdict.YES]:
        roles = tuple(dict.fromkeys(a.row.role.label for a in of[Verdict.YES]))
        return str(message("why_not.has_role", name=name, roles=roles))
    if of[Verdict.UNKNOWN]:
        lacking = tuple(dict.fromkeys(_label(f) for a in of[Verdict.UNKNOWN] for f in a.missing))
        return str(message("why_not.depends", name=name, facts=lacking))
    if not w.held and w.elsewhere:
        return str(message("text.body_elsewhere", name=name, texts=decision.only_in(w.elsewhere)))
    if of[Verdict.NO]:
        failing = Clauses(dict.fromkeys(f.text for a in of[Verdict.NO] for f in a.failing))
        return str(message("why_not.fails", name=name, failing=failing))
    return str(message("why_not.other_days" if w.otherwise else "why_not.never", name=name))


def _label(fact: str) -> str:
    row = FACTS.get(fact)
    return str(row.label) if row else fact


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
