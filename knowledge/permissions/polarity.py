"""Form of a question: whether somebody may do something, may refrain from it, or must do it (问法).

不 and 没 occur in many questions without a negation (能不能, 不满十四岁, 家长不同意). A negated duty, anywhere in
the text, is a question about refraining; any other negation counts only on the words of the act. A doubtful reading
therefore ends with "must" or "must not", never with a permission that nobody asked about.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from knowledge.errors import AmbiguousAct, Candidate, NotFound
from knowledge.permissions.against import against
from knowledge.permissions.clauses import has_pair, pairs
from knowledge.permissions.decision import Asked
from knowledge.permissions.delay import COMMON, put_off
from knowledge.permissions.demands import complying
from knowledge.permissions.doers import done_by_another
from knowledge.permissions.silence import (
    SecrecyQuestion,
    bare_report,
    not_reported,
    secrecy_question,
    silence,
    silence_question,
)
from knowledge.permissions.spoken import SpokenAct, UnheardAct, act_by_name, spoken_act
from knowledge.permissions.ways import ways_asked
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Modality
from knowledge.words.dictionary import words
from knowledge.words.search import Search
from knowledge.words.verbs import OFFERED, picked

_CLAUSE = re.compile(r"[，,。；;！!？?]")
_FRAME = re.compile(
    r"(.{1,2})[不没]\1"  # 能不能、行不行、用不用、鼓励不鼓励
    r"|[可应]不[可应][以该]|允不允许|合不合\w|违不违\w"
    r"|有?没有(?=权|责任|问题|义务|资格)|[有没]{2}有"
    r"|(?:没有?|未|不经)[^，。；]{0,8}?(?:同意|许可|批准|授权|允许)"
    r"|/不可以|不(?=$|[？?，,。！!；;\s])"  # 能分不
)
"""Questions by a verb and its denial: they deny nothing."""
_IDIOM = re.compile(
    r"不满|不到(?!场|现场)|不足|不得|未成年|未保|未满|未必|未完成|未住院|没收|别[人的]|[特个性分区级告]别|不良|不当(?!监护)|不适[宜合]"
    r"|不安全|不听话|不负责任|不管孩子的|不下去|免费|减免|不服气?|不错|不管(?=.*都)|没事|没问题|不要紧|不明|不详|不[许准](?!备)"
    r"|不[仅但只光如过]|不违[法规]|不犯法|不算|不是|不就|不对劲|不对(?=$|[吗么吧呢，,。？?])|不敢|不一定|不懂|不[清了下]|不定(?!期)|不起来?|不同意|没同意"
    r"|没[法钱门伤饭米]|不想|不愿意?|不方便|不舒服|屡教不改|拒不改正|[拉管劝住停]不[住了回成]|没成功|没意见|不讲话|不睡觉|不一样"
)
"""Words with 不, 没, 未 or 别 that deny no act."""
MUST = re.compile(
    r"必须|非得|非要|一定[要得]|强制要求|(?:有没有|有无|有|负有?)[^，。]{0,10}(?:义务|责任)"
    r"|要不要|该不该|用不用|应不应|需不需要|[应需]要?当?不[应需]"
)
_LEFT = re.compile(r"(?:可以|能|先)不(?!能)")
_ASKED_TO_LEAVE = re.compile(
    r"(?:可不可以|可唔可以|可以|可否|能不能|能否|能够|行不行|是不是)"
    r"(?:免于(?!起诉|处罚|刑|行政)|不(?![可能行会是就得经征等]|通过|$|[吗么吧，,。？?]))"
)
"""Negation right after the modal words, which applies to the whole question whatever verb follows."""
_LEAVING = re.compile(
    r"不(?:管|理|做|办|搞|弄|干|处理|插手|过问|用管|想管)(?=[^，。；]{0,3}(?:可以|能不能|行|好|没事|没关系|就|也|$))"
)
"""Questions about doing nothing, with the act named before."""
_UNWILLING = re.compile(r"(?:不(?:想|愿意?|肯|乐意|打算|准备|方便)|懒得)(?P<what>[^，。；？?]{2,6})")
_DENIAL = re.compile(r"[不没别未](?:有|用|去|再|必|要|肯|给|把|让|先|能|得|对|带|上)*")
_REFUSAL = re.compile(r"拒绝|拒不|省了|跳过|免除|装作?没|当没|瞒着|空着|请不起|等他来|归.{0,3}不归")
_ASKING = re.compile(r"(?:可不可以|可以|可否|能不能|能否|(?<![可功职智])能)(?!不?行)(?P<act>[^，,。；;！!？?]{2,})")
_MANDARIN = {"唔该": "", "唔知": "", "唔": "不", "冇": "没", "毋": "不"}
_CANTONESE = re.compile("|".join(_MANDARIN))


def asked(text: str, phrases: Iterable[str], *, duty: bool) -> Asked:
    """Return the form of a question about an act with these names; `duty`: somebody must do it."""
    rows = tuple(phrases)
    names = " ".join(rows)
    text = _asking(text, names)
    bare = _idle(text)
    bare_names = _idle(names)
    own = {bare_names[m.end() : m.end() + 1] for m in _DENIAL.finditer(bare_names)}
    left = _ASKED_TO_LEAVE.search(text) and not MUST.search(text)
    if _unwilling(text, rows) or (left and (duty or not own)):
        return Asked.MAY_NOT
    if duty:
        return _of_duty(text, bare)
    verbs = {p[:1] for p in rows} - COMMON
    for m in _DENIAL.finditer(bare):
        word = bare[m.end() : m.end() + 2]
        if len(word) > 1 and word[0] not in own and (word in names or word[0] in verbs):
            return Asked.MAY_NOT
    if _does_nothing(text, next(iter(rows), "")) and not MUST.search(text):
        return Asked.MAY_NOT
    return Asked.MUST if MUST.search(text) else Asked.MAY


def _asking(text: str, names: str) -> str:
    """The clause that asks about the act, where one does by itself: what others refuse or fail to do is no denial.

    家长没接电话，学校能先报警吗 and 校长不让报，老师可以自己报吗 ask whether they may; with a denial in the clause that
    asks, or an asking clause without the act (先别报，可以吗), the whole text is read.
    """
    own = {c for c in names if c.isalpha()} - COMMON
    asking = [(c, m) for c in _CLAUSE.split(text) if (m := _ASKING.search(c))]
    if len(asking) == 1 and own & set(asking[0][1]["act"]) and not _DENIAL.search(_idle(asking[0][0])):
        return asking[0][0]
    return text


def _unwilling(text: str, phrases: Iterable[str]) -> bool:
    """True if somebody does not want to do the act itself, and asks about that."""
    own = {pair for pair in pairs(phrases) if not set(pair) <= COMMON}
    return any(has_pair(m["what"], own) for m in _UNWILLING.finditer(text))


def _does_nothing(text: str, name: str) -> bool:
    """True if a question is about doing nothing, in other words than the name of the act (不办登记就收养孩子)."""
    return _LEAVING.search(_idle(text.replace(name, "") if name else text)) is not None


def _idle(text: str) -> str:
    """The text without words with 不 or 没 that deny nothing."""
    return _IDIOM.sub("　", _FRAME.sub("　", text))


def _of_duty(text: str, bare: str) -> Asked:
    if MUST.search(text) and not _LEFT.search(bare):
        return Asked.MUST
    return Asked.MAY_NOT if _DENIAL.search(bare) or _REFUSAL.search(bare) else Asked.MAY


def read(book: Rulebook, text: str, act: str, by: str, given: Asked | None = None) -> Asked:
    """Return the form of a text's question about an act by a kind of body; `given` is the form stated by the caller.

    Raises:
        AmbiguousAct: the text turns against an act that is no duty of this body, or asks to ignore a forbidden one
            (打孩子的事可以不管吗): it means another one.
    """
    row = book.acts.get(act)
    if not text or row is None:
        return given or Asked.MAY
    plain_text, phrases = mandarin(text), (row.name, *row.aliases)
    norms = [n for n in book.norms_on[act] if book.binds(n, by)]
    duties = [n for n in norms if n.modality is Modality.MUST]
    law = " ".join(words for n in duties for words in (n.text, *(c.quote for c in n.cite)))
    only_forbidden = bool(norms) and all(n.modality is Modality.MUST_NOT for n in norms)
    turned = against(plain_text, phrases)
    if duties and (put_off(plain_text, phrases, law) or (turned and turned.turns)):
        return Asked.MAY_NOT
    ignored = only_forbidden and _does_nothing(plain_text, row.name)
    if not ignored and (turned is None or (only_forbidden and not any(n.exception for n in norms))):
        return given or asked(plain_text, phrases, duty=bool(duties))
    others = Search.over(book).acts(text).candidates(OFFERED)
    itself = Candidate(act, row.name, ())
    raise AmbiguousAct("text", (*(c for c in others if c.code != act), itself))


def act_asked(
    book: Rulebook, text: str, by: str, given: Asked | None = None, harmed: Callable[[], bool] = lambda: False
) -> tuple[str, Asked]:
    """Return the act that a text means, and the form of its question.

    A child's secret about harm is concealed by silence; where it may be about harm, the meaning is asked.

    Args:
        book: The rules.
        text: The question.
        by: The kind of body that is asked about.
        given: The form stated by the caller.
        harmed: True if the facts from the text are to be reported; called where something is concealed.

    Raises:
        NotFound: unknown body kind.
        UnheardAct: no act fits.
        AmbiguousAct: several fit; each candidate has its form of the question, so that a choice preserves it.
    """
    if by not in book.kinds:
        raise NotFound("body_kind", by)
    plain_text = mandarin(text)
    if named := act_by_name(book, plain_text, by):
        return named, read(book, text, named, by, given)
    secret = secrecy_question(plain_text)
    if secret and (secret.of_harm or harmed()):
        return silence().act, given or _put_of_secret(plain_text, secret)
    if fixed := _in_fixed_words(book, text, plain_text, by, given):
        return fixed
    if not_reported(plain_text) and _leaves_report(book, text, plain_text, by):
        return silence().report, given or Asked.MAY_NOT
    try:
        act = _taken(book, text, plain_text, by)
        put = read(book, text, act, by, given)
    except (AmbiguousAct, NotFound) as unsure:
        kept = silence_question(plain_text)
        if kept and (kept.of_harm or harmed()):
            return silence().act, given or _put_of_secret(plain_text, kept)
        if isinstance(unsure, NotFound):
            raise UnheardAct from unsure
        several = unsure
        put_each = (replace(c, asked=_put(book, text, c.code, by, given)) for c in several.candidates)
        meant = _concealed(book, plain_text, secret)
        raise AmbiguousAct(several.text, tuple({c.code: c for c in (*meant, *put_each)}.values())) from several
    if secret and put is not Asked.MUST and _only_forbidden(book, act, by) and act != silence().act:
        itself = Candidate(act, book.acts[act].name, (), Asked.MAY_NOT.name)
        raise AmbiguousAct("text", (*_concealed(book, plain_text, secret), itself))
    return act, put


def _in_fixed_words(
    book: Rulebook, text: str, plain_text: str, by: str, given: Asked | None
) -> tuple[str, Asked] | None:
    """Return the act, and the form of its question, that a demand, fixed words or the ways of a duty name."""
    if demanded := complying(book, plain_text, by):
        return demanded, _put_of_demand(book, text, demanded, by, given)
    if (spoken := spoken_act(book, plain_text, by)) and spoken.act:
        return spoken.act, given or _put_of_spoken(book, text, spoken, by)
    if not MUST.search(plain_text) and (chosen := ways_asked(book, plain_text, by)):
        return chosen.act, given or chosen.asked
    return None


def _leaves_report(book: Rulebook, text: str, plain_text: str, by: str) -> bool:
    """True if a refusal to inform the police is about the report of harm that this body owes.

    It is unless its words name a report of another kind (欺凌 only when grave).
    """
    report = silence().report
    if not any(n.modality is Modality.MUST and book.binds(n, by) for n in book.norms_on[report]):
        return False
    if bare_report(plain_text, (book.kinds[by].name, *book.kinds[by].aliases)):
        return True
    try:
        return not silence().told.search(book.acts[_taken(book, text, plain_text, by)].name)
    except AmbiguousAct as several:
        return several.candidates[0].code == report
    except NotFound:
        return False


def _concealed(book: Rulebook, text: str, secret: SecrecyQuestion | None) -> tuple[Candidate, ...]:
    """Return the act of concealing, where the secret may be about harm."""
    act = silence().act
    return (Candidate(act, book.acts[act].name, (), _put_of_secret(text, secret).name),) if secret else ()


def _taken(book: Rulebook, text: str, plain_text: str, by: str) -> str:
    """Return the act that a text means, unless somebody else does it."""
    act = picked(book, text, by)
    if others := done_by_another(book, plain_text, act, by):
        raise AmbiguousAct("text", others)
    return act


def _put_of_demand(book: Rulebook, text: str, act: str, by: str, given: Asked | None) -> Asked:
    """Form of a refusal of a demand; one that no norm obliges this body to meet is left as a whole."""
    if any(book.binds(n, by) for n in book.norms_on[act]):
        return read(book, text, act, by, given)
    return given or (Asked.MUST if MUST.search(mandarin(text)) else Asked.MAY_NOT)


def _put_of_spoken(book: Rulebook, text: str, spoken: SpokenAct, by: str) -> Asked:
    """Form of a question about an act in fixed words; their own denial asks for no omission."""
    if spoken.left:
        return Asked.MAY_NOT
    if spoken.act and not spoken.whole:
        return read(book, text, spoken.act, by)
    return Asked.MUST if MUST.search(mandarin(text)) else Asked.MAY


def _put_of_secret(text: str, secret: SecrecyQuestion) -> Asked:
    if secret.left:
        return Asked.MAY_NOT
    return Asked.MUST if MUST.search(text) else Asked.MAY


def _only_forbidden(book: Rulebook, act: str, by: str) -> bool:
    norms = [n for n in book.norms_on[act] if book.binds(n, by)]
    return bool(norms) and all(n.modality is Modality.MUST_NOT for n in norms)


def _put(book: Rulebook, text: str, act: str, by: str, given: Asked | None) -> str:
    """Return the form of a question about one of several acts; words against an act ask to refrain from it."""
    try:
        return read(book, text, act, by, given).name
    except AmbiguousAct:
        return Asked.MAY_NOT.name


def mandarin(text: str) -> str:
    """The text in simplified characters, denied as Mandarin denies (唔 → 不)."""
    return _CANTONESE.sub(lambda m: _MANDARIN[m[0]], text.translate(words().simple))
