"""Configuration of the managed server (服务器设置), and its loopback port."""

import os
import re
import socket
from pathlib import Path
from random import SystemRandom
from time import monotonic, sleep

LOOPBACK = "127.0.0.1"
PORTS = range(20_000, 32_768)
"""Ports of new servers, below those that systems give to outgoing connections (from 32,768 on Linux, 49,152 elsewhere):
one of these could be taken while a server is down, and it would come back on a port that running services do not know.
"""
TRIED = 100
RELEASED, LOOK = 5.0, 0.05
"""Seconds to wait for the port of the last start, and between two looks (configured values)."""
PORT = re.compile(r"^server\.bolt\.listen_address=127\.0\.0\.1:(\d+)$", re.MULTILINE)
TEMPLATE = """\
# Written at each start; changes made here do not last.
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
# LOAD CSV 'file:///...' would read any file of this machine.
dbms.security.allow_csv_import_from_file_urls=false
# Stopping need not wait 5 s and more for connections that are idle.
internal.server.bolt.thread_pool_shutdown_wait_time=1s
dbms.usage_report.enabled=false
server.bolt.telemetry.enabled=false
server.memory.pagecache.size=64m
db.transaction.timeout=10s
db.memory.transaction.max=64m
db.lock.acquisition.timeout=5s
# A black hole costs 4 s instead of 17.
server.bolt.connection_keep_alive=2s
db.tx_log.rotation.retention_policy=1 days 1G
# A child's record is never in a log.
db.logs.query.enabled=OFF
db.logs.query.parameter_logging_enabled=false
server.config.strict_validation.enabled=true
"""


def text(port: int) -> str:
    """The configuration file of a server on `port`."""
    return TEMPLATE.format(port=port)


def port_in(settings: Path) -> int | None:
    """The port in a configuration file; None without such a file or port."""
    try:
        match = PORT.search(settings.read_text("utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return int(match[1]) if match else None


def uri(port: int) -> str:
    """The address of a server on `port`."""
    return f"bolt://{LOOPBACK}:{port}"


def choose_port(preferred: int | None = None) -> int:
    """The port of the last start if it is free or becomes so, else a free one of `PORTS`.

    A process that was killed listens until the last of its threads is gone, some time after it is found no more.
    """
    until = monotonic() + RELEASED
    while preferred is not None:
        if is_free(preferred):
            return preferred
        if monotonic() > until:
            break
        sleep(LOOK)
    return next(filter(is_free, SystemRandom().sample(PORTS, TRIED)), PORTS[0])


def is_open(port: int) -> bool:
    """True if something listens on the loopback port; called twenty times a second, so it must be cheap."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def is_free(port: int) -> bool:
    """True if nothing listens on the loopback port."""
    with socket.socket() as probe:
        if os.name == "posix":
            # connections of the last run in TIME_WAIT do not block the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
        return True
