"""What pages are made of (组件)."""
