"""Neo4j: stored data, queries and the managed server (图模型)."""

import graph_model.plain_driver  # noqa: F401  # before any module here imports the driver
