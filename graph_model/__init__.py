"""What the graph holds and answers (图模型)."""
