"""What is lost with a place, a person or an office (薄弱点)."""
