"""How operators ask (命令行)."""
