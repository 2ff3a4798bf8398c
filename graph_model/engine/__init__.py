"""The managed Neo4j 5.26 LTS (自管的 Neo4j): find or start it, repair its state, stop it."""

from graph_model.engine.conf import choose_port
from graph_model.engine.dumps import dump, load
from graph_model.engine.errors import EngineError
from graph_model.engine.progress import Progress, Silent
from graph_model.engine.sentences import ensure as sentence_model
from graph_model.engine.server import Server, ServerStatus, ensure, quickening, status, stop

__all__ = [
    "EngineError",
    "Progress",
    "Server",
    "ServerStatus",
    "Silent",
    "choose_port",
    "dump",
    "ensure",
    "load",
    "quickening",
    "sentence_model",
    "status",
    "stop",
]
