"""The rows of the texts: documents with their versions, days and territory, and articles (文本行)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from knowledge.messages.message import of_row
from knowledge.rows.rows import Row
from knowledge.vocabulary import Force, Mark, Trust

ArticleNumber = int | Annotated[str, Field(pattern=r"^[1-9]\d*之[一二三四五六七八九十]+$")]
"""The number of an article: 262, and 262之一 for one inserted after it."""


class Version(Row):
    """One version of a document and its days in force; `until` is excluded."""

    id: str
    label: str
    text: tuple[str, ...] = ()
    """Name in the collection of texts, then the version there; a code stored in several books names each."""
    since: date | None = None
    known_from: date | None = None
    """First day on which it is known to be in force, if the day of entry into force is unknown."""
    until: date | None = None
    source: str
    mark: Mark
    trust: Trust

    @property
    def days(self) -> tuple[date, date]:
        """The days [since, until) on which it is known to be in force."""
        return self.since or self.known_from or date.min, self.until or date.max

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return the keys in the collection of texts."""
        return tuple((self.text[0], part) for part in self.text[1:])


class Territory(Row):
    """An area in which a text is in force, as the beginning of the codes of its areas: 44, 4401, 440104."""

    code: str = Field(pattern=r"^\d{2}(\d{2}){0,2}(\d{3}){0,2}$")
    name: str
    name_en: str

    @property
    def label(self) -> str:
        """Return the name in the language of the current answer."""
        return of_row(self.name, self.name_en)


class Document(Row):
    """A statute, regulation or the plan with its versions."""

    id: str
    title: str
    title_en: str
    force: Force
    territory: Territory | None = None
    """Territory in which it is in force; None: the whole country."""
    parts: bool = False
    """True if it has no articles and is cited by its parts 一、二、三; 0 is its preamble."""
    version: tuple[Version, ...]


class Article(Row):
    """An article of one version, verbatim, with the sha256 of its paragraphs joined by newlines."""

    version: str
    number: ArticleNumber
    sha256: str
    paras: tuple[str, ...]
