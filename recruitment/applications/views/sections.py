"""The pages of the sections: one form each, to be saved or put aside as it is."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.address import AddressForm
from recruitment.applications.forms.child import ChildForm
from recruitment.applications.forms.criteria import CriteriaForm
from recruitment.applications.forms.guardians import GuardiansForm
from recruitment.applications.models import Application, Section
from recruitment.applications.permissions import check_can_edit, reason_against
from recruitment.applications.progress import unfinished_sections
from recruitment.applications.queries import points_of
from recruitment.applications.services.sections import (
    keep_for_later,
    save_address,
    save_child,
    save_criteria,
    save_guardians,
)
from recruitment.applications.views.loading import clock, own_application

CHECK = "sprawdz"


def refused(request: SignedInRequest, application: Application) -> HttpResponseRedirect | None:
    """Away from a page of a draft that may not be changed now, with the reason; else None."""
    reason = reason_against(check_can_edit, request.user, application, clock())
    if not reason:
        return None
    messages.warning(request, reason)
    return redirect("application", application.public_id)


def after_section(
    request: SignedInRequest, application: Application, section: Section
) -> HttpResponseRedirect:
    """The next unfinished section after this one; the check page when all is done, or asked for."""
    whole = Application.objects.with_answers().get(pk=application.pk)
    unfinished = [state.section for state in unfinished_sections(whole)]
    if not unfinished:
        return redirect("application_check", application.public_id)
    order = list(Section)
    later = [item for item in unfinished if order.index(item) > order.index(section)]
    if not later or request.GET.get("wroc") == CHECK:
        return redirect("application", application.public_id)
    return redirect(f"application_{later[0]}", application.public_id)


class SectionView(View):
    """A section's form. Two buttons: `later` keeps everything as typed, the other one checks it."""

    form_class: ClassVar[Any]
    template_name: ClassVar[str]
    save: ClassVar[Callable[..., Application]]

    def get(self, request: SignedInRequest, public_id: str) -> HttpResponse:
        application = own_application(request, public_id)
        away = refused(request, application)
        if away is not None:
            return away
        form = self.form_class(procedure=application.procedure, application=application)
        return self.page(request, application, form)

    def post(self, request: SignedInRequest, public_id: str) -> HttpResponse:
        application = own_application(request, public_id)
        form = self.form_class(
            request.POST, procedure=application.procedure, application=application
        )
        try:
            check_can_edit(request.user, application, clock())
            if "later" in request.POST:
                return self.keep(request, application, form)
            if form.is_valid():
                return self.store(request, application, form)
        except NotAllowed as refusal:
            form.refuse(refusal.reason)
        except ValidationError as error:
            form.add_error(None, error)
        return self.page(request, application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def keep(self, request: SignedInRequest, application: Application, form: Any) -> HttpResponse:
        keep_for_later(
            application=application,
            section=form.section,
            answers=form.typed_answers(),
            actor=request.user,
            now=clock(),
        )
        messages.success(request, _("Zapisano. Możesz dokończyć później."))
        return redirect("application", application.public_id)

    def store(self, request: SignedInRequest, application: Application, form: Any) -> HttpResponse:
        self.save(application=application, values=form.values, actor=request.user, now=clock())
        return after_section(request, application, form.section)

    def page(
        self,
        request: SignedInRequest,
        application: Application,
        form: Any,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        context = {
            "application": application,
            "form": form,
            "back_url": back_url(request, application),
            **self.more(application),
        }
        return render(request, self.template_name, context, status=status)

    def more(self, _application: Application) -> dict[str, Any]:
        """What a section's page shows beside its form."""
        return {}


def back_url(request: SignedInRequest, application: Application) -> str:
    name = "application_check" if request.GET.get("wroc") == CHECK else "application"
    return reverse(name, args=[application.public_id])


class ChildView(SectionView):
    form_class = ChildForm
    template_name = "applications/section_child.html"
    save = staticmethod(save_child)


class GuardiansView(SectionView):
    form_class = GuardiansForm
    template_name = "applications/section_guardians.html"
    save = staticmethod(save_guardians)


class AddressView(SectionView):
    form_class = AddressForm
    template_name = "applications/section_address.html"
    save = staticmethod(save_address)


class CriteriaView(SectionView):
    form_class = CriteriaForm
    template_name = "applications/section_criteria.html"
    save = staticmethod(save_criteria)

    def more(self, application: Application) -> dict[str, Any]:
        return {"points": points_of(application)}
