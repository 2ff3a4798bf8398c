"""The blind index: a child found again by its citizen's number, which is stored nowhere (盲索引).

The store holds an HMAC of the number under a key of its own, beside the data keys: nothing of it is in the database or
its dumps, and with the child it is erased.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping

from graph_model.keys import files
from graph_model.keys.store import KeyStore
from knowledge.errors import BadInput

FILE = "index.key"
NOTE = "index"
"""The note that names the key with which the index was made."""


class CitizenIndex:
    """Which subject has which number."""

    def __init__(self, store: KeyStore) -> None:
        """Open the index; its key is made with its first entry, and never again.

        Raises:
            BadInput: The key is missing, or it is another one.
        """
        self._store = store
        path = store.masters.folder / FILE
        named = store.rows("SELECT at FROM note WHERE name = ?", NOTE)
        if named and not path.exists():
            raise BadInput("TONGXIN_KEYS", "keys.index_missing")
        self._key = files.secret(path, "keys.index_wrong")
        name = hmac.digest(self._key, b"name of this key", "sha256").hex()[:12]
        if not named:
            with store.writing() as db:
                db.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (NOTE, name))
            named = store.rows("SELECT at FROM note WHERE name = ?", NOTE)
        if named != [(name,)]:
            raise BadInput("TONGXIN_KEYS", "keys.index_wrong")

    def _mac(self, number: str) -> bytes:
        return hmac.digest(self._key, b"citizen" + number.encode(), "sha256")

    def holders(self, numbers: Iterable[str]) -> dict[str, str]:
        """The subjects that have these numbers, by number."""
        found = {}
        for number in numbers:
            if rows := self._store.rows("SELECT subject FROM citizen WHERE mac = ?", self._mac(number)):
                found[number] = str(rows[0][0])
        return found

    def claim(self, wanted: Mapping[str, str], stale: Collection[str] = ()) -> frozenset[str]:
        """Give each subject its number; those whose number another subject has, who is not `stale`, get nothing.

        Of two who claim one number at once one gets it.
        """
        refused = set[str]()
        with self._store.writing() as db:
            for subject, number in wanted.items():
                mac = self._mac(number)
                held = db.execute("SELECT subject FROM citizen WHERE mac = ?", (mac,)).fetchone()
                if held is not None and held[0] != subject and held[0] not in stale:
                    refused.add(subject)
                    continue
                db.execute("DELETE FROM citizen WHERE subject = ?", (subject,))
                db.execute("INSERT OR REPLACE INTO citizen VALUES (?, ?)", (mac, subject))
        return frozenset(refused)
