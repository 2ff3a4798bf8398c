"""Files handed to the running service (页面载入)."""
