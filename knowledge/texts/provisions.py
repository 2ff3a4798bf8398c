"""Legal texts: which version was in force, and whether it contains a quote (文本)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from knowledge.rows.rows import Cite, PlanClause
from knowledge.rows.texts import Article, Document, Version
from knowledge.vocabulary import Force

DayRange = tuple[date, date]
"""Days [since, until)."""

ITEM = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
"""Beginning of an item of a list."""

OPEN_START, OPEN_END = date.min, date.max


def digest(paras: Sequence[str]) -> str:
    """The sha256 of an article: its paragraphs joined by newlines, UTF-8."""
    return sha256("\n".join(paras).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Provision:
    """An article of a statute version, or a clause of the plan."""

    clause: str
    document: Document
    version: Version
    paras: tuple[str, ...]
    sha256: str

    def __hash__(self) -> int:
        """Hash of the identifying fields only, without the text, for speed."""
        return hash((self.clause, self.sha256, self.version.id))

    @property
    def period(self) -> DayRange:
        """The days on which the version is known to be in force."""
        return self.version.days

    @property
    def heading(self) -> str:
        """第262条之一, 第三部分 of a document without articles, or the own numbering of a plan."""
        document, _, number = self.clause.partition("/")
        if not number:
            return document.removeprefix("plan:")
        if self.document.force is Force.LOCAL:
            return number
        if self.document.parts:
            return f"第{numeral(int(number))}部分" if number != "0" else "引言"
        plain, _, inserted = number.partition("之")
        return f"第{plain}条" + (f"之{inserted}" if inserted else "")

    def carries(self, quote: str) -> bool:
        """True if it contains the quote verbatim."""
        return any(quote in p for p in self.paras) or quote in "\n".join(self.paras)

    def paragraph(self, quote: str) -> int | None:
        """Number, from 1, of the paragraph (款) that contains the quote; None if the quote spans several.

        The items (项) of a list belong to the paragraph before them and are not counted.
        """
        index = self._holding(quote)
        return None if index is None else sum(not ITEM.match(p) for p in self.paras[: index + 1])

    def item(self, quote: str) -> str | None:
        """Number, such as 一, of the item (项) that contains the quote; None if it is not in an item.

        An item of a document without articles may have several paragraphs.
        """
        index = self._holding(quote)
        if index is None:
            return None
        first = 0 if self.document.parts else index
        items = [m[1] for p in self.paras[first : index + 1] if (m := ITEM.match(p))]
        return items[-1] if items else None

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs (款)."""
        return sum(not ITEM.match(p) for p in self.paras)

    def _holding(self, quote: str) -> int | None:
        return next((n for n, p in enumerate(self.paras) if quote in p), None)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with the provision that contains it on the day of the question."""

    provision: Provision
    quote: str


def number_of(clause: str) -> int | str | None:
    """The number of an article by its clause id: 262, 262之一; None for a clause of the plan."""
    number = clause.partition("/")[2]
    return int(number) if number.isdecimal() else number or None


def provisions(
    documents: Iterable[Document], articles: Iterable[Article], plan: Iterable[PlanClause]
) -> dict[str, tuple[Provision, ...]]:
    """All shipped provisions by clause id, one for each version that has the clause."""
    owner = {v.id: (d, v) for d in documents for v in d.version}
    result: dict[str, tuple[Provision, ...]] = {}
    for a in (a for a in articles if a.version in owner):  # the gate reports the others
        document, version = owner[a.version]
        clause = f"{document.id}/{a.number}"
        result[clause] = (*result.get(clause, ()), Provision(clause, document, version, a.paras, a.sha256))
    for p in plan:
        document, version = owner["plan"]
        result[p.id] = (Provision(p.id, document, version, (p.quote,), digest((p.quote,))),)
    return result


DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")


def numeral(n: int) -> str:
    """A number below 10,000 in Chinese numerals: 11 is 十一, 105 is 一百零五, 1084 is 一千零八十四."""
    digits = str(n)
    places = zip(digits, PLACES[len(digits) - 1 :: -1], strict=True)
    text = re.sub("零+", "零", "".join(DIGITS[int(d)] + ("" if d == "0" else place) for d, place in places))
    text = text.rstrip("零") or DIGITS[0]
    return text.removeprefix("一") if text.startswith("一十") else text


def _head(p: Provision) -> str:
    """Title, clause id and the article's number in both notations."""
    if p.document.force is Force.LOCAL:
        return f"{p.document.title} {p.heading}".casefold()
    plain, _, inserted = p.clause.partition("/")[2].partition("之")
    in_chinese = f"第{numeral(int(plain))}条" + (f"之{inserted}" if inserted else "") if plain.isdecimal() else ""
    return f"{p.document.title} {p.clause} {p.heading} {'' if p.document.parts else in_chinese}".casefold()


@dataclass(frozen=True)
class Texts:
    """All shipped provisions."""

    documents: Mapping[str, Document]
    by_clause: Mapping[str, tuple[Provision, ...]]
    here: frozenset[str] | None = None
    """The territories of which the place of the question is a part; None: no place, every text counts."""

    def territories_at(self, area: str) -> frozenset[str]:
        """Return the territories of shipped documents that contain an area, by its code.

        The code of a draft's invented area does not reveal its location: no text is ruled out.
        """
        if not area.isdecimal():
            return self._territories
        return frozenset(t for t in self._territories if area.startswith(t))

    @cached_property
    def _territories(self) -> frozenset[str]:
        return frozenset(d.territory.code for d in self.documents.values() if d.territory)

    def applies(self, document: Document) -> bool:
        """True if the document is in force at the place of the question, whatever the day."""
        return document.territory is None or self.here is None or document.territory.code in self.here

    def carries(self, cite: Cite) -> bool:
        """True if the document of the citation is in force at the place of the question, whatever the day."""
        return self.applies(self.document(cite.clause))

    def within(self, here: frozenset[str]) -> "Texts":
        """The texts that are in force in these territories; the documents of others are still known by name."""
        there = replace(self, here=here)
        by_clause = {c: versions for c, versions in self.by_clause.items() if there.applies(versions[0].document)}
        return replace(there, by_clause=by_clause)

    def document(self, clause: str) -> Document:
        """The document to which a clause id belongs.

        Raises:
            KeyError: No shipped document has that id.
        """
        return self.documents["plan" if clause.startswith("plan:") else clause.split("/", maxsplit=1)[0]]

    def provision(self, clause: str, on: date) -> Provision | None:
        """The provision in force on the day, or None if no shipped version is."""
        return next((p for p in self.by_clause.get(clause, ()) if p.period[0] <= on < p.period[1]), None)

    def cited(self, cites: Iterable[Cite], on: date) -> tuple[Citation, ...]:
        """The citations in force on the day; those whose version lacks the quote are left out."""
        pairs = ((self.provision(c.clause, on), c.quote) for c in cites)
        return tuple(Citation(p, q) for p, q in pairs if p is not None and p.carries(q))

    def periods(self, cite: Cite) -> tuple[DayRange, ...]:
        """The days on which a version with this quote is in force."""
        return tuple(p.period for p in self.by_clause.get(cite.clause, ()) if p.carries(cite.quote))

    def beside(self, more: Iterable[Provision]) -> "Texts":
        """Return these texts with others, which can be searched, listed and opened in the same way."""
        added: dict[str, tuple[Provision, ...]] = {}
        for p in more:
            added[p.clause] = (*added.get(p.clause, ()), p)
        documents = {p.document.id: p.document for of in added.values() for p in of}
        return replace(self, documents={**self.documents, **documents}, by_clause={**self.by_clause, **added})

    def search(self, text: str, on: date) -> list[Provision]:
        """The provisions in force on the day that contain every word of `text`, best first.

        A word may be part of the title, a clause id, an article's number (第11条, 第十一条) or part of the text.
        Matches in title and number come before matches in the text, and laws before the plan.
        """
        words = text.casefold().split()
        hits = []
        for order, clause in enumerate(self.by_clause if words else ()):
            p = self.provision(clause, on)
            if p is None:
                continue
            head, body = _head(p), "\n".join(p.paras)
            scores = [2 * (w in head.split()) or w in head for w in words]
            if all(h or w in body for h, w in zip(scores, words, strict=True)):
                hits.append((-sum(scores), p.document.force in {Force.PLAN, Force.LOCAL}, order, p))
        return [h[-1] for h in sorted(hits, key=lambda h: h[:-1])]
