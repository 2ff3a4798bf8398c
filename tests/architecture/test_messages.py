"""Every sentence stands in Chinese and English, with the same parameters, and is used; none is written elsewhere.

A further language may have a part of them: what it lacks is said in Chinese.
"""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module

import pytest

from knowledge.access.policy import Action
from knowledge.messages.message import catalogue, languages
from knowledge.vocabulary import Labelled
from tests.support.sources import ROOT, nodes_of
from tests.support.walks import every

ROOMS = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "cli")
"""All but the pages, which have a catalogue of their own."""
MADE = {"message": 0, "Message": 0, "BadInput": 1, "BadFile": 1, "bad": 0, "say": 0, "worded": 0, "wrong": 1}
"""Calls that name a message, with the position of its code."""
COMPOSED = re.compile(
    r"(audit|hours|kind|console\.script|action|limit|request|topic|report|progress|draft_part|draft_field|permission|casework_problem|exchange|exchange_field|exchange_problem|exchange_form|unaddressed|"
    r"coverage_report\.column)\."
)
"""Groups whose codes are put together from a word of the vocabulary."""
LABEL = "label."
WHOLE = ("zh", "en")
"""The languages that have everything."""
BILINGUAL = re.compile(r"[\u4e00-\u9fff].* / .*[A-Za-z]{2}", re.DOTALL)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def files(*rooms: str) -> list[str]:
    return [p.relative_to(ROOT).as_posix() for room in rooms for p in sorted((ROOT / room).rglob("*.py"))]


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """Where, what is called, the call."""
    return tuple(
        (where, name, node)
        for where in files(*ROOMS)
        for node in nodes_of(where)
        if isinstance(node, ast.Call) and (name := _called(node.func))
    )


def _called(function: ast.expr) -> str:
    """The last word of what is called."""
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


@cache
def named() -> tuple[tuple[str, str], ...]:
    """The codes that calls name, and where."""
    return tuple(_named())


def _named() -> Iterator[tuple[str, str]]:
    for where, name, call in calls():
        at = MADE.get(name)
        if at is not None and len(call.args) > at:
            yield from ((code, where) for code in literals(call.args[at]))
        if name == "heads":
            yield from ((f"answer.{head}", where) for arg in call.args for head in literals(arg))


def in_templates() -> set[str]:
    """The codes that the templates of the report and of the console name."""
    texts = [path.read_text("utf-8") for room in ("cli", "api") for path in (ROOT / room).rglob("*.html")]
    return {code for text in texts for code in re.findall(r'say\("([^"]+)"', text)}


def sentences(language: str) -> dict[str, str]:
    return {code: text for code, text in catalogue(language).items() if not code.startswith(LABEL)}


@pytest.mark.parametrize("language", languages())
def test_each_language_has_the_sentences_of_chinese_with_their_parameters(language: str):
    assert wrong_in(sentences(language), whole=language in WHOLE) == set()


def wrong_in(ours: dict[str, str], *, whole: bool) -> set[str]:
    """The codes that a catalogue lacks, has for nothing, or has with other parameters."""
    default = sentences("zh")
    lacking = default.keys() - ours.keys() if whole else set()
    return lacking | {code for code, t in ours.items() if parameters(t) != parameters(default.get(code, "{no such}"))}


def test_a_language_may_lack_sentences_but_has_none_of_its_own_nor_other_parameters():
    part = {"kind.area": "zone", "input.not_allowed": "Valeur inconnue : {allowed}."}
    assert wrong_in(part, whole=False) == set()
    assert wrong_in(part | {"kind.nothing": "x", "kind.area": "{x}"}, whole=False) == {"kind.area", "kind.nothing"}
    assert "kind.case" in wrong_in(part, whole=True)


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty_or_in_two_languages(language: str):
    assert [c for c, t in catalogue(language).items() if not t.strip() or BILINGUAL.search(t)] == []


def test_each_code_that_is_named_has_a_sentence():
    assert {(code, where) for code, where in named() if code not in sentences("zh")} == set()
    assert in_templates() <= sentences("zh").keys()
    kinds = {k for _, name, c in calls() if name in {"NotFound", "Conflict"} and c.args for k in literals(c.args[0])}
    assert {f"kind.{kind}" for kind in kinds} <= sentences("zh").keys()
    assert {f"action.{action.value}" for action in Action} <= sentences("zh").keys()


def test_each_sentence_is_used():
    used = {code for code, _ in named()} | in_templates()
    for where in files(*ROOMS):
        used |= {n.value for n in nodes_of(where) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert {code for code in sentences("zh") if code not in used and not COMPOSED.match(code)} == set()


def vocabularies() -> list[type[Labelled]]:
    for where in files(*ROOMS):
        bases = {ast.unparse(b) for n in nodes_of(where) if isinstance(n, ast.ClassDef) for b in n.bases}
        if "Labelled" in bases:
            import_module(where.removesuffix(".py").replace("/", "."))
    return Labelled.__subclasses__()


def test_each_word_of_the_vocabularies_has_a_label_in_every_language():
    words = [word for kind in vocabularies() for word in kind]
    assert [name for name, n in Counter(kind.__name__ for kind in vocabularies()).items() if n > 1] == []
    assert [word for word in words if not word.zh] == []
    for language in languages()[1:]:
        labels = {code for code in catalogue(language) if code.startswith(LABEL)}
        known = {word.label_code for word in words}
        assert labels == known if language in WHOLE else labels <= known, language


def in_two_languages(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Strings with both languages, apart from docstrings; descriptions of the schema are in `api/descriptions/`."""
    passed = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    parts = {id(value) for n in nodes if isinstance(n, ast.JoinedStr) for value in n.values}
    others = passed | parts
    for node in nodes:
        if id(node) in others:
            continue
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = node.value
        else:
            continue
        if BILINGUAL.search(said):
            yield said


@every("where", files(*ROOMS, "web"))
def test_no_string_is_in_two_languages(where: str):
    assert list(in_two_languages(nodes_of(where))) == []


def test_a_string_in_two_languages_is_seen():
    tree = ast.parse(
        '"""文件 / file"""\nx = "文件 / file"\ny = f"{x}的文件 / file of {x}"\nz = f(description="字 / word")'
    )
    assert len(list(in_two_languages(list(ast.walk(tree))))) == 3
