"""Components shared by the pages (组件)."""
