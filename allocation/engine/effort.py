"""What the solver may spend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """The work allowed for one model, in the solver's own units, and the threads that share it.

    Only proven optima of stages that leave one answer are told. So `workers` change how soon the
    answer comes, and perhaps whether the work allowed suffices, but never which answer it is.
    """

    deterministic_time: float
    workers: int
