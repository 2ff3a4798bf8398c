"""GraphQL: accounts, teams, deputies, and who saw a child (账户、个案组、谁看过)."""
