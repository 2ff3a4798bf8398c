"""Files of accounts and of teams; only by command, never uploaded (账户与个案组)."""
