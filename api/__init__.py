"""Interface for programs: GraphQL over HTTP (接口)."""
