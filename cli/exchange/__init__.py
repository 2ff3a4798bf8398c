"""`tongxin hsds`: the directory in the form of Open Referral (名录交换)."""
