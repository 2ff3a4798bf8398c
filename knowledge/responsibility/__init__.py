"""Responsibility by the rules: who must act (责任规则)."""
