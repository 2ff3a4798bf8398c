"""Analysis of the network: graph in, frozen answer out, no I/O (分析)."""
