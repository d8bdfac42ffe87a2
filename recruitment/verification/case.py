"""What the page of one case tells: the answers, the points at each choice, the steps now open."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.models import Application, Candidate, Channel, Guardian
from recruitment.applications.permissions import reason_against
from recruitment.applications.summary import rows_of_child, rows_of_residence
from recruitment.applications.workflow import Verb
from recruitment.verification.permissions import (
    check_can_ask_mayor,
    check_can_decide,
    check_can_unlock,
    check_can_withdraw_for_family,
    check_family_can_correct,
    check_something_is_to_complete,
)
from ui.templatetags.ui import long_datetime


@dataclass(frozen=True, slots=True)
class ReasonsAgainst:
    """Why this person cannot take a step now; an empty text where the step is open."""

    deciding: str
    returning: str
    asking_mayor: str
    handing_back: str
    unlocking: str
    withdrawing: str

    @classmethod
    def of(cls, user: User, application: Application, now: datetime) -> "ReasonsAgainst":
        deciding = reason_against(check_can_decide, user, application, now)
        return cls(
            deciding=deciding,
            returning=deciding or reason_against(check_something_is_to_complete, application),
            asking_mayor=reason_against(check_can_ask_mayor, user, application, now),
            handing_back=deciding or reason_against(check_family_can_correct, application, now),
            unlocking=reason_against(check_can_unlock, user, application, now),
            withdrawing=reason_against(check_can_withdraw_for_family, user, application, now),
        )


def rows_of_candidate(candidate: Candidate) -> list[dict[str, str]]:
    """The child and its home as rows of a summary list, in the words of the family's own page."""
    return [
        {"key": key, "value": value}
        for key, value in [*rows_of_child(candidate), *rows_of_residence(candidate)]
    ]


def rows_of_guardian(guardian: Guardian) -> list[dict[str, str]]:
    """A guardian as rows of a summary list; the law asks for no more (art. 150 ust. 1)."""
    address = (
        _("ten sam co dziecka") if guardian.lives_with_child else "\n".join(guardian.address_lines)
    )
    return [
        {"key": _("Imię i nazwisko"), "value": guardian.full_name},
        {"key": _("Kim jest dla dziecka"), "value": guardian.get_role_display()},
        {"key": _("Adres zamieszkania"), "value": address},
        {
            "key": _("Telefon"),
            "value": guardian.phone.as_international if guardian.phone else _("nie podano"),
        },
        {"key": _("E-mail"), "value": guardian.email or _("nie podano")},
    ]


def rows_of_filing(application: Application) -> list[dict[str, str]]:
    """How and when the application was filed; of a paper one also who typed it in, when and why then."""
    filed_at = long_datetime(timezone.localtime(application.filed_at))
    if application.channel != Channel.PAPER:
        return [{"key": _("Złożenie"), "value": f"{filed_at}, {application.get_channel_display()}"}]
    rows = [{"key": _("Przyjęcie na papierze"), "value": filed_at}]
    entry = application.events.filter(verb=Verb.ENTERED_FROM_PAPER).select_related("actor").last()
    if entry is not None and entry.actor is not None:
        typed_at = long_datetime(timezone.localtime(entry.happened_at))
        rows.append(
            {"key": _("Wprowadzenie"), "value": f"{typed_at}, {entry.actor.get_full_name()}"}
        )
    if application.filing_note:
        because = f"{application.get_late_because_display()}: {application.filing_note}"
        rows.append({"key": _("Dlaczego wprowadzono po terminie"), "value": because})
    return rows
