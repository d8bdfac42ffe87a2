"""A progress bar on standard error, for people at a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol


class Bar(Protocol):
    """How far a command is."""

    def at(self, step: str) -> None:
        """Name what is being done now."""

    def advance(self) -> None:
        """One thing more is done."""

    def aside(self) -> AbstractContextManager[None]:
        """Make room for lines that are written meanwhile."""


@contextmanager
def progress(total: int, unit: str) -> Iterator[Bar]:
    """Show a bar while the block runs; show nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield _Nobody()
        return
    from tqdm import tqdm  # noqa: PLC0415 -- slow import

    with tqdm(total=total, unit=unit, file=sys.stderr, leave=False) as bar:
        yield _Terminal(bar)


class _Nobody:
    def at(self, step: str) -> None:
        """Nobody looks."""

    def advance(self) -> None:
        """Nobody looks."""

    def aside(self) -> AbstractContextManager[None]:
        return nullcontext()


class _Terminal:
    def __init__(self, bar) -> None:  # type: ignore[no-untyped-def]  # tqdm has no types
        self._bar = bar

    def at(self, step: str) -> None:
        self._bar.set_postfix_str(step)

    def advance(self) -> None:
        self._bar.update()

    @contextmanager
    def aside(self) -> Iterator[None]:
        self._bar.clear()
        yield
        self._bar.refresh()
