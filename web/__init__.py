"""HOW PEOPLE ASK: pages whose only data path is the GraphQL schema, asked as the signed-in person (页面)."""
