"""The driver of Neo4j, and what its errors mean to people (驱动)."""

import logging
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_model.errors import GraphUnavailable
from knowledge.messages.message import message

_log = logging.getLogger(__name__)
"""Log for operators: messages for people omit the database's own names, which are logged here."""


def driver(uri: str, **options: Any) -> AsyncDriver:
    """A driver for an address.

    Raises:
        GraphUnavailable: It is no address.
    """
    try:
        return AsyncGraphDatabase.driver(uri, **options)
    except (ConfigurationError, ValueError):
        raise GraphUnavailable(message("graph.no_address")) from None


def unavailable(error: Exception) -> GraphUnavailable:
    """The error for users that corresponds to a driver error; driver errors never leave this module.

    The server classifies `MemoryPoolOutOfMemoryError` as transient, so the driver repeats it; here it is final.
    """
    code = getattr(error, "code", "") or ""
    problem, passing = message("graph.failed"), True
    _log.info("database: %s %s", type(error).__name__, code)
    if isinstance(error, AuthError):
        problem, passing = message("graph.wrong_password"), False
    elif "MemoryPoolOutOfMemory" in code:
        problem, passing = message("graph.too_large"), False
    elif "TransactionTimedOut" in code:
        problem, passing = message("graph.timed_out"), False
    elif isinstance(error, ServiceUnavailable):
        problem = message("graph.unreachable")
    elif isinstance(error, TransientError | ConnectionAcquisitionTimeoutError | SessionExpired):
        problem = message("graph.busy")
    elif isinstance(error, ClientError):
        problem, passing = message("graph.refused"), False
    return GraphUnavailable(problem, passing)
