"""What the rules say: dated, sourced rows and pure decisions (规则)."""
