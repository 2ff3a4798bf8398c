"""The roster as a file that loads again: every time on duty in some areas, past and planned (拿走值班表)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from graph_model.access import accounts
from graph_model.duty import roster as duty
from graph_model.jobs.loading import LoadContext
from graph_model.jobs.taking import FileFormat, TakenFile
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.duty.roster import Shift
from knowledge.errors import BadInput
from loaders.duty.rosters import COLUMNS, ShiftRows
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from loaders.taking.files import NO_SOURCE, WRITERS, read_cells
from loaders.taking.lines import Line

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


async def written_rosters(
    context: LoadContext, name: str, made: FileFormat, codes: Sequence[str], most: int
) -> TakenFile:
    """The times on duty at the desks of these areas; one that would be refused today is left out and named.

    Raises:
        BadInput: More than one file may have.
    """
    shifts = await context.graph.read(context.actor, duty.among, codes, FIRST, LAST)
    if len(shifts) > most:
        raise BadInput("area", "taking.too_many", count=len(shifts), most=most)
    keys = sorted({s.account for s in shifts})
    rows = ShiftRows.of(context, NO_SOURCE, await context.graph.read(context.actor, accounts.among, keys))
    given = [s for s in sorted(shifts, key=lambda s: (s.since, s.area, s.rank)) if _gives(s, rows)]
    kept = {s.id for s in given}
    left_out = tuple(s.id for s in shifts if s.id not in kept)
    return TakenFile(name, made, WRITERS[made](COLUMNS, map(_line, given)), len(given), left_out=left_out)


def _line(s: Shift) -> Line:
    return {
        "area": s.area,
        "since": _minute(s.since),
        "until": _minute(s.until),
        "account": s.account,
        "rank": s.rank,
        "phone": s.phone,
        "absent": s.absent,
    }


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _gives(s: Shift, rows: ShiftRows) -> bool:
    """True if reading the row gives the shift; the file of origin is not compared."""
    cells = read_cells(_line(s))
    if cells is None:
        return False
    try:
        return rows.same(rows.read(TableRow(0, cells)), s)
    except InvalidRow:
        return False
