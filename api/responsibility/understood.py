"""Query.understand, and what an answer understood of a text: types and the one way to them (听懂了什么)."""

import re
from collections.abc import Iterable
from datetime import date as Date  # GraphQL's word for the scalar
from typing import Self

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.common import BodyKind, Info
from api.enums import labelled
from api.request.context import Context, today
from api.request.reading import read_aside
from api.responsibility.types import MatterRef, ResolvedPlace
from api.situation.forms import FactValue
from api.situation.input import code_of, situation
from knowledge.errors import BadInput
from knowledge.messages.message import listed, message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from knowledge.understanding.place_words import PlaceWord, PlaceWordKind
from knowledge.understanding.questions import AskedAct
from knowledge.understanding.told_facts import ToldFact as Told
from knowledge.understanding.understood import MatterShare, answered, counted, understand
from knowledge.understanding.understood import Understood as UnderstoodText
from knowledge.understanding.wishes import wishes
from knowledge.vocabulary import AreaLevel
from knowledge.words.meaning import Danger
from network import places
from network.names import below, core

CHINESE = re.compile("[\u4e00-\u9fff]")


@strawberry.type
class ToldFact:
    """Fact in a text, with its words."""

    fact: str
    label: str
    value: FactValue
    most: int | None
    words: str
    start: int
    end: int
    plain: bool
    counts: bool

    @classmethod
    def of(cls, f: Told, *, counts: bool) -> Self:
        """Return the type of a fact in a text."""
        row = FACTS[f.fact]
        value = FactValue.of(f.fact, f.value)
        if value.code is None:
            label = f"{f.value}–{f.most}" if f.most is not None and f.most != f.value else str(f.value)
            value = FactValue(code=str(f.value), label=label)
        return cls(
            fact=to_camel_case(f.fact),
            label=str(row.label),
            value=value,
            most=f.most,
            words=f.words,
            start=f.start,
            end=f.end,
            plain=f.plain,
            counts=counts,
        )


@strawberry.type
class MatterGuess:
    """A matter that the text may mean."""

    matter: MatterRef
    share: float
    matched: list[str]

    @classmethod
    def of(cls, book: Rulebook, m: MatterShare) -> Self:
        """From the ranking."""
        return cls(matter=MatterRef.of(book.matters[m.code]), share=m.share, matched=list(m.matched))


@strawberry.type
@labelled
class PlaceInText:
    """Name of a place, as in the text."""

    words: str
    kind: PlaceWordKind
    start: int
    end: int
    place: ResolvedPlace | None

    @classmethod
    def of(cls, p: PlaceWord, place: ResolvedPlace | None) -> Self:
        """From words and, where the network knows it, the place."""
        return cls(words=p.words, kind=p.kind, start=p.start, end=p.end, place=place)


@strawberry.type
class AskedQuestion:
    """A question whether somebody may or must do something."""

    text: str
    body_kind: BodyKind | None

    @classmethod
    def of(cls, book: Rulebook, q: AskedAct) -> Self:
        """From the sentence and whom it asks about."""
        return cls(text=q.text, body_kind=BodyKind.of(book.kinds[q.by]) if q.by else None)


@strawberry.type
@labelled
class Understood:
    """Meaning of a text; the text itself is not stored."""

    matters: list[MatterGuess]
    single: MatterRef | None
    provisional: MatterRef | None
    answered: list[MatterRef]
    danger: Danger
    wishes: list[str]
    advice: str | None
    nothing: bool
    facts: list[ToldFact]
    places: list[PlaceInText]
    speaker: ToldFact | None
    question: AskedQuestion | None
    unused: list[str]

    @classmethod
    def of(cls, book: Rulebook, u: UnderstoodText, counting: Iterable[Told], places: list[PlaceInText]) -> Self:
        """From what was understood; `counting` are the facts that the answer used."""
        used = set(counting)
        speaker = u.speaker
        return cls(
            matters=[MatterGuess.of(book, m) for m in u.matters],
            single=MatterRef.of(book.matters[u.single]) if u.single else None,
            provisional=MatterRef.of(book.general) if u.provisional else None,
            answered=[MatterRef.of(book.matters[code]) for code in answered(book, u)],
            danger=u.danger,
            wishes=list(u.wishes),
            advice=advice(u),
            nothing=u.nothing,
            facts=[ToldFact.of(f, counts=f in used) for f in u.facts],
            places=places,
            speaker=ToldFact.of(speaker, counts=speaker in used) if speaker else None,
            question=AskedQuestion.of(book, u.question) if u.question else None,
            unused=list(u.unused),
        )


def known_wishes(codes: Iterable[str] | None) -> tuple[str, ...]:
    """Return the codes of wishes, each once.

    Raises:
        BadInput: One of them does not exist.
    """
    there = [w.code for w in wishes()]
    if wrong := [code for code in codes or () if code not in there]:
        raise BadInput("wishes", "words.no_such_wish", wish=wrong[0], wishes=listed(there))
    return tuple(dict.fromkeys(codes or ()))


def advice(u: UnderstoodText) -> str | None:
    """The sentence to show first: what to call where there is or may be danger, where to turn with nothing of ours."""
    if not u.single and not CHINESE.search(u.text):
        return str(message("words.only_chinese"))  # it is not understood, whatever was learned makes of its letters
    if u.grown:
        return str(message("words.grown_danger"))
    if u.nothing:
        return str(message("words.nothing"))
    sentences = {Danger.TOLD: "words.danger_told", Danger.LED: "words.danger_led"}
    return str(message(sentences[u.danger])) if u.danger in sentences else None


def danger_advice(u: UnderstoodText) -> str | None:
    """The sentence on danger alone; None if the text contains none."""
    return advice(u) if u.grown or u.danger in {Danger.TOLD, Danger.LED} else None


class Words:
    """A text in words of one's own, understood for one question."""

    def __init__(self, c: Context, text: str, on: Date, known: Situation, without: Iterable[str] = ()) -> None:
        """Understand the text; `known` are facts given otherwise, `without` those that must not count.

        Raises:
            BadInput: a fact that does not exist, facts that cannot be together.
        """
        codes = {name: code_of(name) for name in without}
        if wrong := [name for name, code in codes.items() if code is None]:
            raise BadInput("without", "words.no_such_fact", fact=wrong[0])
        given = known.known()
        self.network, self.book = c.at(on), c.book
        self.understood = understand(c.book, text, on, given)
        self.counted = counted(self.understood.facts, given, frozenset(filter(None, codes.values())))
        self.situation = situation(given | {f.fact: f.value for f in self.counted})

    @classmethod
    async def read(
        cls, c: Context, text: str, on: Date, known: Situation, without: Iterable[str] = (), field: str = "text"
    ) -> Self:
        """As when it is made, but beside the event loop.

        Raises:
            BadInput: besides, a text that is too long.
        """
        return await read_aside(field, text, cls, c, text, on, known, without)

    @property
    def matters(self) -> tuple[str, ...]:
        """Return the matters to answer about."""
        return answered(self.book, self.understood)

    @property
    def shown(self) -> Understood:
        """As the schema has it."""
        places = [PlaceInText.of(p, self._place(p)) for p in self.understood.places]
        return Understood.of(self.book, self.understood, self.counted, places)

    def _place(self, p: PlaceWord) -> ResolvedPlace | None:
        """Return the only community or street of the network with this name; None if there is none, or several.

        People write 六榕街 for 六榕街道: a text like a road may be the name of a street.
        """
        short = p.kind is PlaceWordKind.ROAD and p.words.endswith("街")
        if p.kind not in {PlaceWordKind.COMMUNITY, PlaceWordKind.STREET} and not short:
            return None
        ranks = places.typed(self.network, core(below(p.words, self.network.upper)))
        exact = [code for code, rank in ranks.items() if not rank]
        if short or p.kind is PlaceWordKind.STREET:
            exact = [code for code in exact if self.network.areas[code].level is AreaLevel.STREET]
        return ResolvedPlace.of(self.network, places.by_code(self.network, exact[0])) if len(exact) == 1 else None


@strawberry.type
class UnderstandingQuery:
    """Meaning of a text."""

    @strawberry.field
    async def understand(self, info: Info, text: str, on: Date | None = None) -> Understood | None:
        """Return the meaning of the words themselves, without a place or a question."""
        return (await Words.read(info.context, text, on or today(), Situation())).shown
