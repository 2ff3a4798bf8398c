"""What an operator checks (检查)."""
