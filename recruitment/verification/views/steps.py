"""Steps with a whole case that ask something first: why, or until when."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.models import Application, Opened
from recruitment.verification.forms.steps import (
    CompletionForm,
    HandBackForm,
    RejectForm,
    UnlockForm,
    WithdrawForm,
)
from recruitment.verification.permissions import (
    check_can_ask_for_completion,
    check_can_decide,
    check_can_hand_back,
    check_can_unlock,
    check_can_withdraw_for_family,
    last_day_of_verification,
)
from recruitment.verification.services.decisions import (
    hand_back,
    reject,
    return_for_completion,
    unlock,
    withdraw_for_family,
)
from recruitment.verification.views.asking import Step, take_step
from recruitment.verification.views.loading import opens_case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_return(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask until when, then send the application to its family for completion."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_ask_for_completion,
            form=CompletionForm,
            service=return_for_completion,
            title=_("Poproś o uzupełnienie"),
            warning=_(
                "Rodzina dostanie wiadomość z terminem. Powody przeczyta po zalogowaniu się."
            ),
            button=_("Poproś o uzupełnienie"),
            done=_("Wniosek czeka na uzupełnienie przez rodzinę."),
            initial={"due_on": last_day_of_verification(application.procedure)},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_hand_back(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask what is wrong, then give the application back to the family; it is no case any more."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_hand_back,
            form=HandBackForm,
            service=hand_back,
            title=_("Zwróć wniosek do poprawy"),
            warning=_(
                "Wniosek weźmie udział w naborze tylko wtedy, "
                "gdy rodzina złoży go ponownie przed końcem terminu."
            ),
            button=_("Zwróć do poprawy"),
            done=_("Wniosek wrócił do rodziny. Pojawi się tu, gdy rodzina złoży go ponownie."),
            is_case_after=False,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_reject(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask for the formal reason, then reject."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_decide,
            form=RejectForm,
            service=reject,
            title=_("Odrzuć wniosek z przyczyn formalnych"),
            warning=_(
                "Odrzucony wniosek nie bierze udziału w naborze. Tego kroku nie można cofnąć."
            ),
            button=_("Odrzuć wniosek"),
            done=_("Wniosek jest odrzucony z przyczyn formalnych."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_unlock(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask for the reason, then take a verified application back to verification."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_unlock,
            form=UnlockForm,
            service=unlock,
            title=_("Cofnij wniosek do weryfikacji"),
            warning=_("Do ponownego zatwierdzenia wniosek nie weźmie udziału w naborze."),
            button=_("Cofnij do weryfikacji"),
            done=_("Wniosek wrócił do weryfikacji."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_withdraw(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask how the family resigned, then write the application out."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_withdraw_for_family,
            form=WithdrawForm,
            service=withdraw_for_family,
            title=_("Zrezygnuj z naboru na prośbę rodziny"),
            warning=_(
                "Po rezygnacji wniosek nie bierze udziału w naborze i nie można go przywrócić."
            ),
            button=_("Zrezygnuj z naboru"),
            done=_("Rezygnacja z naboru jest zapisana."),
        ),
    )
