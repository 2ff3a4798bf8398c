"""Facts of a child's situation, and conditions on them (情形)."""
