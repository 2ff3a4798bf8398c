"""Neo4j: stored data, queries and the managed server (图模型)."""
