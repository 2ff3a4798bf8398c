"""Legal texts: which version was in force, and whether it contains a quote (文本)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from knowledge.rows.rows import Article, Cite, Document, PlanClause, Version
from knowledge.vocabulary import Force

DayRange = tuple[date, date]
"""Days [since, until)."""

ITEM = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
"""How an item of a list begins."""

THOUSAND = 1000
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
        """The days on which the version is in force."""
        return (self.version.since or OPEN_START, self.version.until or OPEN_END)

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
        """Number, such as 一, of the item (项) that contains the quote; None if it is not in an item."""
        index = self._holding(quote)
        match = None if index is None else ITEM.match(self.paras[index])
        return match[1] if match else None

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


def numeral(n: int) -> str:
    """A number below 1000 in Chinese numerals: 11 is 十一, 132 is 一百三十二, 105 is 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{digits[tens] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones or not n else "")


def _head(p: Provision) -> str:
    """Title, clause id and the article's number in both notations."""
    _, _, number = p.clause.partition("/")
    article = f"第{number}条 第{numeral(int(number))}条" if number.isdecimal() and int(number) < THOUSAND else ""
    return f"{p.document.title} {p.clause} {article}".casefold()


@dataclass(frozen=True)
class Texts:
    """All shipped provisions."""

    documents: Mapping[str, Document]
    by_clause: Mapping[str, tuple[Provision, ...]]

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
                hits.append((-sum(scores), p.document.force is Force.PLAN, order, p))
        return [h[-1] for h in sorted(hits, key=lambda h: h[:-1])]
