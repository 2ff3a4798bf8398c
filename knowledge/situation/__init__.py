"""What is known of a child, as facts, and conditions on them (情形)."""
