"""Does the server answer (就绪)?  A real login and a real read: the port is open long before the database is."""

from enum import Enum, auto

from graph_model.engine.conf import uri

WAIT = 2.0  # seconds for each step of one try


class Answer(Enum):
    """How a server answers one try."""

    READY = auto()
    NOT_YET = auto()
    WRONG_PASSWORD = auto()


def ask(port: int, user: str, password: str) -> Answer:
    """Try once to log in and read."""
    # The driver takes a third of a second to import, and more beside pandas: the server is started before.
    from neo4j import READ_ACCESS, GraphDatabase, Query  # noqa: PLC0415
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError  # noqa: PLC0415

    try:
        with GraphDatabase.driver(
            uri(port),
            auth=(user, password),
            connection_timeout=WAIT,
            connection_acquisition_timeout=WAIT,
            max_transaction_retry_time=0,
        ) as driver:
            driver.verify_connectivity()
            with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
                session.run(Query("RETURN 1", timeout=WAIT)).consume()
    except AuthError:
        return Answer.WRONG_PASSWORD
    except (Neo4jError, DriverError, ClientError, OSError):
        return Answer.NOT_YET
    return Answer.READY
