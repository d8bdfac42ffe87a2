"""Which rule of the database was broken: an IntegrityError may mean many things."""

from django.db import IntegrityError, models


def breaks(error: IntegrityError, model: type[models.Model], name: str) -> bool:
    """Did the unique constraint of this name on the model cause the error?

    PostgreSQL tells the name. SQLite tells the columns of a unique constraint and nothing else.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == name)
    return str(error) == f"UNIQUE constraint failed: {_columns(model, name)}"


def _columns(model: type[models.Model], name: str) -> str:
    """The columns of the constraint as SQLite writes them."""
    options = model._meta  # noqa: SLF001 -- documented by Django
    column_of = {field.name: field.column for field in options.concrete_fields}
    [fields] = [
        constraint.fields
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.name == name
    ]
    return ", ".join(f"{options.db_table}.{column_of[field]}" for field in fields)
