"""Files of HSDS: read into tables, written from tables, made into records (名录交换)."""
