"""Master keys replaced and data keys renewed, in small steps that can be broken off and repeated (密钥轮换)."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys.store import KeyStore, moment
from knowledge.errors import Sealed

PART = 200
"""Data keys of one transaction."""
RENEWAL = "renewal"
"""The note that data keys are being renewed, and since when."""
KEPT = "kept"
"""The note when the keys were last copied by a backup."""
ROTATED = "rotated"
"""The note when a rotation was last finished."""


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """Result of a rotation of the master key."""

    master: str
    keys: int
    """Data keys that this run wrapped again."""
    lost: tuple[str, ...]
    """Subjects whose keys no master key opens: their keys stay, and so does their master key."""


def rewrap(store: KeyStore, advance: Callable[[int], None]) -> Rewrapped:
    """Wrap every data key with a new master key and discard the old ones; an unfinished run is finished instead.

    At each moment each data key is wrapped by a master key whose file is there: whoever is killed has lost nothing.
    """
    master = _target(store)
    done, after, lost = 0, ("", 0), list[str]()
    while rows := _part(store, master, after):
        with store.writing() as db:
            for subject, version in rows:
                row = db.execute(
                    "SELECT master, wrapped FROM data_key WHERE subject = ? AND version = ?", (subject, version)
                ).fetchone()
                if row is None or row[0] == master:  # erased, or another run was first
                    continue
                try:
                    key = store.masters.unwrap(row[0], subject, row[1])
                except Sealed:
                    lost.append(subject)
                    continue
                wrapped = store.masters.wrap(master, subject, key)
                db.execute(
                    "UPDATE data_key SET master = ?, wrapped = ? WHERE subject = ? AND version = ?",
                    (master, wrapped, subject, version),
                )
                done += 1
        after = rows[-1]
        advance(len(rows))
    _discard_unused(store)
    if not lost:
        note(store, ROTATED)
    return Rewrapped(master, done, tuple(dict.fromkeys(lost)))


def _target(store: KeyStore) -> str:
    """The master key to wrap with: the current one if keys still wait for it from a run before, otherwise a new one."""
    with store.writing() as db:
        ((current,),) = db.execute("SELECT id FROM master WHERE current = 1")
        waiting = db.execute("SELECT DISTINCT master FROM data_key WHERE master <> ?", (current,)).fetchall()
        if any(store.masters.path(m) is not None for (m,) in waiting):
            return str(current)
        new = store.masters.new()
        db.execute("UPDATE master SET current = 0")
        db.execute("INSERT INTO master VALUES (?, ?, 1)", (new, moment()))
        return new


def _part(store: KeyStore, master: str, after: tuple[str, int]) -> list[tuple[str, int]]:
    """The next data keys that other master keys wrap."""
    rows = store.rows(
        "SELECT subject, version FROM data_key WHERE master <> ? AND (subject, version) > (?, ?) "
        "ORDER BY subject, version LIMIT ?",
        master,
        *after,
        PART,
    )
    return [(str(s), int(str(v))) for s, v in rows]


def _discard_unused(store: KeyStore) -> None:
    """Remove the master keys that wrap nothing any more: the file first: after an interruption its row is retried."""
    with store.writing() as db:
        unused = db.execute(
            "SELECT id FROM master WHERE current = 0 AND id NOT IN (SELECT master FROM data_key)"
        ).fetchall()
        for (master,) in unused:
            store.masters.discard(master)
            db.execute("DELETE FROM master WHERE id = ?", (master,))


def renew(store: KeyStore, advance: Callable[[int], None]) -> None:
    """Give every subject a new data key for new data; the older ones still decrypt theirs.

    An unfinished renewal goes on: subjects that have their new key retain it.
    """
    with store.writing() as db:
        db.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (RENEWAL, moment()))
        ((since,),) = db.execute("SELECT at FROM note WHERE name = ?", (RENEWAL,))
    while True:
        with store.writing() as db:
            ((master,),) = db.execute("SELECT id FROM master WHERE current = 1")
            rows = db.execute(
                "SELECT subject, max(version) FROM data_key GROUP BY subject HAVING max(made) < ? LIMIT ?",
                (since, PART),
            ).fetchall()
            for subject, version in rows:
                wrapped = store.masters.wrap(master, subject, AESGCM.generate_key(256))
                made = (subject, version + 1, master, wrapped, moment())
                db.execute("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", made)
        if not rows:
            return
        advance(len(rows))


def renewed(store: KeyStore) -> None:
    """Note that every record is sealed again."""
    with store.writing() as db:
        db.execute("DELETE FROM note WHERE name = ?", (RENEWAL,))


def note(store: KeyStore, name: str) -> None:
    """Note that something has just happened."""
    with store.writing() as db:
        db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, moment()))


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """State of the key store."""

    masters: tuple[tuple[str, str, int, bool], ...]
    """Each with its id, when it was made, how many data keys it wraps, and whether its file is there."""
    current: str
    subjects: int
    waiting: int
    """Data keys that an unfinished rotation has not reached."""
    renewing: bool
    """A renewal of data keys is unfinished."""
    erased: int
    last_erasure: str | None
    citizens: int
    """Numbers of citizens in the blind index."""
    notes: dict[str, str]


def status(store: KeyStore) -> KeyStatus:
    """Return the state of the key store, without any subject."""
    current = store.current()
    masters = store.rows(
        "SELECT m.id, m.made, (SELECT count(*) FROM data_key WHERE master = m.id) FROM master m ORDER BY m.made"
    )
    ((subjects, waiting),) = store.rows(
        "SELECT count(DISTINCT subject), count(*) FILTER (WHERE master <> ?) FROM data_key", current
    )
    ((erased, last),) = store.rows("SELECT count(*), max(at) FROM erased")
    ((citizens,),) = store.rows("SELECT count(*) FROM citizen")
    notes = {str(name): str(at) for name, at in store.rows("SELECT name, at FROM note")}
    return KeyStatus(
        tuple((str(i), str(at), int(str(n)), store.masters.path(str(i)) is not None) for i, at, n in masters),
        current,
        int(str(subjects)),
        int(str(waiting)),
        RENEWAL in notes,
        int(str(erased)),
        str(last) if last else None,
        int(str(citizens)),
        notes,
    )
