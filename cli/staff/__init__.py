"""Accounts, teams and delegations by command (账户与个案组)."""
