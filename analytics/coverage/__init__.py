"""Who is reached, when, and what the network lacks (覆盖)."""
