"""What is checked of the three-tier network (网络检查)."""
