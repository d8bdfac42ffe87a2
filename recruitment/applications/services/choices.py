"""The ranked list of groups. Each call stores the whole list at once and in order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from recruitment.applications.models import Application, Choice, Section
from recruitment.applications.progress import choosing_child
from recruitment.applications.queries import questions
from recruitment.applications.services.claims import follow_changed_questions
from recruitment.applications.services.saving import lock_for_filling, section_saved
from recruitment.applications.validators import validate_choices
from schools.models import Group


@transaction.atomic
def set_choices(
    *, application: Application, groups: Sequence[Group], actor: User, now: datetime
) -> Application:
    """Make the list exactly these groups. Raises NotAllowed, or ValidationError from the rules."""
    application = lock_for_filling(application, actor, now)
    _check(application, groups)
    _store(application, groups, actor, now)
    return application


@transaction.atomic
def add_choice(
    *, application: Application, group: Group, actor: User, now: datetime
) -> Application:
    """Put a group at the end of the list. Raises NotAllowed, or ValidationError from the rules."""
    application = lock_for_filling(application, actor, now)
    groups = [*_groups(application), group]
    _check(application, groups)
    _store(application, groups, actor, now)
    return application


@transaction.atomic
def move_choice(
    *, application: Application, group_id: int, places: int, actor: User, now: datetime
) -> Application:
    """Move a group by so many places (-1 is up); at an edge, or without it, nothing changes."""
    application = lock_for_filling(application, actor, now)
    groups = _groups(application)
    ids = [group.pk for group in groups]
    if group_id in ids:
        old = ids.index(group_id)
        new = min(max(old + places, 0), len(groups) - 1)
        if new != old:
            groups.insert(new, groups.pop(old))
            _store(application, groups, actor, now)
    return application


@transaction.atomic
def remove_choice(
    *, application: Application, group_id: int, actor: User, now: datetime
) -> Application:
    """Take a group off the list; what was claimed for its institution alone goes with it."""
    application = lock_for_filling(application, actor, now)
    groups = _groups(application)
    left = [group for group in groups if group.pk != group_id]
    if left != groups:
        _store(application, left, actor, now)
    return application


@transaction.atomic
def confirm_choices(*, application: Application, actor: User, now: datetime) -> Application:
    """The list is ready as it is. Raises NotAllowed, or ValidationError from the rules."""
    application = lock_for_filling(application, actor, now)
    _check(application, _groups(application))
    section_saved(application, Section.CHOICES, actor=actor, now=now)
    return application


def _groups(application: Application) -> list[Group]:
    return [choice.group for choice in application.choices.select_related("group__institution")]


def _check(application: Application, groups: Sequence[Group]) -> None:
    validate_choices(
        groups,
        child=choosing_child(application),
        max_choices=application.procedure.max_choices,
    )


def _store(application: Application, groups: Sequence[Group], actor: User, now: datetime) -> None:
    asked_before = questions(application)
    application.choices.all().delete()
    Choice.objects.bulk_create(
        Choice(application=application, position=position, group=group)
        for position, group in enumerate(groups, start=1)
    )
    section_saved(application, Section.CHOICES, actor=actor, now=now)
    follow_changed_questions(application, asked_before, now)
