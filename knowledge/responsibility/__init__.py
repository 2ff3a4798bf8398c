"""Who must act, by the rules (责任规则)."""
