"""Publishing the counts of a month, with a line in the audit (公布)."""

from contextlib import closing
from functools import partial

from api.request.context import today
from cli import audit
from cli.session import settings
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.calendar.months import Month
from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from loaders.counts.publish import Correction, publish_month
from loaders.shipped.districts import district
from network.counts import CorrectionReason


async def published(graph: Graph, month: str, area: str | None, corrects: CorrectionReason | None = None) -> str:
    """Publish a month, and return a sentence on the table."""
    of_month, config = Month.parse(month), settings()
    asked = Correction(of_month, corrects) if corrects else of_month
    with closing(Vault(config.key_folder)) as vault, audit.recorded(config) as record:
        opened = partial(record, "counts publish", purpose=message("purpose.totals"))
        of = area or district(config.district).code
        made = await publish_month(graph, vault, rulebook(), of, asked, today(), opened)
    t = made.table
    if made.new and t.corrects:
        return str(message("counts.new_correction", month=str(t.month), why=t.corrects.label))
    if made.new:
        return str(message("counts.new", month=str(t.month), shown=len(t.shown)))
    return str(message("counts.stands", month=str(t.month), made=t.made))
