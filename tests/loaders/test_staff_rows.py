"""Rows of accounts and teams: what the rules refuse is of the row, at the column that the refusal names."""

from graph_model.jobs.loading import Rejected
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from loaders.intake.read import read_each
from loaders.staff.accounts import COLUMNS
from loaders.staff.rows import reading
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow

REFUSED = {
    "no role": BadInput(COLUMNS[-1].key, "account.no_role"),
    "a field without a column": BadInput("nothing", "account.no_role"),
    "nobody": NotFound("account", "x"),
    "no row": InvalidRow("account", "row.contradicts", line=2),
}


def one(row: TableRow) -> str:
    if (error := REFUSED.get(row.cells["account"])) is not None:
        raise error
    return row.cells["account"]


def test_a_refusal_is_of_its_row_and_the_others_are_read():
    rows = [TableRow(line, {"account": a}) for line, a in enumerate(("a", *REFUSED, "b"), 2)]
    rejected = [Rejected(1, message("row.contradicts", line=1))]
    broken = Rejected(9, message("row.contradicts", line=8), "account")
    read = list(read_each([*rows, broken], reading(one, COLUMNS), rejected))
    assert read == [(2, "a"), (7, "b")]
    assert [(r.line, r.column, r.reason.code) for r in rejected[1:]] == [
        (3, COLUMNS[-1].key, "account.no_role"),
        (4, None, "account.no_role"),
        (5, "account", "refused.not_found"),
        (6, "account", "row.contradicts"),
        (9, "account", "row.contradicts"),
    ]
    assert str(rejected[3].reason) == str(NotFound("account", "x").message)
