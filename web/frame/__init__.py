"""The frame of every page: header, notices, sign-in (框架)."""
