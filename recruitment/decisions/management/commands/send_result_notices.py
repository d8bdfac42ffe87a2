"""Send the letters about announced results that have not gone out yet."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recruitment.decisions.models import ResultNotice
from recruitment.decisions.notices import send_notices
from recruitment.procedures.queries import current_procedure


class Command(BaseCommand):
    help = (
        "Wysyła zawiadomienia o ogłoszonych wynikach, których jeszcze nie wysłano.\n"
        "Zwykle robi to sam program w tle; polecenie jest na wypadek awarii poczty.\n"
        "Przykład: manage.py send_result_notices"
    )

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Send and count; letters that are left make the command fail."""
        procedure = current_procedure()
        if procedure is None or not procedure.is_published:
            raise CommandError("Wyników jeszcze nie ogłoszono.")
        sent = send_notices(procedure, clock=timezone.now)
        left = ResultNotice.objects.filter(procedure=procedure, sent_at__isnull=True).count()
        self.stdout.write(f"Wysłano: {sent}. Niewysłane: {left}.")
        if left:
            raise CommandError("Nie wszystko wysłano. Powtórz polecenie za kilkanaście minut.")
