"""The whole tables: which status may follow which and by whom; what a parent may do and when."""

from itertools import product

import pytest

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application
from recruitment.applications.permissions import (
    check_can_edit,
    check_can_enter_paper,
    check_can_fill,
    check_can_reopen,
    check_can_start,
    check_can_withdraw,
    reason_against,
)
from recruitment.applications.services.history import change_status
from recruitment.applications.workflow import TRANSITIONS, Actor, Status, transition
from recruitment.procedures.models import StageCode
from tests.factories import (
    CLOSES_AT,
    DURING,
    NOW,
    OPENS_AT,
    make_application,
    make_group,
    make_office_worker,
    make_procedure,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("draft", "filed", "parent"): "submitted",
    ("draft", "filed", "clerk"): "entered_from_paper",
    ("draft", "withdrawn", "parent"): "withdrawn",
    ("filed", "draft", "parent"): "reopened",
    ("filed", "withdrawn", "parent"): "withdrawn",
    ("returned", "withdrawn", "parent"): "withdrawn",
    ("filed", "in_verification", "committee"): "verification_started",
    ("in_verification", "returned", "committee"): "returned",
    ("returned", "in_verification", "committee"): "resumed",
    ("in_verification", "draft", "committee"): "handed_back",
    ("in_verification", "verified", "committee"): "verified",
    ("in_verification", "rejected", "committee"): "rejected",
    ("verified", "in_verification", "committee"): "unlocked",
    ("filed", "withdrawn", "committee"): "withdrawn",
    ("in_verification", "withdrawn", "committee"): "withdrawn",
    ("returned", "withdrawn", "committee"): "withdrawn",
    ("verified", "withdrawn", "committee"): "withdrawn",
}


@pytest.mark.parametrize(
    ("source", "target", "actor"), list(product(Status.values, Status.values, Actor.values))
)
def test_workflow_allows_exactly_these_steps(source: str, target: str, actor: str) -> None:
    step = transition(source, target, actor)

    assert (step.verb.value if step else None) == ALLOWED.get((source, target, actor))


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: f"{step.source}-{step.verb}")
def test_change_status_makes_and_records_an_allowed_step(step: object) -> None:
    application = make_application(make_procedure(), status=step.source)
    if step.target == Status.FILED:
        Application.objects.filter(pk=application.pk).update(filed_at=NOW)

    change_status(application, step.target, actor=None, actor_role=step.actor, now=NOW)

    stored = Application.objects.get(pk=application.pk)
    assert (stored.status, stored.events.last().verb) == (step.target, step.verb)


FORBIDDEN = [
    (source, target, actor)
    for source, target, actor in product(Status, Status, Actor)
    if (source, target, actor) not in ALLOWED
]


def test_change_status_refuses_every_other_step() -> None:
    procedure = make_procedure()
    applications = {status: make_application(procedure, status=status) for status in Status}

    for source, target, actor in FORBIDDEN:
        with pytest.raises(NotAllowed):
            change_status(applications[source], target, actor=None, actor_role=actor, now=NOW)

    assert {
        status: Application.objects.get(pk=application.pk).status
        for status, application in applications.items()
    } == {status: status.value for status in Status}


def test_change_status_refuses_a_stale_copy() -> None:
    application = make_application(make_procedure(), status=Status.FILED)
    stale = Application.objects.get(pk=application.pk)
    change_status(application, Status.WITHDRAWN, actor=None, actor_role=Actor.PARENT, now=NOW)

    with pytest.raises(NotAllowed, match="Ktoś przed chwilą zmienił ten wniosek"):
        change_status(
            stale, Status.IN_VERIFICATION, actor=None, actor_role=Actor.COMMITTEE, now=NOW
        )


STRANGER = "To może zrobić tylko osoba, która założyła ten wniosek."
FILED = "Ten wniosek jest już złożony. Aby go zmienić, wybierz najpierw „Popraw wniosek”."
GONE = "Z tego wniosku już zrezygnowano."
REFUSED = "Komisja odrzuciła ten wniosek. Możesz złożyć nowy."
CORRECT_THERE = "Ten wniosek jest już u komisji. O poprawkę poproś placówkę pierwszego wyboru."
RESIGN_THERE = "Ten wniosek jest już u komisji. Rezygnację zgłoś w placówce pierwszego wyboru."
OVER = "Czas na składanie wniosków już minął."
# What the owner is told while applications are taken: edit, reopen, withdraw ("" is yes).
OWNER = {
    Status.DRAFT: ("", "Ten wniosek jest szkicem. Można go od razu zmieniać.", ""),
    Status.FILED: (FILED, "", ""),
    Status.IN_VERIFICATION: (FILED, CORRECT_THERE, RESIGN_THERE),
    Status.RETURNED: (FILED, CORRECT_THERE, ""),
    Status.VERIFIED: (FILED, CORRECT_THERE, RESIGN_THERE),
    Status.REJECTED: (FILED, REFUSED, REFUSED),
    Status.WITHDRAWN: ("Z tego wniosku zrezygnowano. Możesz rozpocząć nowy.", GONE, GONE),
}
CHECKS = (check_can_edit, check_can_reopen, check_can_withdraw)


@pytest.mark.parametrize("status", list(Status))
def test_what_the_owner_may_do_in_each_status(status: Status) -> None:
    application = make_application(make_procedure(), status=status)

    reasons = tuple(reason_against(check, application.owner, application, NOW) for check in CHECKS)

    assert reasons == OWNER[status]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("maker", ["parent", "director", "office"])
def test_nobody_but_the_owner_may_do_anything(status: Status, maker: str) -> None:
    group = make_group()
    application = make_application(make_procedure(), status=status, groups=[group])
    person = {
        "parent": make_user,
        "director": lambda: make_staff(group.institution),
        "office": make_office_worker,
    }[maker]()

    reasons = [reason_against(check, person, application, NOW) for check in CHECKS]

    assert reasons == [STRANGER, STRANGER, STRANGER]


@pytest.mark.parametrize("status", list(Status))
def test_after_the_stage_the_owner_may_do_nothing(status: Status) -> None:
    application = make_application(make_procedure(), status=status)

    reasons = [reason_against(check, application.owner, application, CLOSES_AT) for check in CHECKS]

    assert reasons == [reason or OVER for reason in OWNER[status]]


def test_applications_are_taken_from_the_first_to_the_last_second() -> None:
    procedure = make_procedure()

    assert [
        reason_against(check_can_start, procedure, moment)
        for moment in (OPENS_AT.replace(hour=11), OPENS_AT, NOW, CLOSES_AT)
    ] == ["Składanie wniosków jeszcze się nie zaczęło.", "", "", OVER]


def test_a_procedure_without_dates_takes_no_applications() -> None:
    procedure = make_procedure()
    procedure.stages.all().delete()

    assert reason_against(check_can_start, procedure, NOW) == OVER


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (StageCode.CONTINUATION, "Składanie wniosków jeszcze się nie zaczęło."),
        (StageCode.APPLICATION, ""),
        (StageCode.VERIFICATION, ""),
        (StageCode.ALLOCATION, "Czas na wprowadzanie wniosków papierowych już minął."),
    ],
)
def test_staff_enter_paper_applications_until_verification_ends(
    stage: StageCode, reason: str
) -> None:
    clerk = make_staff(make_group().institution)

    assert reason_against(check_can_enter_paper, clerk, make_procedure(), DURING[stage]) == reason


def test_a_paper_application_is_filled_by_staff_and_only_as_a_draft() -> None:
    group = make_group()
    clerk, procedure = make_staff(group.institution), make_procedure()
    draft = make_application(procedure, groups=[group], channel="paper")
    filed = make_application(procedure, groups=[group], status=Status.FILED, channel="paper")

    assert [
        reason_against(check_can_fill, clerk, draft, NOW),
        reason_against(check_can_fill, make_user(), draft, NOW),
        reason_against(check_can_fill, clerk, filed, NOW),
    ] == [
        "",
        "Wniosek papierowy może wprowadzić tylko pracownik placówki.",
        "Ten wniosek papierowy jest już wprowadzony.",
    ]
