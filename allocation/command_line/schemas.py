"""The command `schema`: print the JSON Schema of a file format."""

from argparse import Namespace

from allocation.command_line.ending import ExitCode
from allocation.command_line.reading import STANDARD
from allocation.command_line.writing import write_bytes
from allocation.engine.formats.schemas import schema_text


def schema(options: Namespace) -> ExitCode:
    write_bytes(STANDARD, schema_text(options.format).encode())
    return ExitCode.DONE
