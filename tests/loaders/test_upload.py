"""Uploaded files, topic by topic: the template loads, and loads again without a change."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.jobs.jobs import Course, Stopped
from graph_model.jobs.loading import LoadContext, Report, SourceFile
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from loaders.loading.load import Uploads
from loaders.loading.topics import TOPICS as REGISTRY
from loaders.tables.headings import header
from network.entities import Actor

ON = date(2026, 11, 25)
CENTRE = Actor("centre", ActorRole.CENTRE, ("440104000000",))
TOPICS = Uploads().topics()
TEMPLATES = [(t.code, x.name) for t in TOPICS for x in t.templates]
OF_WORK = {"rosters", "candidates", *(t.code for t in TOPICS if t.code.endswith("_forms"))}
"""Topics whose rows name accounts or items of work; loaded by `test_casework_files` and the tests of duty."""


async def load(
    own: Graph, book: Rulebook, topic: str, file: SourceFile, vault: Vault | None
) -> tuple[Report, list[str]]:
    audited: list[str] = []
    held = await network.read(own)
    context = LoadContext(own, held, CENTRE, book, vault, ON, audited.extend)
    return await Uploads().load(context, topic, file, preview=False), audited


@pytest.mark.parametrize(("topic", "name"), [t for t in TEMPLATES if t[0] not in OF_WORK])
async def test_a_template_loads_and_twice_is_once(own: Graph, book: Rulebook, tmp_path: Path, topic: str, name: str):
    (template,) = [x for t in TOPICS for x in t.templates if t.code == topic and x.name == name]
    with closing(Vault(tmp_path)) as vault:
        first, audited = await load(own, book, topic, SourceFile(name, template.content), vault)
        state = (await network.read(own)).version
        again, nothing = await load(own, book, topic, SourceFile(name, template.content), vault)
    assert (first.rejected, first.read) == ((), first.written + first.unchanged + first.repeated)
    assert (again.written, again.unchanged) == (0, first.written + first.unchanged)
    assert (await network.read(own)).version == state
    assert (audited, nothing) == (["SHILI-001"] if topic == "children" else [], [])


@pytest.mark.parametrize(("topic", "name"), TEMPLATES)
async def test_what_is_to_stop_writes_nothing(own: Graph, book: Rulebook, tmp_path: Path, topic: str, name: str):
    (template,) = [x for t in TOPICS for x in t.templates if t.code == topic and x.name == name]
    before = await network.read(own)
    course = Course()
    course.stop()
    with closing(Vault(tmp_path)) as vault:
        context = LoadContext(own, before, CENTRE, book, vault, ON, _nobody, course)
        with pytest.raises(Stopped):
            await Uploads().load(context, topic, SourceFile(name, template.content), preview=False)
    assert (await network.read(own)).version == before.version


def _nobody(_keys: Sequence[str]) -> None:
    """No dossier is expected."""


async def test_without_a_key_store_no_dossier_is_read(own: Graph, book: Rulebook):
    with pytest.raises(BadInput):
        await load(own, book, "children", SourceFile("a.csv", "档案编号,社区\nX-1,440104001007\n".encode()), None)


@pytest.mark.parametrize(
    ("line", "suggested"),
    [
        ("区划代码,区划名,级 别*,上级", (None, "name", None, "parent_code")),
        ("代码,名称,级别,上级代码", (None, None, None, None)),
        ("代码,名称,级别,上级代码,天气", (None, None, None, None, None)),
    ],
)
def test_only_what_is_like_a_column_is_suggested(line: str, suggested: tuple[str | None, ...]):
    found = header(SourceFile("a.csv", f"一张表\n{line}\n".encode()), REGISTRY["areas"].forms)
    assert tuple(h.suggested for h in found.headings) == suggested
