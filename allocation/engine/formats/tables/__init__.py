"""Problems and results as tables, for people with spreadsheets; docs/file-format.md shows them."""
