"""HOW PEOPLE ASK: pages whose only data path is the GraphQL schema, asked as the signed-in person (页面)."""

from web.attach import attach

__all__ = ["attach"]
