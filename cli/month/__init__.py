"""A month of a district played on the engine itself: a demo with a past, and a proof (一个月)."""
