"""The sentence model (句子模型): one jar, fetched, verified and cached as the jars of Neo4j are, in its own folder.

It has its own list because `jars.sha256` is a class path. The jar is only read as an archive, no Java runs it.
"""

from pathlib import Path

from graph_model.engine import folders, jars
from graph_model.engine.progress import Progress

LIST = Path(__file__).with_name("sentences.sha256")


def ensure(progress: Progress) -> Path:
    """The verified jar of the model; downloaded if it is missing or wrong.

    Raises:
        EngineError: The jar cannot be downloaded or is wrong; disk full; folder not writable.
    """
    (listed_jar,) = jars.parse(LIST.read_text("utf-8"))
    store = folders.cache()
    lib = jars.ensure(store, progress, (listed_jar,), store / f"sentences-{listed_jar.jar.version}")
    return lib / listed_jar.jar.file
