"""The ranked list: every button stores at once; without JavaScript each press is a page."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.filing import GroupToAddForm
from recruitment.applications.forms.section import kept_answers
from recruitment.applications.models import Application, Section
from recruitment.applications.permissions import check_can_edit
from recruitment.applications.progress import choosing_child, progress_of
from recruitment.applications.services.choices import (
    add_choice,
    confirm_choices,
    move_choice,
    remove_choice,
)
from recruitment.applications.services.sections import keep_for_later
from recruitment.applications.validators import suits_child
from recruitment.applications.views.loading import clock, own_application
from recruitment.applications.views.sections import after_section, back_url, refused
from recruitment.criteria.explanations import order_sentence
from recruitment.criteria.queries import set_in_force
from recruitment.procedures.queries import offered_groups
from recruitment.procedures.words import free_places
from schools.models import Group


class ChoicesView(View):
    """The list of groups: `up`, `down` and `remove` name a group of the list, `add` takes a new one.

    A group left in the select is added also by the button that saves, so it is never lost.
    """

    def get(self, request: SignedInRequest, public_id: str) -> HttpResponse:
        application = own_application(request, public_id)
        away = refused(request, application)
        if away is not None:
            return away
        form = _form(application, initial=kept_answers(application, Section.CHOICES))
        return self.page(request, application, form)

    def post(self, request: SignedInRequest, public_id: str) -> HttpResponse:
        application = own_application(request, public_id)
        form = _form(application, data=request.POST)
        try:
            check_can_edit(request.user, application, clock())
            for button, act in self.buttons().items():
                if button in request.POST:
                    return act(request, application)
            if form.is_valid():
                return self.add_and_save(request, application, form.cleaned_data["group"])
        except NotAllowed as refusal:
            if request.htmx:
                messages.warning(request, refusal.reason)
                return HttpResponseClientRedirect(_address(application, "application"))
            form.errors.clear()
            form.add_error(None, refusal.reason)
        except ValidationError as error:
            form.add_error("group", error)
        return self.page(request, application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def buttons(self) -> dict[str, Callable[[SignedInRequest, Application], HttpResponse]]:
        return {"up": self.up, "down": self.down, "remove": self.remove, "later": self.later}

    def up(self, request: SignedInRequest, application: Application) -> HttpResponse:
        return self.move(request, application, "up", -1)

    def down(self, request: SignedInRequest, application: Application) -> HttpResponse:
        return self.move(request, application, "down", 1)

    def move(
        self, request: SignedInRequest, application: Application, button: str, places: int
    ) -> HttpResponse:
        group_id = _number(request.POST[button])
        move_choice(
            application=application,
            group_id=group_id,
            places=places,
            actor=request.user,
            now=clock(),
        )
        if request.htmx:
            fresh = own_application(request, application.public_id)
            return render(request, "applications/choices_list.html", _list(fresh, group_id))
        return redirect(f"{_address(application)}?ruch={group_id}#s-{group_id}-{button}")

    def remove(self, request: SignedInRequest, application: Application) -> HttpResponse:
        group_id = _number(request.POST["remove"])
        remove_choice(application=application, group_id=group_id, actor=request.user, now=clock())
        there = f"{_address(application)}?ruch={group_id}#lista"
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)

    def later(self, request: SignedInRequest, application: Application) -> HttpResponse:
        """The list is stored already; keep what stands in the select, if anything does."""
        if request.POST.get("group"):
            keep_for_later(
                application=application,
                section=Section.CHOICES,
                answers={"group": request.POST["group"].replace("\x00", "")},
                actor=request.user,
                now=clock(),
            )
        messages.success(request, _("Zapisano. Możesz dokończyć później."))
        return redirect("application", application.public_id)

    def add_and_save(
        self, request: SignedInRequest, application: Application, group: Group | None
    ) -> HttpResponse:
        now = clock()
        if group is not None:
            add_choice(application=application, group=group, actor=request.user, now=now)
        if "add" in request.POST:
            if group is None:
                raise ValidationError(_("Wybierz grupę z listy."), code="required")
            return redirect(f"{_address(application)}?ruch={group.pk}#s-{group.pk}")
        confirm_choices(application=application, actor=request.user, now=now)
        return after_section(request, application, Section.CHOICES)

    def page(
        self,
        request: SignedInRequest,
        application: Application,
        form: GroupToAddForm,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        criteria_set = set_in_force(application.procedure)
        context = {
            **_list(application, _number(request.GET.get("ruch", ""))),
            "form": form,
            "order_sentence": order_sentence(
                criteria_set.resolution.rules.rules if criteria_set else ()
            ),
            "explanation": _explanation(application),
            "back_url": back_url(request, application),
        }
        return render(request, "applications/section_choices.html", context, status=status)


def _form(application: Application, **arguments: Any) -> GroupToAddForm:
    """The form to add a group; its select shows the groups that this child may choose."""
    offered = list(offered_groups(application.procedure))
    child = choosing_child(application)
    chosen = {choice.group_id for choice in application.choices.all()}
    suggested = [group for group in offered if group.pk not in chosen and suits_child(group, child)]
    return GroupToAddForm(
        offered=offered, suggested=suggested, procedure=application.procedure, **arguments
    )


def _list(application: Application, moved: int) -> dict[str, Any]:
    """The cards of the list, and the sentence about the group that was moved, added or removed."""
    procedure = application.procedure
    offered = {group.pk: group for group in offered_groups(procedure)}
    choices = list(application.choices.all())
    cards = [
        {
            "id": choice.group_id,
            "number": choice.position,
            "name": f"{choice.group.institution.name}, {choice.group.name}",
            "address": choice.group.institution.place,
            "detail": free_places(offered[choice.group_id], procedure),
        }
        for choice in choices
    ]
    return {
        "application": application,
        "cards": cards,
        "total": len(cards),
        "status": _what_happened(cards, moved) if moved else "",
    }


def _what_happened(cards: list[dict[str, Any]], moved: int) -> str:
    for card in cards:
        if card["id"] == moved:
            return _("%(name)s: miejsce %(number)d z %(total)d na Twojej liście.") % {
                **card,
                "total": len(cards),
            }
    return _("Usunięto grupę z listy.")


def _explanation(application: Application) -> str:
    """Why a list that was right once is not right any more."""
    for state in progress_of(application):
        if state.section == Section.CHOICES and application.choices.all():
            return state.explanation
    return ""


def _address(application: Application, name: str = "application_choices") -> str:
    return reverse(name, args=[application.public_id])


def _number(text: str) -> int:
    """The id of a group as sent by the page; 0, which no group has, for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0
