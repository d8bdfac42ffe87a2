"""Groups and their places."""

from dataclasses import dataclass

from allocation.engine.errors import InputError, UnsupportedError
from allocation.engine.problem.values import require_count, require_text


@dataclass(frozen=True, slots=True)
class Reserve:
    """`seats` places of a group that are kept for children with the trait."""

    trait: str
    seats: int

    def __post_init__(self) -> None:
        require_text(self.trait, "type")
        require_count(self.seats, "seats")


@dataclass(frozen=True, slots=True)
class Group:
    """A pool of places a parent can choose; `capacity` includes the reserved places.

    `institution` tells where siblings are together; without it the group stands for itself.
    A group that cannot admit `min_size` children does not open.
    """

    id: str
    capacity: int
    reserves: tuple[Reserve, ...] = ()
    institution: str | None = None
    min_size: int = 0

    def __post_init__(self) -> None:
        require_text(self.id, "id")
        require_count(self.capacity, "capacity")
        require_count(self.min_size, "min_size")
        if self.institution is not None:
            require_text(self.institution, "institution")
        if len(self.reserves) > 1:
            raise UnsupportedError(
                "reserves", "more than one reserve in a group is not supported yet"
            )
        if self.reserved_seats > self.capacity:
            raise InputError(
                "reserves",
                f"{self.reserved_seats} reserved places, but the capacity is {self.capacity}",
            )
        if self.min_size > self.capacity:
            raise InputError(
                "min_size",
                f"at least {self.min_size} children, but the capacity is {self.capacity}",
            )

    @property
    def reserved_seats(self) -> int:
        return sum(reserve.seats for reserve in self.reserves)

    @property
    def home(self) -> tuple[bool, str]:
        """Return what two groups share exactly when they are in one institution."""
        return (False, self.id) if self.institution is None else (True, self.institution)
