"""Clients with their default settings: the flows of docs/clients.md run, and common tools take the schema."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.schema import printed
from graph_model.graph import Graph
from tests.api.loads import delete
from tests.api.test_casework import MADE

HERE = Path(__file__).parent
DOC = HERE.parent.parent / "docs" / "clients.md"
FLOWS = ("flow.py", "follow.py", "flow.graphql", "flow.ts")
pytestmark = pytest.mark.graph


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answered(said: str) -> None:
    """What both flows print: questions, who is responsible, the offices, an answer with its proof."""
    *questions, who, offices, sites = said.strip().splitlines()
    assert questions
    assert all(q.startswith("? ") for q in questions)
    assert "110" in who
    assert int(offices.removesuffix(" offices")) > 100
    assert "optimal" in sites


@pytest.mark.parametrize("name", FLOWS)
def test_the_page_shows_the_flow_that_is_run(name: str) -> None:
    blocks = re.findall(r"```(?:python|graphql|typescript)\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert (HERE / name).read_text("utf-8") in blocks


def test_the_python_flow(service: dict[str, str]) -> None:
    answered(run(sys.executable, "flow.py", cwd=HERE, env=service))


async def test_the_flow_that_follows(director: dict[str, str], graph: Graph) -> None:
    """Two reports are registered in one request, a third is refused, and both are followed."""
    try:
        said = run(sys.executable, "follow.py", cwd=HERE, env=director).splitlines()
    finally:
        await delete(graph, *MADE)
    assert said == ["1 R-", "2 R-", "3 re", *["New reportTake"] * 2, "2 items have changed"]


@pytest.fixture(scope="module")
def generated(service: dict[str, str], packages: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with what the tools made of the schema, and what was checked."""
    folder = tmp_path_factory.mktemp("clients")
    (folder / "schema.graphql").write_text(printed(), "utf-8")
    for name in ("flow.graphql", "flow.ts", "compatible.mjs", "package.json"):
        shutil.copy(HERE / name, folder)
    (folder / "node_modules").symlink_to(packages / "node_modules")
    run("node", "compatible.mjs", str(folder), "queries", cwd=folder)
    for version in (14, 15, 16):
        query = (folder / f"introspection-{version}.graphql").read_text("utf-8")
        headers = {"authorization": f"Bearer {service['TONGXIN_TOKEN']}"}
        reply = httpx.post(service["TONGXIN_URL"], json={"query": query}, headers=headers, timeout=60)
        assert "errors" not in reply.json(), version
        (folder / f"introspected-{version}.json").write_text(reply.text, "utf-8")
    return folder, run("node", "compatible.mjs", str(folder), cwd=folder)


def test_tools_take_the_schema(generated: tuple[Path, str]) -> None:
    assert generated[1].split("\n") == ["graphql-js 14", "graphql-js 15", "graphql-js 16", "codegen", "relay", ""]


def test_the_typescript_flow(generated: tuple[Path, str], service: dict[str, str]) -> None:
    folder = generated[0]
    options: dict[str, Any] = {"target": "es2022", "module": "nodenext", "moduleResolution": "nodenext"}
    flags = [f for name, value in options.items() for f in (f"--{name}", value)]
    run("node_modules/.bin/tsc", "--strict", "--skipLibCheck", *flags, "flow.ts", cwd=folder)
    answered(run("node", "flow.js", cwd=folder, env=service))
