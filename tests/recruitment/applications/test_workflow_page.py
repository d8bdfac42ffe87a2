"""The picture of the workflow in the documentation is the workflow of the code."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def test_docs_workflow_is_the_generated_one() -> None:
    printed = StringIO()

    call_command("workflow_diagram", stdout=printed)

    assert Path(settings.BASE_DIR, "docs", "workflow.md").read_text() == printed.getvalue()
