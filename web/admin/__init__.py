"""The pages 管理: accounts, teams and deputies, who saw a child (管理)."""
