"""What follows from the network: graph in, frozen answer out, no I/O (分析)."""
