"""The rules read row by row, as they were before they were made ready for a day: the oracle of the compiled form."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from knowledge.rows.referral import Service, Way
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.vocabulary import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


class Interpreted:
    """The verdicts of one situation on one day, by looking at every row and every fact anew."""

    def __init__(self, book: Rulebook, known: dict[str, Any], on: date) -> None:
        self.book, self.known, self.on = book, known, on
        self.verdicts: dict[str, Verdict] = {}

    def atom(self, atom: Atom) -> Verdict:
        value = self.known.get(atom.fact)
        if value is None and atom.fact in self.book.concepts:
            verdict = self.concept(atom.fact)
            value = None if verdict is UNKNOWN else verdict is YES
        return UNKNOWN if value is None else YES if value in atom.values else NO

    def row(self, way: Way) -> Verdict:
        verdicts = {self.atom(a) for a in way.when.atoms}
        result = NO if NO in verdicts else UNKNOWN if UNKNOWN in verdicts else YES
        return UNKNOWN if result is YES and way.contested else result

    def any_way(self, rows: Sequence[Way]) -> Verdict:
        verdicts = {self.row(w) for w in rows if self.book.in_force(w, self.on)}
        return YES if YES in verdicts else UNKNOWN if UNKNOWN in verdicts else NO

    def concept(self, code: str) -> Verdict:
        if code not in self.verdicts:
            self.verdicts[code] = self.any_way(self.book.concepts[code].way)
        return self.verdicts[code]

    def service(self, service: Service) -> Verdict:
        verdicts = set()
        for r in service.requirement:
            if r.in_force(self.on):
                there = [w for w in r.way if self.book.in_force(w, self.on)]
                verdicts.add(UNKNOWN if r.contested or not there else self.any_way(r.way))
        return NO if NO in verdicts else UNKNOWN if UNKNOWN in verdicts else YES


def either_way(book: Rulebook, known: dict[str, Any], on: date, code: str, values: Mapping[str, Sequence[Any]]) -> bool:
    """True if a concept holds for every combination of values of some unknown facts."""
    every = [dict(zip(values, v, strict=True)) for v in product(*values.values())]
    return all(Interpreted(book, known | more, on).concept(code) is YES for more in every)
