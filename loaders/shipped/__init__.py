"""The district that ships with the project (随附数据)."""
