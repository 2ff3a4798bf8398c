"""What every topic of a load is built on: contract, scope, write, report (载入共用)."""
