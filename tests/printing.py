"""Whether this machine can make a PDF and read it: both need packages of the system."""

import shutil
import subprocess
from ctypes.util import find_library

import pytest

needs_pango = pytest.mark.skipif(
    find_library("pangoft2-1.0") is None, reason="no Pango on this machine"
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no pdftotext on this machine"
)


def text_of_pdf(content: bytes) -> str:
    """The text of a print; a number that goes on in the next line is put together."""
    command = ["pdftotext", "-", "-"]
    printed = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return printed.decode().replace("-\n", "-")
