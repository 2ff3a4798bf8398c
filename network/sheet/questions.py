"""Questions that decide benefits, each asked once for all that it decides (差一问)."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from knowledge.eligibility.services import Ask, Eligibility
from knowledge.messages.message import message
from knowledge.situation.conditions import DERIVED
from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import DURATIONS
from knowledge.vocabulary import Fit
from network.referral.referral import Offer
from network.sheet.model import SheetBenefit, SheetOutcome, SheetQuestion
from network.sheet.relevance import spoken_for, worth_asking

RECEIVED = "receiving"
"""The fact of the benefits received, which those of single benefits follow from."""


def questions(open_: Sequence[tuple[Offer, SheetBenefit]], wanted: Collection[str] = ()) -> tuple[SheetQuestion, ...]:
    """A question for each undecided benefit that facts decide; first those on what something known speaks for.

    `wanted`: the services that somebody asks for by name.
    """
    asks = {o.code: best for o, _ in open_ if (best := _best(o.eligibility, wanted=o.code in wanted))}
    shared = Counter(a.fact for options in asks.values() for a in options)
    chosen: dict[str, list[tuple[SheetBenefit, Ask]]] = {}
    for offer, row in open_:
        options = asks.get(offer.code)
        if options:
            ask = max(options, key=lambda a: shared[a.fact])
            chosen.setdefault(ask.fact, []).append((row, ask))
    spoken = {offer.code for offer, _ in open_ if spoken_for(offer.eligibility)}
    first = sorted(chosen.items(), key=lambda asked: not any(row.code in spoken for row, _ in asked[1]))
    return tuple(_question(fact, rows) for fact, rows in first)


def _best(e: Eligibility, *, wanted: bool) -> list[Ask]:
    """The questions after which most is decided; of a requirement's alternatives, those that known facts speak for."""
    deciding = [a for a in e.asks if len({x.fit for x in a.leads}) > 1 and worth_asking(e, a.fact, wanted=wanted)]
    rows = [a for a in deciding if a.fact in e.likely] or deciding

    def rank(a: Ask) -> tuple[bool, int]:
        fits = {x.fit for x in a.leads}
        return Fit.ELIGIBLE in fits, len(fits)

    best = max(map(rank, rows), default=None)
    return [a for a in rows if rank(a) == best]


def _question(fact: str, rows: list[tuple[SheetBenefit, Ask]]) -> SheetQuestion:
    return SheetQuestion(fact, wording(fact), tuple(row for row, _ in rows), tuple(_outcomes(rows)))


def _outcomes(rows: list[tuple[SheetBenefit, Ask]]) -> Iterator[SheetOutcome]:
    """The answers grouped by what they lead to."""
    leads: dict[str, list[tuple[str, Fit]]] = {}
    for row, ask in rows:
        for lead in ask.leads:
            for value in lead.values:
                leads.setdefault(_answer(ask.fact, value), []).append((row.name, lead.fit))
    alike: dict[tuple[tuple[str, Fit], ...], list[str]] = {}
    for value, led in leads.items():
        alike.setdefault(tuple(led), []).append(value)
    for results, values in alike.items():
        fits = dict.fromkeys(fit for _, fit in results)
        yield SheetOutcome(tuple(values), tuple((f, tuple(n for n, x in results if x is f)) for f in fits))


def _answer(fact: str, value: str) -> str:
    """A value in words; yes with what it means, because a question may ask for the reverse (are you safe?)."""
    row = FACTS.get(fact)
    if row is None or row.kind is not Kind.BOOL or not row.option(value):
        return value
    return str(message("sheet.yes", value=value, label=row.label))


def wording(fact: str) -> str:
    """The question for a fact, in the language of the answer; its name where no row asks for it."""
    name = DURATIONS.get(fact, fact)
    row = FACTS.get(name) or (FACTS[RECEIVED] if fact not in DERIVED or fact.startswith("receives_") else None)
    if row is None:
        return str(DERIVED[fact])
    return str(row.ask)
