"""The engine on files, as a clerk or another programme calls it; docs/file-format.md tells all."""
