"""One statement per question: the oracle of tests and the baseline of benchmarks (基准)."""
