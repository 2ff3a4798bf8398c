"""The tool that breaks rules: each change is one, and it runs."""

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parent.parent.parent / "tools" / "mutants.py"
SOURCE = '''
LIMIT = 3


def adult(age: int, known: bool = True) -> bool:
    """Not a place to change: 18."""
    return not known or (age >= 18 and age != 99)
'''


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutants", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_change_is_one_and_compiles(tool: ModuleType) -> None:
    found = list(tool.mutants(SOURCE))
    assert {said.split(" -> ")[0] for _, said, _ in found} == {
        "not known or (age >= 18 and age != 99)", "not known", "age >= 18 and age != 99", "age >= 18", "age != 99",
        "18", "99",
    }  # fmt: skip
    texts = {text for _, _, text in found}
    assert len(texts) == len(found)
    original = ast.unparse(ast.parse(SOURCE))
    assert original not in texts
    for text in texts:
        compile(text, "mutant", "exec")


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("network/obligations/things.py", {"tests/network/test_things.py", "tests/network/test_obligations.py"}),
        ("network/crs.py", {"tests/graph_model/test_crs.py"}),
        ("knowledge/no_such_module.py", set()),
    ],
)
def test_the_tests_that_import_a_module_run_first(tool: ModuleType, module: str, tests: set[str]) -> None:
    found = tool.nearest(PATH.parent.parent, Path(module))
    assert tests <= set(found)
    assert bool(found) is bool(tests)
