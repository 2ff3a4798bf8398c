"""What is lost with a service point, a person or an office, and whether demand fits the capacity (薄弱点)."""
