"""Holding documents against the published JSON Schemas."""

import json
from functools import cache

from jsonschema import Draft202012Validator

from allocation.engine.formats.schemas import schema_text


@cache
def validator(file_format: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(file_format)))


def complaints(file_format: str, document: object) -> list[str]:
    """What the schema says against a document."""
    return [
        f"{error.json_path}: {error.message}"
        for error in validator(file_format).iter_errors(document)
    ]
