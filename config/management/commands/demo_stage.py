"""Put today into another stage of the demo."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format

from config.demo.results import has_results
from config.demo.walking import AnnouncedError, NoDemoError, walk_to_stage
from recruitment.procedures.models import StageCode


class Command(BaseCommand):
    help = (
        "Przesuwa wszystkie terminy pokazu tak, żeby dziś wypadało w podanym etapie.\n"
        "Wniosków nie zmienia; zmianę terminów zapisuje w historii.\n\n"
        "Przykład:\n  manage.py demo_stage verification"
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the line breaks of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The stage."""
        parser.add_argument("stage", choices=StageCode.values, help="etap, w którym ma być dziś")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Move the timetable and tell where the stage now stands."""
        if not settings.SITE["is_demo"]:
            raise CommandError("To nie jest instalacja pokazowa (SITE_IS_DEMO). Nic nie zmieniono.")
        try:
            stage = walk_to_stage(StageCode(options["stage"]), now=timezone.now())
        except NoDemoError as error:
            raise CommandError(
                "W bazie nie ma danych pokazowych. Najpierw uruchom: manage.py seed_demo"
            ) from error
        except AnnouncedError as error:
            raise CommandError(
                "Wyniki tego miasta są już ogłoszone, więc wcześniejszy etap nie wróci. "
                f"Nowe miasto zbuduje: make seed STAGE={options['stage']}"
            ) from error
        start, end = (timezone.localtime(at) for at in (stage.starts_at, stage.ends_at))
        self.stdout.write(
            f"{stage}: od {date_format(start, 'j E Y, G:i')} do {date_format(end, 'j E Y, G:i')}"
        )
        code = StageCode(stage.code)
        if has_results(code) and not stage.procedure.is_published:
            self.stdout.write(
                f"Wyników jeszcze nie ogłoszono. Miasto z wynikami zbuduje: make seed STAGE={code}"
            )
