"""The database itself refuses to change a row of a history.

It may only delete one, and that with the application it is about (art. 160): a cascade has no way
to tell itself apart from anybody else, so nothing stands in the way of DELETE.
"""

from django.db import migrations

TABLES = ("applications_caseevent", "applications_opening", "applications_listopening")
TRIGGER = "history_is_written_once"

SQLITE = """
CREATE TRIGGER {trigger}_{table} BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'A history is only added to.'); END
"""
POSTGRES_FUNCTION = f"""
CREATE FUNCTION {TRIGGER}() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'A history is only added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""
POSTGRES = """
CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()
"""


def refuse_changes(_apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    if not is_sqlite:
        schema_editor.execute(POSTGRES_FUNCTION)
    for table in TABLES:
        statement = SQLITE if is_sqlite else POSTGRES
        schema_editor.execute(statement.format(trigger=TRIGGER, table=table))


def allow_changes(_apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table in TABLES:
        if is_sqlite:
            schema_editor.execute(f"DROP TRIGGER {TRIGGER}_{table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {TRIGGER} ON {table}")
    if not is_sqlite:
        schema_editor.execute(f"DROP FUNCTION {TRIGGER}()")


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
