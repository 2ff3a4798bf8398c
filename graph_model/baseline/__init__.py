"""Each question as one statement: the oracle of tests and the baseline of benchmarks (基准)."""
