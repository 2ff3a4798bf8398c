"""Who may read which class of fact (权限)."""
