"""What a family takes home that brought something on paper: one shape for the page and the print."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from recruitment.applications.models import Application
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import StageCode
from recruitment.verification.labels import claim_name
from recruitment.verification.queries import first_choice
from ui.templatetags.ui import long_datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: no more than the family needs to have.

    `address` is what its QR code opens, for staff alone; the code holds nothing else. `opens` says
    so to those who do not see it.
    """

    title: str
    number: str
    institution: str
    address: str
    opens: str
    rows: list[dict[str, str]]
    what_next: list[str] = field(default_factory=list)


def receipt_of(application: Application, address: str) -> Receipt:
    """The receipt of a paper application, loaded as a case is; `address` opens the case."""
    choice = first_choice(application)
    stage = stage_of(application.procedure, StageCode.VERIFICATION)
    what_next = [_("Numer wniosku służy do kontaktu z placówką.")]
    if stage is not None:
        deadline = long_datetime(timezone.localtime(stage.ends_at))
        what_next.insert(
            0, _("Komisja sprawdzi wniosek do: %(deadline)s.") % {"deadline": deadline}
        )
    return Receipt(
        title=_("Potwierdzenie przyjęcia wniosku"),
        number=application.number,
        institution=choice.group.institution.name if choice else "",
        address=address,
        opens=_("Kod QR, który otwiera ten wniosek w placówce"),
        rows=_rows_of(application),
        what_next=what_next,
    )


def _rows_of(application: Application) -> list[dict[str, str]]:
    received_at = timezone.localtime(application.filed_at)
    return [
        {"key": _("Dziecko"), "value": application.candidate.full_name},
        {"key": _("Przyjęcie wniosku"), "value": long_datetime(received_at)},
        {
            "key": _("Wybrane grupy"),
            "value": "\n".join(
                f"{choice.position}. {choice.group.institution.name}, {choice.group.name}"
                for choice in application.choices.all()
            ),
        },
        {
            "key": _("Wskazane kryteria"),
            "value": "\n".join(claim_name(claim) for claim in application.claims.all())
            or _("żadne"),
        },
    ]
