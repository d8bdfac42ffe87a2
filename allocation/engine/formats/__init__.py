"""The file formats: problems and results as JSON text and as tables."""
