"""Dossiers from a file: parted and sealed, previewed without a trace, and no reason repeats a value."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_model.graph import Graph
from graph_model.jobs.loading import Report
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput, NotFound
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.vocabulary import FieldClass
from loaders.intake.report import text
from loaders.loading.load import load_path, topic_of
from loaders.persons import dossiers
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor

ON = date(2026, 11, 25)
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
HEAD = "档案编号,社区,出生日期,户籍,父亲状况,父亲状况起始日,性别,怀孕或流产\n"
GOOD = f"T-1,{DEMO_COMMUNITY},2015-03-01,本区,服刑在押,2025-03-01,女,\n"


def file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "档案.csv"
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


async def load(graph: Graph, path: Path, vault: Vault, *, preview: bool = False) -> Report:
    return await load_path(graph, "children", path, rulebook(), ON, vault=vault, preview=preview)


@pytest.mark.parametrize("name", [code for code, fact in FACTS.items() if fact.values])
def test_a_cell_holds_a_value_by_code_or_label(name: str):
    values = FACTS[name].values
    assert values is not None
    for code, words in values.of.items():
        assert [dossiers._value(name, w) for w in (code, words.zh, words.en)] == [code] * 3  # noqa: SLF001  # a cell alone


async def test_a_preview_writes_nothing(own: Graph, keys: Path, tmp_path: Path):
    with closing(Vault(keys)) as vault:
        found = await load(own, file(tmp_path, GOOD), vault, preview=True)
    assert (found.read, found.written, found.sample) == (1, 1, ())
    with pytest.raises(NotFound):
        await own.read(CENTRE, persons.dossier, "case-T-1", ON)


async def test_a_row_becomes_a_sealed_dossier_and_twice_is_once(own: Graph, keys: Path, tmp_path: Path):
    row = GOOD.replace("T-1", "T-2")
    with closing(Vault(keys)) as vault:
        for _ in range(2):
            assert (await load(own, file(tmp_path, row), vault)).written == 1
        closed = await own.read(STREET, persons.dossier, "case-T-2", ON)
        opened = persons.opened(vault, STREET, closed)
    assert opened.situation.birth_date == date(2015, 3, 1)
    assert opened.situation.hukou == "local"
    assert opened.situation.father_state is None
    assert FieldClass.F4 in opened.withheld


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace("服刑在押", "秘密"), ("father_state", "cell.not_a_value")),
        (GOOD.replace("2015-03-01", "not-a-day-1999"), ("birth_date", "cell.not_a_day")),
        (GOOD.replace(DEMO_COMMUNITY, "440104999999"), ("area", "row.area_not_loaded")),
        (GOOD.replace("女,", "男,是"), ("sex", "row.facts_impossible")),
        (GOOD.replace("T-1", ""), ("key", "cell.empty")),
    ],
)
async def test_a_wrong_row_is_refused_without_its_values(
    own: Graph, keys: Path, tmp_path: Path, row: str, reason: tuple[str, str]
):
    with closing(Vault(keys)) as vault:
        found = await load(own, file(tmp_path, row, GOOD.replace("T-1", "T-3")), vault, preview=True)
    assert found.written == 1
    (refused,) = found.rejected
    assert (refused.column, refused.reason.code) == reason
    for secret in ("秘密", "1999", "服刑", "440104999999"):
        assert secret not in text(found, topic_of("children"))


async def test_the_same_number_twice_is_refused(own: Graph, keys: Path, tmp_path: Path):
    with closing(Vault(keys)) as vault:
        found = await load(own, file(tmp_path, GOOD, GOOD), vault, preview=True)
    assert (found.written, [r.reason.code for r in found.rejected]) == (1, ["row.key_of_line"])


async def test_without_its_columns_nothing_is_read(own: Graph, keys: Path, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("姓名,电话\n甲,1\n", "utf-8")
    with closing(Vault(keys)) as vault, pytest.raises(BadInput):
        await load(own, path, vault)


async def test_the_template_loads(own: Graph, keys: Path):
    template = Path(__file__).parents[2] / "loaders" / "templates" / "children.csv"
    with closing(Vault(keys)) as vault:
        found = await load(own, template, vault, preview=True)
    assert (found.written, found.rejected, found.unused) == (1, (), ())
