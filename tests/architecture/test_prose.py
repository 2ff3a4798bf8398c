"""No sentence for people stands in the code: Chinese text is read, is data, or a label beside its code (文案入目录)."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.test_messages import ROOMS, files
from tests.support.sources import ROOT, tree_of
from tests.support.walks import every

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""Letters and punctuation of Chinese: a sentence that is put together with "；" is Chinese too."""
READS = re.compile(
    "compile|sub|split|fullmatch|match|search|finditer|findall|partition|rpartition|startswith|endswith|removeprefix|"
    "removesuffix|replace|strip|lstrip|rstrip|index|find|count"
)
"""Calls that look for a text in another one."""
READ = "reads what people write"
EDITORS = "words that rules are checked for; reasons for the editors of the rules, who write Chinese"
EXAMPLE = "questions to try, about places of the shipped district"
FILES = "headings and words of files, as they are read"
SCHEMA = "descriptions of the schema in two languages, made from rows"
STATUTE = "how provisions are numbered: text of statutes"
DATA = "names and sources of records: data"
EXCEPTIONS = {
    "knowledge/understanding/": READ,
    "knowledge/words/": READ,
    "knowledge/permissions/against.py": READ,
    "knowledge/permissions/clauses.py": READ,
    "knowledge/permissions/delay.py": READ,
    "knowledge/permissions/demands.py": READ,
    "knowledge/permissions/polarity.py": READ,
    "knowledge/permissions/silence.py": READ,
    "knowledge/permissions/unexplained.py": READ,
    "knowledge/permissions/ways.py": READ,
    "knowledge/situation/truth.py": READ,
    "knowledge/access/clear.py": READ,
    "knowledge/situation/conditions.py:BEGUN": "cut from the Chinese name of a fact",
    "knowledge/texts/provisions.py": STATUTE,
    "knowledge/rulebook/": EDITORS,
    "knowledge/casework/gate.py": EDITORS,
    "knowledge/casework/gates/asked.py": EDITORS,
    "knowledge/casework/gates/indicators.py": EDITORS,
    "knowledge/casework/gates/links.py": EDITORS,
    "knowledge/casework/gates/people.py": EDITORS,
    "knowledge/casework/numbers/gate.py": EDITORS,
    "knowledge/rows/periods.py:CONFIGURED": "words that the source of a rule begins with",
    "network/addresses/": READ,
    "network/names.py": READ,
    "knowledge/papers/papers.py": EDITORS,
    "network/entities.py:Area": DATA,
    "network/snapshot.py:PLACEHOLDERS": DATA,
    "network/drafts/draft.py:SOURCE": DATA,
    "graph_model/casework/records.py:SOURCE": DATA,
    "graph_model/persons/intake.py": DATA,
    "graph_model/directory/divisions.py": DATA,
    "loaders/casework/": FILES,
    "loaders/directory/": FILES,
    "loaders/duty/": FILES,
    "loaders/obligations/rows.py": FILES,
    "loaders/persons/dossiers.py": FILES,
    "knowledge/calendar/written.py": FILES,
    "loaders/tables/": FILES,
    "loaders/staff/": FILES,
    "loaders/shipped/": DATA,
    "loaders/synthetic/": DATA,
    "api/app.py:create_app": "the name of the service",
    "api/casework/inputs.py": SCHEMA,
    "api/casework/mutation.py": SCHEMA,
    "api/examples.py": EXAMPLE,
    "cli/bench/": DATA,
    "cli/exchange/commands.py": EXAMPLE,
    "cli/asking/command.py": EXAMPLE,
    "cli/main.py": EXAMPLE,
    "cli/keeping/commands.py": EXAMPLE,
    "cli/serving/serve.py": EXAMPLE,
    "cli/staff/commands.py": EXAMPLE,
}
"""Files, folders or names in a file whose Chinese is no sentence of ours, each with the reason."""


def prose(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Chinese texts that are neither read nor a label beside its code, with the top-level name that they belong to."""
    for statement in tree.body:
        named = next(
            (n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)), ""
        )
        name = getattr(statement, "name", named)
        passed = {id(part) for node in ast.walk(statement) for given in _passed(node) for part in ast.walk(given)}
        for node in ast.walk(statement):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if CHINESE.search(text) and id(node) not in passed:
                yield name, text


def _name(statement: ast.stmt) -> str:
    """What a top-level statement defines."""
    names = (n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return getattr(statement, "name", None) or next(names, "")


def _passed(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node whose texts are no sentence."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value  # a docstring
        case ast.ClassDef(bases=[ast.Name(id="Labelled")]):
            yield from node.body
        case ast.Call(func=ast.Attribute(attr=called)) if READS.fullmatch(called):
            yield from node.args
        case ast.Compare():
            yield from (node.left, *node.comparators)
        case ast.Subscript():
            yield node.slice


def excepted(where: str, name: str) -> bool:
    return any(f"{where}:{name}".startswith(part) for part in EXCEPTIONS)


@every("where", [w for w in files(*ROOMS, "web") if CHINESE.search((ROOT / w).read_text("utf-8"))])
def test_sentences_for_people_are_in_the_catalogues(where: str):
    assert [text for name, text in prose(tree_of(where)) if not excepted(where, name)] == []


def test_each_exception_is_needed():
    found = {f"{where}:{name}" for where in files(*ROOMS, "web") for name, _ in prose(tree_of(where))}
    assert [part for part in EXCEPTIONS if not any(x.startswith(part) for x in found)] == []


def test_a_sentence_in_the_code_is_seen():
    lines = [
        '"""文件"""',
        'class Kind(Labelled):\n    A = "a", "甲"',
        'END = re.compile("。")',
        'def said(x):\n    """说"""\n    if x in ("是", "有") or x["键"].endswith("。"):\n        return f"{x}；好"',
        'SAYS = "；".join(x)',
    ]
    assert list(prose(ast.parse("\n".join(lines)))) == [("said", "；好"), ("SAYS", "；")]
