"""Nothing of one district is in the code or the catalogues: another is served by its own files."""

import re
import subprocess
from pathlib import Path

import pytest

from graph_model.directory import divisions
from loaders.shipped import yuexiu
from loaders.shipped.districts import DEFAULT
from network.entities import Area

ROOT = Path(__file__).parents[2]
OURS = re.compile("440104|越秀|三眼井|[Yy]uexiu")
READ = ("*.py", "*.toml", "*.html", "*.js", "*.css", "*.cypher", "*.graphql", "Makefile", "*.yml")
"""Code, catalogues and what starts them; documents and tests may give examples."""
EXCEPTIONS = {
    "knowledge/documents.toml": "the plan is a text of this district, and its territory says so",
    "knowledge/plan.toml": "the clauses of that text",
    "knowledge/matters": "quotes of its clauses, in force in its territory only; notes on what was not verified",
    "knowledge/services": "as above",
    "knowledge/rulebook/gate_words.py": "refuses this district's offices in routes by household registration",
    "knowledge/rows/texts.py": "an example of a territory's code",
    "knowledge/understanding/signs.toml": "words of people; of another district they are not understood and asked",
    "loaders/shipped/yuexiu.py": "the one district whose offices and schools ship as facts",
    "loaders/shipped/schools.py": "its schools",
    "loaders/shipped/districts.py": "names it as the one that is served where none is named",
    "tools/pages.toml": "opens pages of the demo",
    "tools/picture.py": "draws the picture of the README from the demo",
}
"""Where it may be named, and why."""


def _files() -> list[str]:
    command = ["git", "ls-files", "--", *READ, ":!tests", ":!schema.graphql"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def _named(path: str) -> bool:
    return bool(OURS.search((ROOT / path).read_text("utf-8")))


def test_no_code_and_no_catalogue_names_the_district():
    unreasoned = [p for p in _files() if _named(p) and not any(p.startswith(e) for e in EXCEPTIONS)]
    assert unreasoned == [], "take it from the loaded network, or give a reason in EXCEPTIONS"


@pytest.mark.parametrize("path", list(EXCEPTIONS))
def test_no_exception_is_idle(path: str):
    assert any(_named(p) for p in _files() if p.startswith(path)), path


def test_the_areas_that_ship_are_those_of_the_nations_list():
    of_list: list[Area] = list(divisions.district(DEFAULT))
    assert of_list == list(yuexiu.areas())
