"""The context of one request: actor, network, audit, pages (请求)."""
