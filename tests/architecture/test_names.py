"""Names in the code: one class a name, and nothing in the packages that only tests use."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.architecture.test_code import MODULES
from tests.support.sources import ROOT, nodes_of, text_of, tree_of


@cache
def paths() -> Mapping[str, str]:
    """The file of each module of the packages and of the maintainers' scripts."""
    every = (path.relative_to(ROOT) for path in (*MODULES, *sorted((ROOT / "tools").rglob("*.py"))))
    return {_module(path): path.as_posix() for path in every}


@cache
def trees() -> Mapping[str, ast.Module]:
    """Each module of the packages and of the maintainers' scripts."""
    return {module: tree_of(path) for module, path in paths().items()}


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


REGISTERED = re.compile(r"^(page|\w+\.(command|callback|exception_handler|get|post|field|type|mutation))\(?")
"""Decorators through which a framework calls a function that no code names."""

ANY = "*"
"""The module of an attribute of what a function returns, such as a module that it imports."""
IMPORTED_LATE = re.compile(r"import_module\('([\w.]+)'\)")


def is_graphql(node: ast.ClassDef) -> bool:
    return any(ast.unparse(d).startswith("strawberry.") for d in node.decorator_list)


def classes() -> dict[str, list[tuple[str, bool]]]:
    """For each class name, its modules and whether it is a GraphQL type there."""
    by_name = defaultdict(list)
    for module in trees():
        for node in nodes_of(paths()[module]) if not module.startswith("tools.") else ():
            if isinstance(node, ast.ClassDef):
                by_name[node.name].append((module, is_graphql(node)))
    return by_name


def test_a_class_name_stands_once_or_is_a_value_and_its_graphql_type():
    """`Citation` of knowledge and `Citation` of api are one idea; any other second use of a name is another idea."""
    wrong = {
        name: [module for module, _ in where]
        for name, where in classes().items()
        if sorted(graphql for _, graphql in where) not in ([False], [True], [False, True])
        or (len(where) == 2 and any(graphql and not module.startswith("api.") for module, graphql in where))
    }
    assert wrong == {}, "rename one of each pair for what it means in its room"


def references(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of each top-level name that the code of a module refers to, apart from its own definition."""
    modules: dict[str, str] = {}
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.module, alias.name
        if isinstance(node, ast.Assign) and (late := IMPORTED_LATE.fullmatch(ast.unparse(node.value))):
            modules[ast.unparse(node.targets[0])] = late[1]
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield modules.get(node.value.id, ""), node.attr
        if isinstance(node, ast.Attribute) and (late := IMPORTED_LATE.fullmatch(ast.unparse(node.value))):
            yield late[1], node.attr
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
            yield ANY, node.attr
    for definition in tree.body:
        own = getattr(definition, "name", None)
        for node in ast.walk(definition):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id != own:
                yield module, node.id
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
                yield from ((module, word) for word in re.findall(r"\w+", node.value))


def defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not any(REGISTERED.match(ast.unparse(d)) for d in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and not target.id.startswith("__"):
                yield target.id


EMPTY = frozenset({"found", "said", "told", "saw"})
"""Names that say that something was found or said, and not what."""


def named(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each function, argument and variable, with its line; a private name without its underscores.

    Fields are left out: they are named in files and in the schema, too.
    """
    fields = {
        id(part.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        if id(node) in fields:
            continue
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name.strip("_")
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name.strip("_")


def test_a_name_says_what_it_holds():
    inside = {
        f"{module}:{line} {name}" for module, tree in trees().items() for line, name in named(tree) if name in EMPTY
    }
    assert inside == set(), "rename each for what it holds"


def test_an_empty_name_is_seen():
    code = "def _told(said, *, of): found, x = of; return [saw for saw in x] + [found.told]"
    assert [name for _, name in named(ast.parse(code)) if name in EMPTY] == ["told", "said", "found", "saw"]


HEADLESS = re.compile(
    r"(What|Who|Whom|Whose|Whether|Where|When|Which|Why|How|If|Of|That|Whoever|Whatever|Something|Nothing|Somebody"
    r"|Anybody|Nobody|Everybody|Those|They|It|Its|Says|Tells|Asks|Holds|Keeps)\b"
)
"""Beginnings of a docstring without the noun that it describes or the verb of what it does."""
VAGUE = re.compile(
    r"\b(holds?|holding|carr(?:y|ies)(?!\s+out)|stands?|stood|tells?|says?|said|keeps?|looks?\s+at|looked\s+at)\b"
)
"""Verbs for which a technical term exists: contain, be in force, be based on, state, store, cache, read."""
NAMES_IN_CODE = re.compile("`[^`]*`")


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The docstrings of a module, its definitions and its fields, each with its line."""
    for node in ast.walk(tree):
        for part in (
            node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) else ()
        ):
            match part:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield part.lineno, text


def headless(tree: ast.Module) -> list[tuple[int, str]]:
    return [(line, text) for line, text in docstrings(tree) if HEADLESS.match(text)]


def vague(tree: ast.Module) -> list[tuple[int, str]]:
    return [(line, m[0]) for line, text in docstrings(tree) if (m := VAGUE.search(NAMES_IN_CODE.sub("", text)))]


def test_a_docstring_begins_with_what_it_describes():
    inside = {f"{module}:{line} {text}" for module, tree in trees().items() for line, text in headless(tree)}
    assert inside == set(), "begin with the noun or the verb: number of …, True if …, Return the …"


def test_a_docstring_uses_technical_verbs():
    inside = {f"{module}:{line} {text}" for module, tree in trees().items() for line, text in vague(tree)}
    assert inside == set(), "contain, be in force, be based on, state, store, read: the verb of the field"


def test_a_headless_docstring_is_seen():
    code = '"""Who asks."""\nclass A:\n    """A."""\n    b: int\n    """Of it."""\n    def c(): """Whether it is."""'
    assert [text for _, text in headless(ast.parse(code))] == ["Who asks.", "Of it.", "Whether it is."]


def test_a_vague_verb_is_seen():
    code = '"""Row that says it."""\na = 1\n"""Carried out; `keeps` is a name."""\nb = 1\n"""Rows it looks\nat."""'
    assert [text for _, text in vague(ast.parse(code))] == ["says", "looks\nat"]


FOLDED = re.compile(r"normalize\([^()]*\)\.split\(\)|re\.sub\('\\\\s', '', [\w.]*normalize\(")
"""A text of half width without spaces, written out."""


def test_a_text_is_folded_by_one_function():
    normalizing = [m for m, path in paths().items() if "normalize(" in text_of(path)]
    by_hand = {module for module in normalizing if FOLDED.search(ast.unparse(trees()[module]))}
    assert by_hand == {"knowledge.folding"}, "use `folded`"
    assert FOLDED.search(ast.unparse(ast.parse('re.sub(r"\\s", "", unicodedata.normalize("NFKC", road))')))


AWAITED = {"knowledge.words.sentence", "knowledge.derivation.derived"}
"""Modules whose use in the packages has not landed yet; take a module out as soon as it has."""


def test_nothing_stands_in_the_packages_that_only_tests_use():
    used = {reference for module, tree in trees().items() for reference in references(module, tree)}
    unused = {
        module: names
        for module, tree in trees().items()
        if not module.startswith("tools.") and module not in AWAITED
        if (names := [name for name in defined(tree) if not {(module, name), (ANY, name)} & used])
    }
    assert unused == {}, "delete it, or move it to tests/ where only a test needs it"
