"""Sentence model (句子模型): one jar, fetched, verified and cached as the jars of Neo4j are, in its own folder.

It has its own list because `jars.sha256` is a class path. The jar is only read as an archive, no Java runs it. Its
files are stored beside it unpacked, in an archive too: unpacking takes longer than all other steps of opening the
model.
"""

import os
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from graph_model.engine import checked, folders, jars
from graph_model.engine.progress import Progress

LIST = Path(__file__).with_name("sentences.sha256")
UNPACKED = "unpacked.zip"
SUFFIXES = (".onnx", ".json")
"""Suffixes of the files in the jar that the model is read from."""


def ensure(progress: Progress) -> Path:
    """The archive with the files of the verified model; its jar is downloaded if it is missing or wrong.

    Raises:
        EngineError: The jar cannot be downloaded or is wrong; disk full; folder not writable.
    """
    (listed_jar,) = jars.parse(LIST.read_text("utf-8"))
    store = folders.cache()
    lib = jars.ensure(store, progress, (listed_jar,), store / f"sentences-{listed_jar.jar.version}")
    jar = lib / listed_jar.jar.file
    with suppress(OSError, BadZipFile):  # where it cannot be kept, the jar itself is read
        return unpacked(jar, lib / UNPACKED, listed_jar.sha256)
    return jar


def unpacked(jar: Path, kept: Path, sha256: str) -> Path:
    """Return the files without compression, made again where the stored ones do not stem from this jar."""
    note = kept.with_suffix(".checked")
    made = checked.stamp(kept)
    if made is None or checked.load(note).get(sha256) != made:
        part = kept.with_suffix(f".{os.getpid()}")
        try:
            with ZipFile(jar) as archive, ZipFile(part, "w") as plain:
                for name in (n for n in archive.namelist() if n.endswith(SUFFIXES)):
                    plain.writestr(name, archive.read(name))
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)
        if (fresh := checked.stamp(kept)) is not None:
            checked.save(note, {sha256: fresh})
    return kept
