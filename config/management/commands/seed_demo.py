"""Build the demo city."""

import sys
from argparse import ArgumentParser, BooleanOptionalAction, RawDescriptionHelpFormatter
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.formats import date_format
from tqdm import tqdm

from config.demo.accounts import LOGINS, PASSWORD
from config.demo.city import DemoPlan, build_demo_city
from config.demo.clearing import RealDataError
from config.demo.institutions import FAMILIES_OF_THE_REAL_CITY
from recruitment.applications.workflow import Status
from recruitment.procedures.calendar import Situation, calendar_rows
from recruitment.procedures.models import STAGE_ORDER, Procedure, StageCode
from recruitment.procedures.queries import current_procedure, offered_groups

DEFAULT_SEED = 2027


class Command(BaseCommand):
    help = (
        "Buduje miasto pokazowe: placówki Legionowa, kryteria, terminy i zmyślone rodziny.\n"
        "Dane pokazowe, które już są w bazie, zastępuje nowymi. Od etapu ogłoszenia list\n"
        "uruchamia przydział i ogłasza wyniki; kolejność w remisach jest przykładowa.\n\n"
        "Przykład:\n  manage.py seed_demo --families 620 --stage verification --noinput"
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the line breaks of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Size, seed and stage of the demo."""
        parser.add_argument(
            "--families",
            type=int,
            default=FAMILIES_OF_THE_REAL_CITY,
            help="liczba rodzin (domyślnie %(default)s); więcej rodzin to więcej placówek",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=DEFAULT_SEED,
            help="ziarno losowania (domyślnie %(default)s)",
        )
        parser.add_argument(
            "--stage",
            choices=StageCode.values,
            default=StageCode.APPLICATION.value,
            help="etap, w którym wypada dziś (domyślnie %(default)s)",
        )
        parser.add_argument(
            "--progress",
            action=BooleanOptionalAction,
            default=None,
            help="pasek postępu (domyślnie tylko na terminalu)",
        )
        parser.add_argument(
            "--if-missing", action="store_true", help="buduj tylko wtedy, gdy w bazie nie ma naboru"
        )
        parser.add_argument(
            "--noinput", action="store_true", help="nie pytaj o zgodę na zastąpienie"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build the city and tell what it holds and who can sign in."""
        if not settings.SITE["is_demo"]:
            raise CommandError("To nie jest instalacja pokazowa (SITE_IS_DEMO). Nic nie zmieniono.")
        if options["families"] < 1:
            raise CommandError("Liczba rodzin musi być większa od zera.")
        present = current_procedure()
        if options["if_missing"] and present is not None:
            self._tell(present)
            return
        if not options["noinput"]:
            self._ask_before_replacing()
        self._tell(self._build(options))

    def _build(self, options: dict[str, Any]) -> Procedure:
        plan = DemoPlan(options["families"], options["seed"], StageCode(options["stage"]))
        shown = options["progress"] if options["progress"] is not None else sys.stderr.isatty()
        watch = partial(_with_progress_bar, disable=not shown)
        try:
            return build_demo_city(plan, now=timezone.now(), watch=watch)
        except RealDataError as error:
            raise CommandError(
                f"W bazie są prawdziwe dane: {error}. Dane pokazowe nie mogą stać obok nich. "
                "Nic nie zmieniono."
            ) from error

    def _ask_before_replacing(self) -> None:
        if Procedure.objects.filter(is_demo=True).exists():
            if not sys.stdin.isatty():
                raise CommandError("Są już dane pokazowe. Aby je zastąpić, dodaj --noinput.")
            answer = input("Zastąpić obecne dane pokazowe nowymi? [tak/nie] ")
            if answer.strip().lower() != "tak":
                raise CommandError("Nic nie zmieniono.")

    def _tell(self, procedure: Procedure) -> None:
        groups = offered_groups(procedure)
        totals = groups.aggregate(places=Sum("places_total"), free=Sum("free_places"))
        statuses = dict(
            procedure.applications.values_list("status").annotate(Count("pk")).order_by()
        )
        told = ", ".join(f"{status.label}: {statuses.get(status, 0)}" for status in Status)
        self.stdout.write(procedure.name)
        self.stdout.write(
            f"Grupy: {groups.count()}, miejsca: {totals['places']}, "
            f"kontynuuje: {procedure.continuations.standing().count()}, wolne: {totals['free']}"
        )
        self.stdout.write(f"Wnioski: {sum(statuses.values())} ({told})")
        if not procedure.is_demo:
            return
        self.stdout.write(f"Konta (hasło do każdego: {PASSWORD}):")
        for login in LOGINS:
            self.stdout.write(f"  {login.email} – {login.purpose}")
        self._tell_stage(procedure)

    def _tell_stage(self, procedure: Procedure) -> None:
        """Which stage is open today; loudly when none is, because then the city looks closed."""
        rows = calendar_rows(procedure, timezone.now())
        if stage := Situation.of(rows).current:
            until = date_format(timezone.localtime(stage.ends_at), "j E Y, G:i")
            self.stdout.write(f"Dziś trwa etap: {stage} (do {until}).")
        else:
            self.stdout.write(
                self.style.WARNING("UWAGA: dziś nie trwa żaden etap, więc nic nie jest otwarte.")
            )
        self.stdout.write(f"Inny etap: make stage STAGE={StageCode.VERIFICATION}")
        self.stdout.write(f"Etapy: {', '.join(STAGE_ORDER)}")


def _with_progress_bar(numbers: Iterable[int], *, disable: bool) -> Iterable[int]:
    return tqdm(numbers, desc="Rodziny", unit=" rodzin", disable=disable)
