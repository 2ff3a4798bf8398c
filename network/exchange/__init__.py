"""The directory as tables of HSDS, checked and nested; pure (名录交换)."""
