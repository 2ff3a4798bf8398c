"""The suite reads the code: one-line docstrings, the map, small files, import contracts, errors mapped."""

import ast
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from api.errors import REGISTRY
from api.schema import printed
from knowledge import errors
from tests.support.sources import text_of, tree_of
from tests.support.walks import every

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "web", "cli")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
NAMES = [p.relative_to(ROOT).as_posix() for p in MODULES]
TESTS = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").rglob("*.py"))
LONGEST = 300
WIDEST = 16


@every("name", NAMES)
def test_module_says_what_it_is_in_one_line(name: str):
    docstring = ast.get_docstring(tree_of(name))
    assert docstring
    assert docstring.splitlines()[0].strip()


MAP = (ROOT / "docs" / "map.md").read_text("utf-8")
FOLDERS = sorted({name.rsplit("/", 1)[0] for name in NAMES})


@every("folder", FOLDERS)
def test_package_is_on_the_map(folder: str):
    assert f"`{folder}/`" in MAP, f"docs/map.md does not name {folder}/"


@every("path", sorted(set(re.findall(r"`([a-z_]+/[^`<*]*)`", MAP))))
def test_path_on_the_map_exists(path: str):
    assert (ROOT / path).exists(), f"docs/map.md names {path}, which is not there"


def test_a_row_of_the_map_stands_in_its_table():
    lines = MAP.splitlines()
    heads = [line for before, line in pairwise(lines) if line.startswith("| ") and not before.startswith("|")]
    assert len(heads) == sum(line.startswith("|---") for line in lines), heads


@every("folder", FOLDERS)
def test_folder_holds_some_dozen_modules_at_most(folder: str):
    modules = [name for name in NAMES if name.rsplit("/", 1)[0] == folder and not name.endswith("__init__.py")]
    assert len(modules) <= WIDEST, f"{folder}/ holds {len(modules)} modules: split it by topic"


@every("name", [*NAMES, *TESTS])
def test_file_is_small_enough_to_read(name: str):
    assert len(text_of(name).splitlines()) <= LONGEST


@every("name", NAMES)
def test_the_formatter_decides_everywhere(name: str):
    assert "fmt: " + "skip" not in text_of(name)


IGNORED = re.compile(r"# (?:noqa|type: ignore)(?!: [A-Z0-9, ]+  # \S|\[[a-z, -]+\]  # \S).*")


@every("name", [*NAMES, *TESTS])
def test_each_ignored_rule_is_named_with_its_reason(name: str):
    text = text_of(name)
    comments = [line for line in text.splitlines() if IGNORED.search(line) and "IGNORED" not in line]
    assert comments == [], "write `# noqa: CODE  # reason` or `# type: ignore[code]  # reason`"


def test_import_contracts_are_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", ".importlinter.toml", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_schema_is_as_printed():
    assert (ROOT / "schema.graphql").read_text("utf-8") == printed(), "run `make schema` and say so in the changelog"


def _concrete() -> set[type]:
    found, todo = set(), [errors.DomainError]
    while todo:
        for sub in todo.pop().__subclasses__():
            if sub.__module__ == "knowledge.errors":
                found.add(sub)
            todo.append(sub)
    return found


def test_every_domain_error_has_an_error_code():
    registered = {kind for kind in _concrete() if set(kind.__mro__) & set(REGISTRY)}
    assert _concrete() - registered == {errors.WrongRules}, "a domain error that clients would see masked"


def test_nothing_of_one_machine_or_registry_is_committed():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    words = [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "pypi." + "org",
        "files.python" + "hosted",
        "repo1." + "maven",
        "npmjs." + "org",
    ]
    for name in tracked:
        path = ROOT / name
        if path.is_file() and path.suffix != ".png":
            text = path.read_text("utf-8", errors="ignore")
            assert not [w for w in words if w in text], name
