"""Codes of the rules that a form can name: needs, services (表单能写的代码)."""

from dataclasses import dataclass
from typing import Self

from knowledge.casework.rows import FieldType
from knowledge.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class RuleCodes:
    """Codes of needs, services and matters."""

    needs: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    matters: frozenset[str] = frozenset()

    @classmethod
    def of(cls, book: Rulebook) -> Self:
        """The codes of a rulebook."""
        return cls(frozenset(n.code for n in book.needs), frozenset(book.services), frozenset(book.matters))

    def has(self, kind: FieldType, code: str) -> bool:
        """True if a field of this type can name the code."""
        if kind is FieldType.MATTER:
            return code in self.matters
        return code in self.services or (kind is FieldType.NEED and code in self.needs)
