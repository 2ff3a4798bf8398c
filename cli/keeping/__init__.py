"""Backup, restore, drill, erasure (备份与删除)."""
