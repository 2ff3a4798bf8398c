"""Content of the rules: dated, sourced rows and pure decisions (规则)."""
