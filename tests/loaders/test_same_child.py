"""A child that is on file is found again by its citizen's number, whose bearer is told to nobody else."""

from contextlib import closing
from pathlib import Path

from graph_model.casework.children import register
from graph_model.graph import Graph
from graph_model.jobs.loading import Report
from graph_model.persons.seal import Vault
from knowledge.casework.order import Registered
from knowledge.errors import BadInput, SameChild
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from loaders.loading.load import load_path
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor
from tests.graph_model.keys.test_citizens import ONE, TWO, number
from tests.loaders.test_people import CENTRE, ON, OTHER_COMMUNITY, STREET

HEAD = "档案编号,社区,出生日期,身份证号\n"


async def load(graph: Graph, vault: Vault, folder: Path, *rows: str) -> Report:
    path = folder / "档案.csv"
    path.write_text(HEAD + "".join(f"{r}\n" for r in rows), "utf-8")
    return await load_path(graph, "children", path, rulebook(), ON, vault=vault)


async def test_a_file_finds_who_is_on_file(own: Graph, keys: Path, tmp_path: Path):
    with closing(Vault(keys)) as vault:
        first = f"Z-1,{DEMO_COMMUNITY},2015-03-01,{ONE}"
        for _ in range(2):
            assert (await load(own, vault, tmp_path, first)).written == 1
        again = await load(own, vault, tmp_path, f"Z-2,{DEMO_COMMUNITY},,{ONE}", f"Z-3,{DEMO_COMMUNITY},,{TWO}")
        assert again.written == 1
        assert [(r.line, r.column, r.reason) for r in again.rejected] == [
            (2, "citizen", message("row.same_child", key="Z-1"))
        ]
        wrong = await load(
            own,
            vault,
            tmp_path,
            f"Z-4,{DEMO_COMMUNITY},2014-03-01,{number('99000020150301005')}",
            f"Z-5,{DEMO_COMMUNITY},,123",
            f"Z-6,{DEMO_COMMUNITY},,{number('99000020150301007')}",
            f"Z-7,{DEMO_COMMUNITY},,{number('99000020150301007')}",
        )
        assert [r.reason.code for r in wrong.rejected] == [
            "row.facts_impossible",
            "cell.citizen_wrong",
            "row.same_child_line",
        ]
        assert not [r for r in wrong.rejected if "9900" in str(r.reason)]
        vault.store.forget("Z-3")
        gone = await load(own, vault, tmp_path, f"Z-3,{DEMO_COMMUNITY},,{TWO}")
        assert gone.written == 0
        assert [r.reason.code for r in gone.rejected] == ["row.key_taken_elsewhere"]


async def test_registering_finds_who_is_on_file(own: Graph, keys: Path, tmp_path: Path):
    with closing(Vault(keys)) as vault:
        await load(own, vault, tmp_path, f"Z-8,{OTHER_COMMUNITY},,{number('99000020150301009')}")
        child = Registered("K-SAME", DEMO_COMMUNITY, {}, None, number("99000020150301009"))

        async def refused(actor: Actor, given: Registered) -> SameChild | BadInput:
            try:
                await own.write(actor, register, vault, given, ON)
            except (SameChild, BadInput) as e:
                return e
            raise AssertionError

        assert (await refused(CENTRE, child)).message == message("refused.same_child", key="Z-8")
        assert (await refused(STREET, child)).message.code == "refused.same_child_elsewhere"
        wrong = Registered("K-SAME", DEMO_COMMUNITY, {}, None, "1")
        assert (await refused(STREET, wrong)).message.code == "cell.citizen_wrong"
        new = Registered("K-NEW", DEMO_COMMUNITY, {}, None, number("99000020150302001"))
        await own.write(STREET, register, vault, new, ON)
        assert vault.store.rows("SELECT count(*) FROM citizen WHERE subject = 'K-NEW'") == [(1,)]
