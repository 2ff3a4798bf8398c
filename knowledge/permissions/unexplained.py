"""Words of a question beside the act that it names: no yes to words that were not understood (没听懂的话).

可以把家暴的诊疗记录写成摔伤吗 names keeping a record of injuries, and asks for something else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.permissions.clauses import CLAUSE, pairs
from knowledge.permissions.decision import Asked, Permission, Permitted
from knowledge.permissions.delay import times, unstated
from knowledge.permissions.polarity import MUST, mandarin
from knowledge.permissions.silence import to_be_reported
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.told_facts import ToldFact

_GAP = "＿"
"""Replacement for explained words; it separates no clauses: words beside a fact are part of the question too."""
_HAN = re.compile("[一-鿿]{2,}|[只偷骗假](?=＿|$)")
_EACH = re.compile("[一-鿿]{2,}|[一-鿿](?<![事做办])")
_ASKS = re.compile("可以|可不可以|可否|能|得不得|行不行|准|允许|有权|应|必须|要不要|该")
_HARM = re.compile("侵害|侵犯")
_MADE = re.compile(
    "[让叫派逼][^，。；？?]{1,12}自[己行]|[让叫派逼请找托雇喊](?:别的?人|人家|旁人|他人|其他人|外人|外面的人|第三方|熟人|朋友)"
)
"""Words that make another person do the act."""
_SECRETLY = re.compile("偷偷|悄悄|暗中|暗地|背地里|背着|私下|私底下|趁没人")
"""The act is done so that nobody sees it: no word of a theft or of a place explains that."""
_CONSENT = frozenset({"guardian_consents", "child_consents"})
_LIGHT = frozenset("的了着在和与把将对给让被及其")
"""Characters that join words: a pair with one of them is of no word."""
_UNDONE = re.compile("[无不未没]")
_PLAIN = re.compile(
    r"可不可以|可以|可否|能不能|能否|能够|得不得|行不行|允许|准许|有权|应该|应当|是否|必须|要不要|该不该|需不需要|需要|请问|想问|问一?下|我想|是不是"
    r"|有没有|怎么办?|如何|合法|违法|犯法|合规|规定|法律上?|有依据|自己|直接|主动|及时|立即|马上|现在|已经|这样|这么|那么|这种|那种|这个|那个|一个"
    r"|我们|咱们|你们|他们|她们|未成年人|孩子们?|小孩子?|小朋友|学生|儿童|少年|家长|父母|监护人|女儿|儿子|妈妈?|爸爸?|男孩|女孩|同学|老师"
    r"|社区|街道|区里|本区|单位|部门|机构|工作人员|情况|时候|之后|之前|以后|因为|所以|如果|而且|或者|以及|并且|就是|还是|只是|也是|一下|一些|有的"
    r"|义务|责任|职责|负责|职权|权力|权利|依据|别人|人家|本人|邻居|街坊|旁人|路人|大人|老人|同事|自愿|算不算|算是|是否算|做得到|不可以|不能|不行|没有|没|不"
    r"|依法|按规定|给予|进行|予以|开展|实施|提供|安排|要求|帮助?|[我你他她它们吗么呢吧啊呀嘛的了着过在和与跟对把将给让向从由为被就都也还再又先来去要会能有是个名些这那其之于以及等地得很]"
)
"""Words without information on manner, recipient or means."""


def unexplained(
    text: str, phrases: Iterable[str], heard: Iterable[str] = (), counted: re.Pattern[str] = _HAN
) -> tuple[str, ...]:
    """Return the words of a question that are explained neither by the act, its law, nor facts in the text.

    Args:
        text: The question.
        phrases: Names of the act and of the body, and the sentences of the law on the act.
        heard: Words that state a fact.
        counted: Pattern of words that are left; one character by itself is mostly of no word.
    """
    rest = mandarin(text)
    for words_heard in sorted(map(mandarin, heard), key=len, reverse=True):
        rest = rest.replace(words_heard, _GAP * len(words_heard))
    own = {p for p in pairs(phrases) if _LIGHT.isdisjoint(p)}
    return tuple(run for clause in CLAUSE.findall(rest) for run in _of_clause(clause, own, counted))


def _of_clause(clause: str, pairs: set[str], counted: re.Pattern[str]) -> list[str]:
    """Return the rest of a clause that asks about or names the act; a clause that only reports is ignored."""
    named = [i for i in range(len(clause) - 1) if clause[i : i + 2] in pairs]
    if not named and not _ASKS.search(clause):
        return []
    known = {*named, *(i + 1 for i in named)}
    left = "".join(_GAP if i in known else c for i, c in enumerate(clause))
    return counted.findall(_PLAIN.sub(_GAP, left))


def without_yes_to_the_rest(book: Rulebook, p: Permitted, text: str, heard: Sequence[ToldFact]) -> Permitted:
    """Return the answer, without a yes to the rest of a question that contains more than its act.

    可以用棍子制止不良行为吗 names an act that parents may do, and asks for something else; 要不要父母同意 names an
    act, and asks for something that goes with it.

    Args:
        book: The rules.
        p: The answer on the act.
        text: The question.
        heard: The facts in the text.
    """
    text = p.ways.rest if p.ways else text
    asked_text = _of_duty(text) if p.asked is Asked.MUST else text
    open_ = (Permission.YES, Permission.NO) if p.asked is Asked.MUST else (Permission.YES,)
    if p.answer not in open_:
        return p
    act, kind, norms = book.acts[p.act], book.kinds[p.by], book.norms_on[p.act]
    law = [n.text for n in norms] + [c.quote for n in norms for c in n.cite]
    names = (act.name, *act.aliases)
    if p.answer is Permission.NO:
        beside = () if _names(asked_text, names) else tuple(_HAN.findall(_PLAIN.sub(_GAP, asked_text)))
    else:
        harms = _harms(book, p, heard, " ".join((*names, *law)))
        known = (f.words for f in heard if not any(f.start < h.end and h.start < f.end for h in harms))
        beside = unexplained(asked_text, (*names, kind.name, *kind.aliases, *law), known, _EACH if p.ways else _HAN)
        beside = (
            *beside,
            *_asked_of(asked_text, [h.words for h in harms]),
            *(m[0] for how in (_MADE, _SECRETLY) for m in how.finditer(asked_text)),
        )
        beside = tuple(dict.fromkeys((*beside, *unstated(asked_text, " ".join((*names, *law))))))
    return replace(p, answer=Permission.DEPENDS, beside=beside) if beside else p


def _harms(book: Rulebook, p: Permitted, heard: Sequence[ToldFact], law: str) -> list[ToldFact]:
    """Return facts of harm to a child, or of consent, that the law on the act neither asks for nor mentions.

    There they describe how the act would be done, or to whom (用铁链锁住孩子来制止不良行为, 没有家长签字就做筛查).
    """
    asked = {a.fact for n in book.norms_on[p.act] for row in (n, *n.exception) for a in row.when.atoms}
    beside = [f for f in heard if f.fact not in asked]
    harm = [] if _HARM.search(law) else beside
    harms = [f for f in harm if to_be_reported(book, Situation(**{f.fact: f.value}), p.on)]
    return [*harms, *(f for f in beside if f.fact in _CONSENT and f.value is False)]


def _asked_of(text: str, words_heard: Iterable[str]) -> tuple[str, ...]:
    """Return those of some words that are in the question, not in the report before it."""
    asks = [c[m.end() :] for c in CLAUSE.findall(text) if (m := _ASKS.search(c))]
    return tuple(w for w in words_heard if any(w in c for c in asks))


def _of_duty(text: str) -> str:
    """Return the action and the deadline that a question asks about; events before it are report, not question."""
    clause = next((c for c in CLAUSE.findall(text) if MUST.search(c)), text)
    must = MUST.search(clause)
    if must is None:
        return ""
    within = times().within.search(clause[: must.start()])
    return (within[0] if within else "") + clause[must.end() :]


def _names(words: str, names: tuple[str, ...]) -> bool:
    """True if the duty in question is the act: an omission (无人看护) is not its performance (看着)."""
    if _UNDONE.search(names[0]) and not _UNDONE.search(words):
        return False
    return any(row[i : i + 2] in words for row in names for i in range(len(row) - 1))
