"""Query.permitted: whether a kind of body may do an act (可以吗)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Date
from functools import partial

import strawberry

from api.common import BodyKind, Citation, Info, NamedCode, citations
from api.enums import labelled
from api.request.context import today
from api.request.reading import read_aside
from api.responsibility.query import PlaceInput, book_at, kind_code
from api.responsibility.sanctions import Sanction
from api.responsibility.understood import ToldFact, Words, danger_advice
from api.situation.forms import FactForm, forms
from api.situation.input import SituationInput, situation
from knowledge.errors import AmbiguousAct
from knowledge.permissions import decision
from knowledge.permissions.exceptions import not_suggested, refused_by_rule
from knowledge.permissions.heard import at_any_age, with_heard, with_if_so
from knowledge.permissions.in_words import InWords
from knowledge.permissions.polarity import act_asked, mandarin, read
from knowledge.permissions.recipients import told_to
from knowledge.permissions.silence import to_be_reported
from knowledge.permissions.spoken import UnheardAct, with_advice
from knowledge.permissions.unexplained import without_yes_to_the_rest
from knowledge.permissions.ways import with_ways
from knowledge.responsibility.judging import judge
from knowledge.rows import rows as rules
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.told_facts import ToldFact as Told
from knowledge.understanding.told_facts import minor_told
from knowledge.vocabulary import Modality, Verdict


@strawberry.input(one_of=True)
class ActInput:
    """The act, by code or in words."""

    code: str | None = strawberry.UNSET
    text: str | None = strawberry.UNSET


@strawberry.type
@labelled
class NormException:
    """An exception from a norm."""

    text: str
    condition: str
    verdict: Verdict
    citations: list[Citation]


@strawberry.type
@labelled
class Norm:
    """A norm: what its subject may, must or must not do, with exceptions, sanctions and citations."""

    code: str
    modality: Modality
    only: bool
    text: str
    condition: str
    binds: Verdict
    failing: list[str]
    missing_facts: list[FactForm]
    citations: list[Citation]
    exceptions: list[NormException]
    sanctions: list[Sanction]
    instead: str | None

    @classmethod
    def of(cls, book: Rulebook, n: decision.NormApplied, on: Date) -> "Norm":
        """From a judged norm."""
        row = n.norm.row
        return cls(
            code=row.id,
            modality=row.modality,
            only=row.only,
            text=row.text,
            condition=row.condition,
            binds=n.binds,
            failing=[a.text for a in n.norm.failing],
            missing_facts=forms(n.norm.missing),
            citations=citations(n.norm.citations),
            exceptions=[
                NormException(
                    text=e.row.text,
                    condition=e.row.when.text,
                    verdict=e.verdict,
                    citations=citations(e.citations),
                )
                for e in (*n.exceptions, *n.unlikely)
            ],
            sanctions=[Sanction.of(book, s) for s in judge(book, row.sanction, {}, on)],
            instead=row.instead,
        )


@strawberry.type
@labelled
class OtherSubject:
    """Other kinds of body that may, must or must not do the act."""

    body_kinds: list[BodyKind]
    modality: Modality
    only: bool
    text: str
    condition: str
    citations: list[Citation]
    instead: str | None

    @classmethod
    def of(cls, book: Rulebook, n: rules.Norm, on: Date) -> "OtherSubject":
        """From a norm addressed to others."""
        return cls(
            body_kinds=BodyKind.some(book.kinds, n.by),
            modality=n.modality,
            only=n.only,
            text=n.text,
            condition=n.condition,
            citations=citations(book.citations(n, on)),
            instead=n.instead,
        )


@strawberry.type
@labelled
class PermissionAdvice:
    """The answer YES, NO, DEPENDS or NOT_STATED, with every norm that was considered."""

    answer: decision.Permission
    asked: decision.Asked
    sentence: str
    advice: str | None
    act: NamedCode
    body_kind: BodyKind
    on: Date
    heard: list[ToldFact]
    not_covered: list[str]
    norms: list[Norm]
    missing_facts: list[FactForm]
    others: list[OtherSubject]

    @classmethod
    def of(
        cls, book: Rulebook, p: decision.Permitted, heard: Iterable[Told] = (), advice: str | None = None
    ) -> "PermissionAdvice":
        """From the decision, the facts of the question that it rests on, and the sentence on danger in its words."""
        return cls(
            answer=p.answer,
            asked=p.asked,
            sentence=str(p.sentence(book)),
            advice=advice,
            act=NamedCode(code=p.act, name=book.acts[p.act].name),
            body_kind=BodyKind.of(book.kinds[p.by]),
            on=p.on,
            heard=[ToldFact.of(f, counts=True) for f in heard],
            not_covered=list(p.beside),
            norms=[Norm.of(book, n, p.on) for n in p.norms],
            missing_facts=forms(p.missing),
            others=[OtherSubject.of(book, n, p.on) for n in p.others],
        )


def _in_ways(
    book: Rulebook, text: str, act: str, by: str, situation: Situation, on: Date, asked: decision.Asked, words: InWords
) -> decision.Permitted:
    """Return the answer, with the ways of the duty that the text takes or leaves."""
    return with_ways(book, decision.permitted(book, act, by, situation, on, asked, words), text)


@strawberry.type
class PermissionQuery:
    """Permission of a kind of body to do an act."""

    @strawberry.field
    async def permitted(
        self,
        info: Info,
        act: ActInput,
        body_kind: str,
        situation: SituationInput | None = None,
        on: Date | None = None,
        at: PlaceInput | None = None,
        asked: decision.Asked | None = None,
    ) -> PermissionAdvice | None:
        """`bodyKind` is the code, name or alias of a kind of body; `at` leaves out texts of other territories.

        Facts of the child in the text can forbid or oblige (`heard`), and never allow what the given facts leave
        open: then the facts are asked for. If the text contains more than its act (`notCovered`), the answer is no
        YES. `asked` is read from the text unless it is given; a text that turns against its act (推迟, 停, 泄露) is
        never taken as asking to do it. Where several acts fit, each candidate of the error has its `asked`: pass it
        with the code. `advice` is the sentence on danger in the text, of an answer and of an error about an act that is
        not sure.
        """
        book = await book_at(info.context, at)
        day = on or today()
        who, known = kind_code(book, body_kind), _situation(situation, day)
        if act.code:
            put = read(book, "", act.code, who, asked)
            return PermissionAdvice.of(book, decision.permitted(book, act.code, who, known, day, put))
        text = act.text or ""
        words = await Words.read(info.context, text, day, known, field="act")
        danger = danger_advice(words.understood)
        harmed = partial(to_be_reported, book, words.situation, day)
        try:
            code, put = await read_aside("act", text, act_asked, book, text, who, asked, harmed)
        except (AmbiguousAct, UnheardAct) as unsure:
            raise with_advice(unsure, danger) from unsure
        young = minor_told(text, words.counted) if known.age is None and known.birth_date is None else None
        heard = at_any_age(words.situation) if young else (words.situation,)
        read_as = InWords(told_to(book, text, who))
        judged = partial(_in_ways, book, mandarin(text), code, who, on=day, asked=put, words=read_as)
        answer, decided = with_heard(judged, known, heard)
        unlikely = not_suggested(book, answer, text, words.understood, known)
        answer, by_words = refused_by_rule(answer, judged, known, heard, replace(read_as, unlikely=unlikely))
        covering = partial(without_yes_to_the_rest, book, text=text, heard=words.understood.facts)
        answer = with_if_so(covering(answer), judged, known, heard, lambda a: not covering(a).beside)
        rests = decided or by_words or answer.if_so
        rests_on = (*words.counted, *filter(None, (young,))) if rests else ()
        return PermissionAdvice.of(book, answer, rests_on, danger)


_situation = situation
