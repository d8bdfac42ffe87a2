"""Files that are there whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocation.command_line.reading import STANDARD, is_folder
from allocation.engine import InputError


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever finds half of it; `-` is standard output.

    What is no ordinary file, such as /dev/null or a pipe, is written as it is. Raise `InputError`.
    """
    if path == STANDARD:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with _writable(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)


def make_folder(path: Path) -> None:
    """Make a folder unless it is there. Raise `InputError`."""
    with _writable(path):
        if not is_folder(path):
            path.mkdir()


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            if path.exists():
                shutil.copymode(path, beside)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror}") from None
