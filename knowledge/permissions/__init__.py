"""Permission, duty or prohibition of an act for a body (许可)."""
