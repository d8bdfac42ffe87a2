"""The school year that the demo procedure admits to."""

from dataclasses import dataclass
from datetime import date

_FIRST_MONTH = 9


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year by the calendar year in which it begins."""

    begins_in: int

    @classmethod
    def next_after(cls, today: date) -> "SchoolYear":
        """The school year that begins in the first September after `today`."""
        return cls(today.year + (1 if today.month >= _FIRST_MONTH else 0))

    @property
    def label(self) -> str:
        """The year as people write it: `2027/2028`."""
        return f"{self.begins_in}/{self.begins_in + 1}"

    def birth_year(self, age: int) -> int:
        """When the children were born who reach this age in the calendar year it begins in."""
        return self.begins_in - age
