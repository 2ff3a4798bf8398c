"""May, must or must not a body do this (许可)."""
