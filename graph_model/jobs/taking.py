"""File for download: the request, and its content (拿走)."""

from dataclasses import dataclass, field

from knowledge.vocabulary import Labelled


class FileFormat(Labelled):
    """Format of a list as a file."""

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
    """Rows left out because the actor may not see their content."""
    left_out: tuple[str, ...] = ()
    """Keys of records that a file cannot represent."""
    named: tuple[str, ...] = ()
    """Posts whose holders the file names."""
