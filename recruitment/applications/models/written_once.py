"""Rows that tell what happened: written once, then neither changed nor taken away by themselves."""

from typing import Any, ClassVar, NoReturn

from django.db import models


class WrittenOnceError(RuntimeError):
    """Code tried to change or delete a row of a history: a mistake of the code, not of a person."""


def _refuse() -> NoReturn:
    raise WrittenOnceError("A history is only added to.")


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Adds rows and reads them."""

    def update(self, **_values: Any) -> NoReturn:
        _refuse()

    def bulk_update(self, *_arguments: Any, **_options: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()


class WrittenOnce(models.Model):
    """A row of a history. It goes only with the case that it is about (art. 160), by cascade.

    The database refuses a change as well, whoever asks it: `0002_history_is_written_once`.
    """

    objects: ClassVar = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **options: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*arguments, **options)

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        _refuse()
