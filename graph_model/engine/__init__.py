"""The Neo4j 5.26 LTS that the program keeps for itself (自管的 Neo4j): found or started, healed, stopped."""

from graph_model.engine.errors import EngineError
from graph_model.engine.progress import Progress, Silent
from graph_model.engine.server import Server, Status, ensure, quickening, status, stop

__all__ = ["EngineError", "Progress", "Server", "Silent", "Status", "ensure", "quickening", "status", "stop"]
