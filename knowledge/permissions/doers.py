"""Agent of the act in a question and the person affected: acts of others are not in question (谁做的)."""

import re

from knowledge.errors import Candidate
from knowledge.permissions.against import MAY_WORDS
from knowledge.permissions.clauses import CLAUSE, has_pair, pairs
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Modality
from knowledge.words.search import Search
from knowledge.words.verbs import OFFERED

_EMPTY = re.compile("[吗么嘛呢吧啊呀的了]|可以|行|能|得|好|这样|自己|去|来|做|办")
_INSTEAD = re.compile("(?:代替?|替|经过?|绕[过开]|由|等|没有?|同)$")
_FOR = re.compile("代替?|替|帮|为|给")
"""Words of doing something in somebody's place or for somebody."""
_WHEN = re.compile("^.*时(?!间)")
_REFUSED = re.compile("(?:不[让准许给]|拒绝|拒收|不收)(?P<what>[^，。；？?吗]{2})")


def done_by_another(book: Rulebook, text: str, act: str, by: str) -> tuple[Candidate, ...]:
    """Return alternatives where an act is not one of the body in question; empty where it is.

    It is another's where no norm on it binds the body, and either the question does not name it
    (公安责令家长接受指导，家长可以不去吗), or it is done for somebody and an act of its own is near
    (家长替孩子申请法律援助). Preventing somebody else from something is not the omission of a duty
    (没打疫苗就不让入学).

    Args:
        book: The rules.
        text: The question, in simplified characters.
        act: The act that the words name.
        by: The kind of body that is asked about.
    """
    row, norms = book.acts[act], book.norms_on[act]
    names = (row.name, *row.aliases)
    own = [n for n in norms if book.binds(n, by)]
    if own and not (any(n.modality is Modality.MUST for n in own) and _keeps_from(text, row.name)):
        return ()
    hits = [c for c in Search.over(book).acts(text).candidates(OFFERED) if c.code != act]
    mine = [c for c in hits if any(by in n.by for n in book.norms_on[c.code])]
    helps = bool(mine) and _FOR.search(text) is not None and not any(book.reserves(n, by) for n in norms)
    if own or helps or _asked_of_another(text, names) or _told_of_holder(book, act, text):
        return (*mine, *(c for c in hits if c not in mine), Candidate(act, row.name))
    return ()


def _told_of_holder(book: Rulebook, act: str, text: str) -> bool:
    """True if the text has the holder of a reserved act do it (法院责令的…), and nobody in its place."""
    holders = {
        name
        for n in book.norms_on[act]
        if n.only
        for k in n.by
        for name in (book.kinds[k].name, *book.kinds[k].aliases)
        if len(name) > 1
    }
    verbs = {part[:2] for part in re.split("、|或者", book.acts[act].name)}
    holder_acts = (m for h in holders for v in verbs for m in re.finditer(f"{re.escape(h)}{re.escape(v)}", text))
    return any(not _INSTEAD.search(text[: m.start()]) for m in holder_acts)


def _keeps_from(text: str, name: str) -> bool:
    """True if a question is about preventing somebody from something other than the act.

    A time before the act (入园、入学时查验接种证) is none of it: 不让入园 prevents a child from something else.
    """
    refused = _REFUSED.search(text)
    timeless = _WHEN.sub("", name)
    return refused is not None and not (_REFUSED.search(name) or timeless.startswith(refused["what"]))


def _asked_of_another(text: str, names: tuple[str, ...]) -> bool:
    """True if the words after the modal verb ask about something else, and the act is only named before."""
    own = pairs(names)
    asked = [c[m.end() :] for c in CLAUSE.findall(text) if (m := MAY_WORDS.search(c))][-1:]
    words_after = [_EMPTY.sub("", c) for c in asked]
    return any(words_after) and not any(has_pair(c, own) for c in asked)
