"""The catalogue and the operations, read against the code and the schema."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from graphql import build_schema, parse, validate

from knowledge.rulebook.load import rulebook
from web.parts.asking import FOLDER, FORMS, documents
from web.parts.plain import PAGES
from web.parts.words import catalogue, say, series, speaking

ROOT = Path(__file__).parent.parent.parent
WEB = sorted((ROOT / "web").glob("**/*.py"))
DYNAMIC = re.compile(
    r"(taking\.(areas|bodies|points|schools|posts|population|lists|segments|plans|standards|terms|outlines|records|rosters)$|(network|planning)\.tier_|casework\.(group|list|begin)_|rules\.tab_|admin\.(part|state)_|[a-z]+\.title$)"
)
"""Keys that the code puts together from a page or a topic."""


def _strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    loose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for n in ast.walk(tree):
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs | loose:
            yield n.value


def _templates() -> Iterator[str]:
    """Strings of the pages that are made without scripts."""
    for path in sorted((ROOT / "web").glob("**/*.html")):
        text = path.read_text("utf-8")
        assert not re.search("[一-龥]", text), f"{path.name}: a page's words stand in the catalogue"
        yield from re.findall(r'"([^"]+)"', text)


def test_every_operation_is_valid_and_bears_one_name():
    schema = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
    text = "\n".join(p.read_text("utf-8") for p in FOLDER.glob("*.graphql"))
    assert len(re.findall(r"(?m)^(query|mutation|subscription) \w+", text)) == len(documents())
    for name, document in documents().items():
        assert not validate(schema, parse(document)), name


def test_every_operation_is_asked_by_a_page_and_no_other():
    code = "\n".join(p.read_text("utf-8") for p in WEB)
    asked = set(re.findall(r"""(?:ask|mutate|follow)\(\s*"(\w+)\"""", code))
    assert asked == set(documents())
    assert asked >= FORMS


def test_no_page_says_a_word_that_is_not_in_the_catalogue():
    for path in WEB:
        for said in _strings(path):
            assert not re.search("[一-龥]", said), f"{path.name}: {said}"


def test_the_catalogue_has_every_key_and_no_other():
    strings = [*(s for path in WEB for s in _strings(path)), *_templates()]
    said = {s for s in strings if re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)+", s) and not s.endswith("_")}
    keys = set(catalogue())
    assert not {s for s in said if s.split(".")[0] in {k.split(".")[0] for k in keys}} - keys
    assert not {k for k in keys - said if not DYNAMIC.match(k)}


def test_nothing_is_fetched_from_elsewhere():
    for path in (ROOT / "web").glob("**/*"):
        if path.suffix in {".py", ".css", ".js", ".toml"}:
            found = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
            assert not [u for u in found if u not in {"http://127.0.0.1", "http://www.w3.org/2000/svg"}], path.name


CATALOGUES = sorted([*(ROOT / "knowledge/messages").glob("*.toml"), *(ROOT / "web/words").glob("*/*.toml")])
DO_NOT_CALL = re.compile(r"勿拨打|do not call", re.IGNORECASE)


def _sentences(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "label":
                yield from _sentences(value)
    elif isinstance(node, str):
        yield node


def test_whoever_is_told_not_to_call_is_told_that_110_and_120_are_called():
    """A notice stands over a whole page; the label of one record (`[label]`) is about that record."""
    texts = [(path, t) for path in CATALOGUES for t in _sentences(tomllib.loads(path.read_text("utf-8")))]
    told = [(path, t) for path, t in texts if DO_NOT_CALL.search(t)]
    assert len(told) >= len(("notice", "report", "sheet", "exchange", "frame")) * 2
    assert [(path, t) for path, t in told if "110" not in t or "120" not in t] == []


def test_names_that_hold_the_sign_of_a_list_are_separated_by_another():
    book = rulebook()
    names = [*(x.name for x in book.services.values()), *(x.name for x in book.matters.values())]
    holding = [name for name in names if "、" in name]
    assert holding
    for name in holding:
        assert series(["甲", name]) == f"甲；{name}"
    assert series(["甲", "乙"]) == "甲、乙"
    with speaking("en"):
        assert series(["a, b", "c"]) == "a, b; c"


def test_no_list_of_a_page_is_joined_otherwise():
    texts = {path: path.read_text("utf-8") for path in (*WEB, *sorted((ROOT / "web").glob("**/*.html")))}
    assert [path.name for path, text in texts.items() if "frame.comma" in text] == ["words.py"]


def test_people_that_planners_read_of_are_said_to_be_a_population():
    """A number of minors is estimated from the population of a place: nobody has counted who comes."""
    for language, population in (("zh", "人口"), ("en", "population")):
        texts = {k: t for k, t in catalogue(language).items() if k.startswith(("network.", "planning."))}
        told = {k: t for k, t in texts.items() if "{minors}" in t or k.endswith((".minors", "_minors"))}
        assert told
        assert [k for k, t in told.items() if population not in t] == []


def test_a_word_of_the_program_is_never_printed():
    """A field that the service leaves out is nothing in a template and a dash in a sentence, in every sentence."""
    for language in ("zh", "en"):
        with speaking(language):
            for key, text in catalogue(language).items():
                names = set(re.findall(r"{([a-z_]+)}", text))
                assert say(key, **dict.fromkeys(names)).count("None") == text.count("None"), key
    assert series([None, "甲"]) == "甲"
    assert PAGES.from_string("<p>{{ x.y }}{{ z }}</p>").render(x={"y": None}, z=0) == "<p>0</p>"
