"""Whether this machine can make a PDF: Pango is a package of the system."""

from ctypes.util import find_library

import pytest

needs_pango = pytest.mark.skipif(
    find_library("pangoft2-1.0") is None, reason="no Pango on this machine"
)
