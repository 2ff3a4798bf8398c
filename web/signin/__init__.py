"""The page 登录: signing in (登录)."""
