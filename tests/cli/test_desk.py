"""`tongxin work`, `tongxin do`, `tongxin clock`: casework from the shell, as every program does it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph_model.graph import Graph
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.loads import delete
from tests.api.test_casework import MADE
from tests.cli.conftest import Tongxin


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


def test_a_report_goes_its_way_from_the_shell(environment: dict[str, str], tongxin: Tongxin):
    form = ["--set", f"area={DEMO_COMMUNITY}", "--set", "怎么来的=电话", "--set", "said=邻居听到哭声"]
    begun = tongxin(environment, "do", "new", "reportRegister", *form, "--key", "shell-1", "--as", "director")
    assert begun.returncode == 0, begun.stderr
    code = begun.stdout.split()[0]
    again = tongxin(environment, "do", "new", "reportRegister", *form, "--key", "shell-1", "--as", "director")
    assert again.stdout.split()[0] == code
    steps = tongxin(environment, "do", code, "--as", "director").stdout
    assert "reportTake 我来处置" in steps
    listed = json.loads(tongxin(environment, "work", "--scope", "untaken", "--as", "street", "--json").stdout)
    assert code in [n["code"] for n in listed["nodes"]]
    taken = tongxin(environment, "do", code, "我来处置", "--as", "director")
    assert (taken.returncode, taken.stdout.split()[2]) == (0, "在处置")
    assert code in tongxin(environment, "work", "--as", "director").stdout
    refused = tongxin(environment, "do", code, "reportOpenCase", "--set", "reporterTold=told", "--as", "director")
    assert refused.returncode == 2
    assert "孩子" in refused.stderr
    assert tongxin(environment, "clock").returncode == 0  # what nobody of the demo has taken is asked about
    ticked = tongxin(environment, "clock")
    assert (ticked.returncode, "0" in ticked.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("work",), "TONGXIN_TOKEN"),
        (("work", "--as", "nobody"), "--as"),
        (("work", "--due", "never", "--as", "director"), "--due"),
        (("do", "R-NOSUCHONE", "--as", "director"), "NOT_FOUND"),
        (("do", "new", "nothing", "--as", "director"), "reportRegister"),
        (("do", "new", "reportRegister", "--set", "x=1", "--as", "director"), "said"),
        (("work", "--as", "planner"), "FORBIDDEN"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    environment: dict[str, str], tongxin: Tongxin, words: tuple[str, ...], told: str
):
    done = tongxin(environment, *words)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_filled_forms_are_typed_back_as_whoever_has_the_token(
    environment: dict[str, str], tongxin: Tongxin, tmp_path: Path
):
    listed = tongxin(environment, "forms", "--as", "director").stdout
    assert "visit_forms: 事项编号*" in listed or "visit_forms: 编号*" in listed
    filled = tmp_path / "走访.csv"
    filled.write_text("编号,填的哪一段,看到的情况\nV-NOSUCHONE,见到,都好\n", "utf-8")
    done = tongxin(environment, "forms", "visit_forms", str(filled), "--preview", "--as", "director")
    assert (done.returncode, "1" in done.stdout) == (2, True)
    assert done.stderr.startswith("2 ")
    nobody = tongxin(environment, "forms", "visit_forms", str(filled), "--as", "planner")
    assert nobody.returncode == 1
