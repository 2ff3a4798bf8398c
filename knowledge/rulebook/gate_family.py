"""Checks that no row informs or gives a child to a family that may include the offender (规则关：家庭成员是侵害人).

A step, safeguard, deadline, task or caution whose words inform the family either depends on who the offender is, or
contains the instruction for an offender in the family; so does the alternative that a norm gives to a forbidden
act. An unknown fact counts as possible.
"""

import re
from collections.abc import Iterator

from knowledge.reasons import reason
from knowledge.rows.referral import Caution, Task
from knowledge.rows.rows import Deadline, Norm, Row, Safeguard, Step
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.source import RuleSource
from knowledge.situation.conditions import Atom

FAMILY = "(?:家长|监护人|父母|家属|家里人|家人|亲属|法定代理人)"
INFORMS = re.compile(
    "|".join(
        (
            f"(?:通知|联系(?!不上|方式)|告知|告诉|约谈|致电)[^；，。：（]{{0,14}}{FAMILY}",
            f"与{FAMILY}[^；。]{{0,8}}沟通",
            f"{FAMILY}[^；。]{{0,10}}(?:领回|接回|到场|沟通)",
            f"{FAMILY}[^；。]{{0,24}}(?:及时通知|及时告知|立即告知|及时联系)",
            f"(?:交给|交由|交还|送回)[^；，。]{{0,4}}{FAMILY}",
            "护送(?:返回|回|其返回)",
            "联系方式，并当场拨通",
        )
    )
)
"""Words that inform, call or hand a child to the family."""
WARNS = re.compile(
    "由公安决定|由公安定|侵害人|侵害孩子|有侵害|涉嫌侵害|加害|共犯|不先|不要|先报警|重新具备履行监护职责条件"
)
"""Words of an instruction for an offender in the family."""

Instruction = Step | Safeguard | Deadline | Task | Caution | Norm


def words(row: Instruction) -> str:
    """Return the instruction of the row."""
    if isinstance(row, Norm):
        return row.instead or ""
    return row.act if isinstance(row, Deadline) else row.text


def informs(row: Instruction) -> bool:
    """True if the row informs the family whoever the offender is."""
    return bool(INFORMS.search(words(row))) and not WARNS.search(words(row))


def guarded(book: Rulebook, row: Instruction) -> bool:
    """True if the row is left out where a member of the family is known to be the offender."""
    if isinstance(row, Task | Caution):
        return row.family
    return any(_excludes(book, atom) for atom in row.when.atoms)


def _excludes(book: Rulebook, atom: Atom) -> bool:
    if atom.fact == book.family:
        return True not in atom.values
    atoms = (a for way in book.concepts[book.family].way for a in way.when.atoms if a.fact == atom.fact)
    suspected = {value for a in atoms for value in a.values}
    return bool(suspected) and not suspected & set(atom.values)


def instructions(book: Rulebook, source: RuleSource) -> Iterator[tuple[Row, tuple[str | int, ...], Instruction]]:
    """Yield every row with an instruction: the row of its file, the path in it, and the row itself."""
    for m in source.matters:
        for part in ("step", "safeguard", "deadline"):
            yield from ((m, (part, n), row) for n, row in enumerate(getattr(m, part)))
    for d in book.doors:
        yield from ((d, ("step", n), row) for n, row in enumerate(d.step))
    for s in source.services:
        yield from ((s, ("deadline", n), row) for n, row in enumerate(s.deadline))
    yield from ((row, (), row) for row in (*source.tasks, *source.cautions, *source.norms))


def family_problems(book: Rulebook, source: RuleSource) -> Iterator[tuple[Row, tuple[str | int, ...], str]]:
    """Rows that inform the family whoever the offender is; marks that are on more or less than one concept."""
    open_ = [(row, path, part) for row, path, part in instructions(book, source) if informs(part)]
    needed = {"family": bool(open_), "danger": any(m.danger for m in source.matters)}
    for mark, asked in needed.items():
        marked = [c for c in source.concepts if getattr(c, mark)]
        if len(marked) > 1 or (asked and not marked):
            at: Row = marked[-1] if marked else source.matters[0]
            yield at, (), reason("referral.mark", mark=mark, count=len(marked))
            return
    for row, path, part in open_:
        if not guarded(book, part):
            yield row, path, reason("referral.informs_family", words=words(part))
