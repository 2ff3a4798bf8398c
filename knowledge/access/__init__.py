"""The rights to read each class of fact (权限)."""
