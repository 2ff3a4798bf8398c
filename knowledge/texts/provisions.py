"""The texts behind the rules: which version was in force, and does it carry these words (文本)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from knowledge.rows.rows import Article, Cite, Document, PlanClause, Version
from knowledge.vocabulary import Force

Period = tuple[date, date]
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
        """Of what tells provisions apart: the whole text is not hashed each time."""
        return hash((self.clause, self.sha256, self.version.id))

    @property
    def period(self) -> Period:
        """When the version was in force."""
        return (self.version.since or OPEN_START, self.version.until or OPEN_END)

    def carries(self, quote: str) -> bool:
        """Whether the quote stands in it word for word."""
        return any(quote in p for p in self.paras) or quote in "\n".join(self.paras)

    def paragraph(self, quote: str) -> int | None:
        """The number of the paragraph (款) that holds the quote, from 1; None where it spans several.

        A list's items (项) belong to the paragraph before them and are no paragraphs of their own.
        """
        found = self._holding(quote)
        return None if found is None else sum(not ITEM.match(p) for p in self.paras[: found + 1])

    def item(self, quote: str) -> str | None:
        """The number of the item (项) that holds the quote, as 一; None where it is not within an item."""
        found = self._holding(quote)
        m = None if found is None else ITEM.match(self.paras[found])
        return m[1] if m else None

    @property
    def paragraphs(self) -> int:
        """How many paragraphs (款) it has."""
        return sum(not ITEM.match(p) for p in self.paras)

    def _holding(self, quote: str) -> int | None:
        return next((n for n, p in enumerate(self.paras) if quote in p), None)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with the provision that carries it on the day asked."""

    provision: Provision
    quote: str


def provisions(
    documents: Iterable[Document], articles: Iterable[Article], plan: Iterable[PlanClause]
) -> dict[str, tuple[Provision, ...]]:
    """Every shipped provision by clause id, one for each version that has it."""
    owner = {v.id: (d, v) for d in documents for v in d.version}
    found: dict[str, tuple[Provision, ...]] = {}
    for a in (a for a in articles if a.version in owner):  # the gate names the others
        document, version = owner[a.version]
        clause = f"{document.id}/{a.number}"
        found[clause] = (*found.get(clause, ()), Provision(clause, document, version, a.paras, a.sha256))
    for p in plan:
        document, version = owner["plan"]
        found[p.id] = (Provision(p.id, document, version, (p.quote,), digest((p.quote,))),)
    return found


def numeral(n: int) -> str:
    """A number below a thousand as it is written in a text: 11 is 十一, 132 is 一百三十二, 105 is 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        said += f"{digits[tens] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        said += "零"
    return said + (digits[ones] if ones or not n else "")


def _head(p: Provision) -> str:
    """What names a provision: title, id, the article's number in both ways of writing."""
    _, _, number = p.clause.partition("/")
    article = f"第{number}条 第{numeral(int(number))}条" if number.isdecimal() and int(number) < THOUSAND else ""
    return f"{p.document.title} {p.clause} {article}".casefold()


@dataclass(frozen=True)
class Texts:
    """All shipped provisions."""

    documents: Mapping[str, Document]
    by_clause: Mapping[str, tuple[Provision, ...]]

    def document(self, clause: str) -> Document:
        """The document that a clause id belongs to.

        Raises:
            KeyError: no shipped document has that id.
        """
        return self.documents["plan" if clause.startswith("plan:") else clause.split("/", maxsplit=1)[0]]

    def provision(self, clause: str, on: date) -> Provision | None:
        """The provision in force on the day, or None where no shipped version was."""
        return next((p for p in self.by_clause.get(clause, ()) if p.period[0] <= on < p.period[1]), None)

    def cited(self, cites: Iterable[Cite], on: date) -> tuple[Citation, ...]:
        """The citations that stand on the day; one whose version lacks the words is left out."""
        pairs = ((self.provision(c.clause, on), c.quote) for c in cites)
        return tuple(Citation(p, q) for p, q in pairs if p is not None and p.carries(q))

    def periods(self, cite: Cite) -> tuple[Period, ...]:
        """The days on which a version in force carried these words."""
        return tuple(p.period for p in self.by_clause.get(cite.clause, ()) if p.carries(cite.quote))

    def search(self, said: str, on: date) -> list[Provision]:
        """The provisions in force on the day that hold every word said, best first.

        A word may be part of the title, a clause id, an article's number (第11条, 第十一条) or part of the text; a
        match of title and number goes before one of the text, and the law before the plan.
        """
        asked = said.casefold().split()
        hits = []
        for order, clause in enumerate(self.by_clause if asked else ()):
            p = self.provision(clause, on)
            if p is None:
                continue
            head, text = _head(p), "\n".join(p.paras)
            inside = [2 * (w in head.split()) or w in head for w in asked]
            if all(h or w in text for h, w in zip(inside, asked, strict=True)):
                hits.append((-sum(inside), p.document.force is Force.PLAN, order, p))
        return [h[-1] for h in sorted(hits, key=lambda h: h[:-1])]
