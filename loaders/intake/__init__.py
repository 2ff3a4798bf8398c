"""Basis of every topic of a load: contract, scope, write, report (载入共用)."""
