"""The published form in which directories of services are exchanged (名录交换)."""
