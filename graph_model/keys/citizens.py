"""Blind index of numbers: finds a child by its citizen's number, which is stored nowhere (号码索引)."""

from collections.abc import Collection, Iterable, Mapping

from graph_model.keys.blind import BlindKeys
from graph_model.keys.store import KeyStore

KIND = "citizen"


class CitizenIndex:
    """Index of the subjects by their number."""

    def __init__(self, store: KeyStore) -> None:
        """Open the index.

        Raises:
            BadInput: A key is missing, or it is another one.
        """
        self._keys = BlindKeys(store)

    def holders(self, numbers: Iterable[str]) -> dict[str, str]:
        """The subjects that have these numbers, by number."""
        subjects = {}
        with self._keys.writing() as db:
            for number in numbers:
                if row := db.execute(
                    "SELECT subject FROM citizen WHERE mac = ?", (self._keys.mac(KIND, number),)
                ).fetchone():
                    subjects[number] = str(row[0])
        return subjects

    def claim(self, wanted: Mapping[str, str], stale: Collection[str] = ()) -> frozenset[str]:
        """Give each subject its number; those whose number another subject has, who is not `stale`, get nothing.

        Of two who claim one number at once one gets it.
        """
        refused = set[str]()
        with self._keys.writing() as db:
            for subject, number in wanted.items():
                mac = self._keys.mac(KIND, number)
                held = db.execute("SELECT subject FROM citizen WHERE mac = ?", (mac,)).fetchone()
                if held is not None and held[0] != subject and held[0] not in stale:
                    refused.add(subject)
                    continue
                db.execute("DELETE FROM citizen WHERE subject = ?", (subject,))
                db.execute("INSERT OR REPLACE INTO citizen VALUES (?, ?)", (mac, subject))
        return frozenset(refused)
