"""Opening of the sentence model (句子模型): fetched once; where it is not available, search works without it."""

import threading
from concurrent.futures import Future
from contextvars import copy_context

from cli.ask import show
from graph_model import engine
from knowledge.words import sentence
from knowledge.words.layer import layer


def open_model() -> bool:
    """Open the model for this process; if it cannot be fetched or run here, print the cause and return False."""
    try:
        with show.Bars() as bars:
            sentence.use(engine.sentence_model(bars))
    except (engine.EngineError, ImportError) as error:  # no network, no jgo; no runtime for this platform
        show.err.print(show.say("shell.no_sentences", cause=error), soft_wrap=True)
        return False
    return True


def opening() -> "Future[bool]":
    """Begin to open the model, and the layer that is fitted on it; meanwhile the caller imports what answers."""
    begun: Future[bool] = Future()

    def open_it() -> None:
        try:
            is_open = open_model()
            layer()
            begun.set_result(is_open)
        except BaseException as error:  # noqa: BLE001  # whoever waits for it has it
            begun.set_exception(error)

    threading.Thread(target=copy_context().run, args=(open_it,), daemon=True).start()
    return begun


def open_in_background() -> None:
    """Open the model while the service starts; until then, search works without it."""
    threading.Thread(target=copy_context().run, args=(open_model,), daemon=True).start()
