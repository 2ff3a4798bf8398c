"""Blind index of what makes children alike: finds those who may be the described one, none of them opened (相像索引).

A mark is a text that two descriptions share whenever they may be of one child. Of each child the index has one entry
a mark. Entries too many cost a comparison; one that is missing would leave a child unrecognized: so the index states
whether it has the marks of every child.
"""

from collections.abc import Iterable, Mapping

from graph_model.keys.blind import BlindKeys
from graph_model.keys.store import KeyStore, moment

KIND = "alike"
COMPLETE = "likeness"
"""The note that every child of the database has its marks."""


class LikenessIndex:
    """Index of the subjects by their marks."""

    def __init__(self, store: KeyStore) -> None:
        """Open the index.

        Raises:
            BadInput: A key is missing, or it is another one.
        """
        self._keys = BlindKeys(store)

    def put(self, marks: Mapping[str, Iterable[str]]) -> None:
        """Add marks of subjects; those there are stay. An erased subject gets none."""
        with self._keys.writing() as db:
            for subject, some in marks.items():
                if db.execute("SELECT 1 FROM erased WHERE subject = ?", (subject,)).fetchone() is None:
                    rows = [(self._keys.mac(KIND, m), subject) for m in some]
                    db.executemany("INSERT OR IGNORE INTO likeness VALUES (?, ?)", rows)

    def alike(self, marks: Iterable[str]) -> frozenset[str] | None:
        """The subjects that have one of these marks; None if the index does not have those of every child."""
        if not self.is_complete:
            return None
        with self._keys.writing() as db:
            macs = [(self._keys.mac(KIND, m),) for m in marks]
            rows = [r for mac in macs for r in db.execute("SELECT subject FROM likeness WHERE mac = ?", mac)]
        return frozenset(str(subject) for (subject,) in rows)

    @property
    def is_complete(self) -> bool:
        """True if every child of the database has its marks."""
        return bool(self._keys.store.rows("SELECT 1 FROM note WHERE name = ?", COMPLETE))

    def locks(self, marks: Iterable[str]) -> list[str]:
        """Names of the locks on these marks, in the order in which everybody takes them."""
        return sorted(self._keys.lock_name(m) for m in marks)

    def complete(self) -> None:
        """Note that every child of the database has its marks."""
        with self._keys.store.writing() as db:
            db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (COMPLETE, moment()))
