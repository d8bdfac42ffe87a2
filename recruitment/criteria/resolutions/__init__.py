"""Resolutions that come with the system: one folder each, one CSV file a sheet.

Their sources are public; what is not known of a resolution is left out, and its note says so.
"""

from pathlib import Path

from recruitment.criteria.spreadsheet.sheets import Sheets, read_folder

_FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The names of all of them."""
    return sorted(path.parent.name for path in _FOLDER.glob("*/Zestaw.csv"))


def shipped(name: str) -> Sheets:
    """The sheets of one of them."""
    return read_folder(_FOLDER / name)
