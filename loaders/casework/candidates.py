"""Children of a screening from a list of another body: a row a child, by its number on the list (摸排名单载入)."""

from datetime import datetime
from functools import partial

from graph_model.casework.filed import FiledRow
from graph_model.jobs.loading import LoadContext
from knowledge.casework.carry import code
from knowledge.casework.load import table
from knowledge.casework.order import Order
from loaders.casework.filing import Wording, only, prepare
from loaders.intake.contract import Topic
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.tables import TableRow

KIND, STEP = "candidate", "add"
COLUMNS = (
    column("screening", "摸排编号", "摸排", required=True),
    column("number", "名单序号", "序号", required=True),
    column("minor", "档案编号", "在册编号"),
    column("name", "姓名", "孩子叫什么"),
    column("born", "出生日期"),
    column("age_about", "大约几岁", "年龄", unit="years"),
    column("text", "为什么在名单上、住哪里", "情况", required=True),
)


def _row(row: TableRow, context: LoadContext, now: datetime) -> FiledRow:
    """The child that a row names.

    Raises:
        InvalidRow: A cell cannot be used.
    """
    r = row.filled(COLUMNS)
    screening, number = only(r, "screening"), only(r, "number")
    born, age = cells.day(r["born"], "born", context.on), cells.age(r["age_about"], "age_about")
    form = {
        "minor": r["minor"].strip() or None,
        "name": r["name"].strip() or None,
        "born": born.isoformat() if born else None,
        "age_about": age,
        "text": cells.required(r["text"], "text").strip(),
    }
    key = f"list:{screening}:{number}"
    made = code(table().kinds[KIND].prefix, key, 0)
    given = {name: value for name, value in form.items() if value is not None}
    return FiledRow(screening, (Order(KIND, STEP, given, key, now, code=made),), key)


CANDIDATES = Topic(
    "candidates",
    partial(prepare, wording=Wording(COLUMNS, _row)),
    (COLUMNS,),
    ("candidates.csv",),
    not_written=("screening", "row.not_written"),
    about_people=True,
    secret=True,
)
