"""What one request carries: actor, network, audit (请求)."""
