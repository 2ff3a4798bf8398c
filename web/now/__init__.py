"""The page 此刻 (此刻)."""
