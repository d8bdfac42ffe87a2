"""Print the workflow of applications, as kept in docs/workflow.md."""

from django.core.management.base import BaseCommand
from django.utils import translation

from recruitment.applications.diagram import workflow_page


class Command(BaseCommand):
    help = (
        "Wypisuje stany wniosku i przejścia między nimi (Markdown z diagramem Mermaid).\n"
        "Przykład: manage.py workflow_diagram > docs/workflow.md"
    )

    def handle(self, *_arguments: object, **_options: object) -> None:
        with translation.override("pl"):
            self.stdout.write(workflow_page(), ending="")
