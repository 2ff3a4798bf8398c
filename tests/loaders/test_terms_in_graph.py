"""The school year in the graph: loaded once, taken away, loaded again without a change, and read with the network."""

from datetime import date

from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.jobs.taking import FileFormat, TakenFile
from knowledge.calendar.terms import PeriodKind
from knowledge.rulebook.book import Rulebook
from tests.loaders.reading import STREET
from tests.loaders.test_taking import DISTRICT, loaded, taken

FILE = f"""区划,类别,名称,起始日期,最后一天,来源
{DISTRICT},学期,第一学期,2026-09-01,2027-01-15,某局
{DISTRICT},寒假,寒假,2027-01-16,2027-02-19,某局
"""


async def test_the_year_of_a_district_is_read_with_its_network(own: Graph, book: Rulebook):
    first = await loaded(own, book, "terms", TakenFile("a.csv", FileFormat.CSV, FILE.encode(), 2))
    assert (first.written, first.rejected) == (2, ())
    calendar = (await snapshot.read(own)).calendar(STREET)
    assert [calendar.kind(date(2027, 1, d)) for d in (15, 16)] == [PeriodKind.TERM, PeriodKind.VACATION]
    again = await loaded(own, book, "terms", await taken(own, book, "terms", FileFormat.CSV))
    assert (again.written, again.unchanged) == (0, 2)
