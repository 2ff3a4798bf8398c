"""The registry: every topic that can be loaded, in the order in which topics are loaded (主题)."""

from loaders.casework.candidates import CANDIDATES
from loaders.casework.forms import FORMS
from loaders.directory.contracts import TOPICS as DIRECTORY
from loaders.duty.rosters import ROSTERS
from loaders.intake.contract import Topic
from loaders.obligations.evidence import RECORDS
from loaders.outlines.outlines import OUTLINES
from loaders.persons.dossiers import CHILDREN

TOPICS: dict[str, Topic] = {t.code: t for t in (*DIRECTORY, OUTLINES, RECORDS, CHILDREN, ROSTERS, CANDIDATES, *FORMS)}
"""To add a topic: its contract beside the others, its template, and `[topic]` in both catalogues of messages."""
