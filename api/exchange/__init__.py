"""`/hsds`: the directory for other programs, in the form of Open Referral (名录交换)."""
