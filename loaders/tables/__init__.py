"""Reading tables: files, headings, cells (表格)."""
