"""The JSON Schemas of the file formats, for whoever writes or reads the files elsewhere."""

from importlib import resources

FORMATS = ("problem", "result")


def schema_text(file_format: str) -> str:
    """Return the schema of one of the `FORMATS` as JSON text."""
    name = f"nabor-{file_format}-1.schema.json"
    return resources.files(__name__).joinpath(name).read_text("utf-8")
