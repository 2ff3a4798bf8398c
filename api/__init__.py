"""How programs ask: GraphQL over HTTP (接口)."""
