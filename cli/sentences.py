"""Opening of the sentence model (句子模型): fetched once; where it is not available, search works without it."""

import threading
from contextvars import copy_context

from cli.ask import show
from graph_model import engine
from knowledge.words import sentence


def open_model() -> bool:
    """Open the model for this process; if it cannot be fetched or run here, print the cause and return False."""
    try:
        with show.Bars() as bars:
            sentence.use(engine.sentence_model(bars))
    except (engine.EngineError, ImportError) as error:  # no network, no jgo; no runtime for this platform
        show.err.print(show.say("shell.no_sentences", cause=error), soft_wrap=True)
        return False
    return True


def open_in_background() -> None:
    """Open the model while the service starts; until then, search works without it."""
    threading.Thread(target=copy_context().run, args=(open_model,), daemon=True).start()
