"""The resolutions that are shipped as data, for tests."""

from functools import cache

from recruitment.criteria import resolutions
from recruitment.criteria.resolution import Resolution
from recruitment.criteria.spreadsheet.reading import read_resolution
from recruitment.criteria.spreadsheet.sheets import Cell

NAMES = resolutions.names()


def sheets_of(name: str) -> dict[str, list[list[Cell]]]:
    """Return the sheets of a shipped resolution, for a test to change."""
    return {sheet: [list(row) for row in rows] for sheet, rows in resolutions.shipped(name).items()}


@cache
def resolution_of(name: str) -> Resolution:
    """Return a shipped resolution. Fail on mistakes, and tell them."""
    reading = read_resolution(sheets_of(name))
    assert reading.mistakes == ()
    assert reading.resolution is not None
    return reading.resolution
