"""Tables written for a test, read by the contract of a topic."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from graph_model.jobs.loading import Rejected
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Level
from loaders.directory import contracts, local, points, segment_rows, terms
from loaders.directory.forms import Form
from loaders.directory.known import Known
from loaders.directory.prepare import Gathered, gather
from loaders.shipped.yuexiu import areas
from loaders.tables.source import open_file
from loaders.tables.tables import read_table

AREAS = {a.code: a for a in areas()}
KINDS = {
    k.code: k
    for k in (
        BodyKind(code="shelter", name="临时庇护场所", name_en="shelter", level=Level.DISTRICT, confidential=True),
        BodyKind(code="street_station", name="街道未成年人保护工作站", name_en="station", level=Level.STREET),
        BodyKind(code="police", name="公安机关", name_en="police", level=Level.DISTRICT, aliases=("派出所", "公安")),
        BodyKind(code="police_station", name="派出所", name_en="police station", level=Level.STREET),
        BodyKind(code="school", name="学校（幼儿园除外）", name_en="school", level=Level.UNIT, aliases=("校", "公安")),
    )
}
KNOWN = Known("来源.csv", AREAS, KINDS, matters=rulebook().matters, services=rulebook().services)
STREET, COMMUNITY = "440104001000", "440104001007"
TEMPLATES = Path(__file__).parents[2] / "loaders" / "templates"
NAME = "某某某"
AREA = {"代码": "440104999000", "名称": "示例街道", "级别": "4", "上级代码": "440104000000"}
FORMS: dict[str, tuple[Form, ...]] = {
    "areas": (contracts.AREAS,),
    "bodies": (contracts.BODIES,),
    "points": (points.POINTS,),
    "posts": (contracts.POSTS,),
    "schools": (points.SCHOOLS,),
    "population": (contracts.POPULATION,),
    "lists": (contracts.LISTS,),
    "plans": (local.PLANS,),
    "standards": (local.STANDARDS,),
    "terms": (terms.TERMS,),
    "segments": (segment_rows.SEGMENTS, segment_rows.OFFICIAL_SEGMENTS),
}


def read_file(topic: str, path: Path, known: Known = KNOWN) -> Gathered:
    """The records of a file."""
    forms = FORMS[topic]
    table = read_table(open_file(path), *(f.columns for f in forms))
    return gather(forms[table.form], table.rows, known)


def read(tmp_path: Path, topic: str, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Gathered:
    """The records of rows, the header first."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (tmp_path / "来源.csv").write_bytes(text.getvalue().encode(encoding))
    return read_file(topic, tmp_path / "来源.csv")


def records(gathered: Gathered) -> list[object]:
    """Each record once."""
    return list(dict.fromkeys(r for _, r in gathered.records.values()))


def one(tmp_path: Path, topic: str, row: dict[str, str]) -> object:
    """The last record of a row that is accepted."""
    gathered = read(tmp_path, topic, [[*row], [*row.values()]])
    assert not gathered.rejected, gathered.rejected
    return records(gathered)[-1]


def rejected(tmp_path: Path, topic: str, row: dict[str, str]) -> Rejected:
    """The one entry of the report on a row that is rejected whole."""
    gathered = read(tmp_path, topic, [[*row], [*row.values()]])
    assert not gathered.records
    (only,) = gathered.rejected
    assert only.line == 2
    assert str(only.reason)
    return only


def why(tmp_path: Path, topic: str, row: dict[str, str]) -> tuple[str | None, str]:
    """Column and code of a row that is rejected."""
    only = rejected(tmp_path, topic, row)
    return only.column, only.reason.code
