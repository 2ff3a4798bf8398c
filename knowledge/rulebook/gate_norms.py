"""The checks of norms: who may, must or must not do what (规范的规则关)."""

import re
from collections.abc import Callable, Iterator

from knowledge.reasons import reason
from knowledge.rows.rows import PROVISO, Conditional, Norm
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_words import sanction_place
from knowledge.vocabulary import Modality

ADDRESSED_TO_ALL = re.compile(
    r"(?<![向给对由])任何(?:组织|单位|个人|人)(?:[和或]者?(?:组织|单位|个人))?[^，；。]*?(?:不得|有权|可以)"
    r"|(?<![有关的])单位、个人[^，；。]*?(?:不得|有权)"
)
"""Words that address a norm to every unit and person (任何组织或者个人不得…), not to whom it names."""

OPEN_LIST = re.compile(r"等(?:有关)?部门")
"""Words after a list of departments that is not closed."""


def norm_problems(book: Rulebook, n: Norm, row: Callable[[Rulebook, Conditional], Iterator[str]]) -> Iterator[str]:
    """Yield the errors of a norm; `row` checks quotes and days."""
    yield from row(book, n)
    if not n.cite:
        yield reason("norm.uncited")
    if n.act not in book.acts:
        yield reason("code.act", code=n.act)
    bodies = (
        *n.by,
        *(b for s in n.sanction for b in (s.body, s.against) if b),
        *(b for e in n.exception for b in (*e.by, *e.to)),
    )
    yield from (reason("code.body", code=b) for b in bodies if b not in book.kinds)
    yield from (reason("code.matter", code=m) for m in n.matters if m not in book.matters)
    for part in (*n.exception, *n.sanction):
        yield from row(book, part)
    for sanction in n.sanction:
        yield from sanction_place(sanction, book.everyone, n)
    yield from _addressees(book, n)
    if n.proviso is not None and not _holds(n, n.proviso):
        yield reason("norm.proviso")


def _holds(n: Norm, proviso: str) -> bool:
    """True if a proviso is in the quoted words, limits a power or a duty, and is asked for."""
    asked = any(a.fact == PROVISO and False not in a.values for a in n.when.atoms)
    return asked and n.modality in {Modality.MAY, Modality.MUST} and any(proviso in c.quote for c in n.cite)


def _addressees(book: Rulebook, n: Norm) -> Iterator[str]:
    """A norm binds those whom its quoted words address."""
    if n.cite and ADDRESSED_TO_ALL.search(n.cite[0].quote) and book.everyone not in n.by:
        yield reason("norm.to_all")
    if book.everyone in n.by and len(n.by) > 1:
        yield reason("norm.all_and_some")
    if n.only and (n.modality is Modality.MUST_NOT or book.everyone in n.by):
        yield reason("norm.only")
    listed = n.only and len(n.by) > 1 and any(OPEN_LIST.search(c.quote) for c in n.cite)
    if n.open is not listed:
        yield reason("norm.open")
