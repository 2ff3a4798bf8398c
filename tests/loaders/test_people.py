"""Dossiers from a file: parted and sealed, previewed without a trace, and no reason repeats a value."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.jobs.jobs import Course, Stage, Stopped
from graph_model.jobs.loading import LoadContext, Rejected, Report, SourceFile
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput, NotFound
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.vocabulary import FieldClass
from loaders.intake.report import text
from loaders.intake.write import ROWS
from loaders.loading.load import Uploads, load_path, topic_of
from loaders.persons import dossiers
from loaders.shipped.load import DEMO_COMMUNITY
from loaders.tables.headings import header
from loaders.tables.tables import TableRow
from network.entities import Actor
from tests.api.loads import delete
from tests.loaders.reading import KNOWN
from tests.support.walks import every

ON = date(2026, 11, 25)
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
OTHER_STREET, OTHER_COMMUNITY = "440104003000", "440104003104"
SOME_GONE = f"""MATCH (n:Minor) WHERE n.id STARTS WITH 'M-' WITH n LIMIT {dossiers.CHILDREN_AT_ONCE}
OPTIONAL MATCH (n)<-[:ABOUT]-(c:Case) OPTIONAL MATCH (n)<-[:GUARDIAN_OF]-(g:Guardian)
OPTIONAL MATCH (n)-[:IN_HOUSEHOLD]->(h:Household) DETACH DELETE n, c, g, h"""
HEAD = "档案编号,社区,出生日期,户籍,父亲状况,父亲状况起始日,性别,怀孕或流产\n"
GOOD = f"T-1,{DEMO_COMMUNITY},2015-03-01,本区,服刑在押,2025-03-01,女,\n"


def file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "档案.csv"
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


async def load(graph: Graph, path: Path, vault: Vault, *, preview: bool = False) -> Report:
    return await load_path(graph, "children", path, rulebook(), ON, vault=vault, preview=preview)


@every("name", [code for code, fact in FACTS.items() if fact.values])
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
        (GOOD.replace("服刑在押", "秘密"), ("father_state", "cell.not_allowed")),
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
    told = ("服刑",) if reason[1] != "cell.not_allowed" else ()  # the words that may be used are named
    for secret in ("秘密", "1999", "440104999999", *told):
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


class Steps(Course):
    """Notes each step of the writing; may stop after so many."""

    def __init__(self, most: int = 100) -> None:
        super().__init__()
        self.steps: list[tuple[int, int | None]] = []
        self.most = most

    def reached(self, stage: Stage, done: int, total: int | None = None) -> None:
        if stage is Stage.WRITING:
            if len(self.steps) == self.most:
                self.stop()
            self.steps.append((done, total))
        super().reached(stage, done, total)


async def upload(
    graph: Graph,
    actor: Actor,
    vault: Vault,
    numbers: Sequence[str],
    course: Course | None = None,
    *,
    preview: bool = False,
) -> Report:
    rows = "".join(GOOD.replace("T-1", n) for n in numbers)
    held = await network.read(graph)
    context = LoadContext(graph, held, actor, rulebook(), vault, ON, lambda _: None, course or Course())
    return await Uploads().load(context, "children", SourceFile("a.csv", (HEAD + rows).encode()), preview=preview)


async def test_many_children_are_written_in_parts_and_the_same_file_completes_what_was_stopped(
    own: Graph, keys: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dossiers, "CHILDREN_AT_ONCE", 2)
    numbers = [f"P-{n}" for n in range(5)]
    with closing(Vault(keys)) as vault:
        stopped = Steps(2)
        with pytest.raises(Stopped):
            await upload(own, CENTRE, vault, numbers, stopped)
        there = await own.read(CENTRE, persons.taken, numbers)
        whole = Steps()
        report = await upload(own, CENTRE, vault, numbers, whole)
    assert set(there) == set(numbers[:4])
    assert (report.written, report.unchanged, report.rejected) == (1, 4, ())
    assert stopped.steps == [(0, 5), (2, 5), (4, 5)]
    assert whole.steps == [(0, 1)]


@pytest.mark.long
async def test_a_file_of_the_most_rows_is_loaded(own: Graph, keys: Path):
    """As many children as an upload may have; `test_many_children_are_written_in_parts…` does it with five."""
    with closing(Vault(keys)) as vault:
        report = await upload(own, CENTRE, vault, [f"M-{n}" for n in range(ROWS)])
    for _ in range(ROWS // dossiers.CHILDREN_AT_ONCE):  # the next file of tests empties the graph in one transaction
        await delete(own, SOME_GONE)
    assert (report.written, report.rejected) == (ROWS, ())


async def test_a_preview_tells_nobody_that_a_number_is_of_a_child_elsewhere(own: Graph, keys: Path):
    other = Actor("demo-other", ActorRole.CENTRE, (OTHER_STREET,))
    here = GOOD.replace(DEMO_COMMUNITY, OTHER_COMMUNITY)
    with closing(Vault(keys)) as vault:
        await upload(own, CENTRE, vault, ["E-1"])
        held = await network.read(own)
        context = LoadContext(own, held, other, rulebook(), vault, ON, lambda _: None)
        reports = []
        for preview in (True, False):
            for number in ("E-1", "E-2"):
                file = SourceFile("a.csv", (HEAD + here.replace("T-1", number)).encode())
                reports.append(await Uploads().load(context, "children", file, preview=preview))
    shown, unused, refused, written = reports
    assert shown == unused
    assert [r.column for r in refused.rejected] == ["key"]
    assert (written.written, written.rejected) == (1, ())
    dossier = await own.read(CENTRE, persons.dossier, "case-E-1", ON)
    assert dossier.area == DEMO_COMMUNITY


def test_who_reported_is_no_column_of_a_dossier():
    held = {c.key for c in dossiers.COLUMNS} & FACTS.keys()
    assert {f.field_class for n, f in FACTS.items() if n in held} <= {FieldClass.F1, *persons.SEALED}
    file = SourceFile("a.csv", HEAD.replace("怀孕或流产", FACTS["reporter"].zh).encode())
    shown = {h.heading: h.column for h in header(file, (dossiers.COLUMNS,), secret=True).headings}
    assert shown[FACTS["reporter"].zh] is None


def test_an_age_that_contradicts_the_date_of_birth_names_both_and_no_value():
    row = TableRow(2, {"key": "A-1", "area": DEMO_COMMUNITY, "birth_date": "2015-03-01", "age": "5"})
    rejected: list[Rejected] = []
    assert not list(dossiers.of_rows([row], KNOWN, ON, rejected))
    (refused,) = rejected
    assert "2015" not in str(refused.reason)
    assert FACTS["age"].zh in str(refused.reason)
