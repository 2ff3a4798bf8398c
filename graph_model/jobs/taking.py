"""A file that is handed out: what was asked for, and what it holds (拿走)."""

from dataclasses import dataclass, field

from knowledge.vocabulary import Labelled


class FileFormat(Labelled):
    """How a list is written as a file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel 表格"
    GEOJSON = "geojson", "GeoJSON"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A list of a topic as a file, which was read again before it was handed out."""

    name: str
    format: FileFormat
    content: bytes = field(repr=False)
    rows: int
    hidden: int = 0
    """Rows that are left out because the actor may not see what they say."""
    left_out: tuple[str, ...] = ()
    """Keys of records that a file cannot say as they stand."""
    named: tuple[str, ...] = ()
    """Posts whose holders the file names."""
