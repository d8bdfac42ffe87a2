"""Who may decide on an application: person × relation × status × time, each with its sentence."""

from datetime import date, timedelta

import pytest

from recruitment.applications.models import Application, Verdict
from recruitment.applications.permissions import reason_against
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Stage, StageCode
from recruitment.verification.permissions import (
    DECIDERS,
    check_can_decide,
    check_can_unlock,
    check_claims_are_settled,
    check_something_is_to_complete,
)
from schools.models import StaffMembership, StaffRole
from tests import factories
from tests.factories import CLOSES_AT, DURING, OPENS_AT, STAGE_DATES
from tests.recruitment.verification.scene import make_scene

pytestmark = pytest.mark.django_db

IN_TIME = DURING[StageCode.VERIFICATION]
VERIFICATION_ENDS_AT = STAGE_DATES[StageCode.VERIFICATION][1]
ANOTHER = "Wniosek ocenia tylko komisja placówki pierwszego wyboru."
CLERK = "Sekretariat przegląda wnioski, a ocenia je komisja."
OWN_CHILD = "To wniosek Twojego dziecka. Oceni go inna osoba z komisji."
VERIFIED = "Wniosek jest zweryfikowany. Aby zmienić ocenę, najpierw cofnij go do weryfikacji."
CLOSED = {
    Status.DRAFT: "Ten wniosek nie jest jeszcze złożony.",
    Status.FILED: "",
    Status.IN_VERIFICATION: "",
    Status.RETURNED: "",
    Status.VERIFIED: VERIFIED,
    Status.REJECTED: "Wniosek jest odrzucony i nie bierze udziału w naborze.",
    Status.WITHDRAWN: "Rodzina zrezygnowała z naboru. Wniosek nie bierze w nim udziału.",
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", StaffRole)
def test_role_decides_in_the_own_institution_while_the_application_waits(role, status):
    scene = make_scene()
    person = factories.make_staff(scene.ours, role)
    application = scene.application(status)

    reason = reason_against(check_can_decide, person, application, IN_TIME)

    assert reason == (CLOSED[status] if role in DECIDERS else CLERK)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", StaffRole)
def test_nobody_decides_in_the_institution_of_second_choice(role, status):
    scene = make_scene()
    person = factories.make_staff(scene.theirs, role)
    application = scene.application(status)

    assert reason_against(check_can_decide, person, application, IN_TIME) == ANOTHER


@pytest.mark.parametrize("make_person", [factories.make_user, factories.make_office_worker])
def test_parents_and_the_office_decide_on_nothing(make_person):
    application = make_scene().application()

    assert reason_against(check_can_decide, make_person(), application, IN_TIME) == ANOTHER


def test_membership_that_has_ended_gives_no_right():
    scene = make_scene()
    StaffMembership.objects.filter(user=scene.chair).update(
        ends_on=IN_TIME.date() - timedelta(days=1)
    )

    reason = reason_against(check_can_decide, scene.chair, scene.application(), IN_TIME)

    assert reason == ANOTHER


def test_membership_that_begins_tomorrow_gives_no_right():
    scene = make_scene()
    StaffMembership.objects.filter(user=scene.chair).update(
        starts_on=IN_TIME.date() + timedelta(days=1)
    )

    reason = reason_against(check_can_decide, scene.chair, scene.application(), IN_TIME)

    assert reason == ANOTHER


def test_clerk_who_is_also_a_member_of_the_committee_decides():
    scene = make_scene()
    person = factories.make_staff(scene.ours, StaffRole.CLERK)
    StaffMembership.objects.create(
        user=person,
        institution=scene.ours,
        role=StaffRole.COMMITTEE_MEMBER,
        starts_on=date(2020, 9, 1),
    )

    assert reason_against(check_can_decide, person, scene.application(), IN_TIME) == ""


@pytest.mark.parametrize("role", StaffRole)
def test_nobody_decides_on_the_application_of_the_own_account(role):
    scene = make_scene()
    person = factories.make_staff(scene.ours, role)
    application = scene.application(owner=person)

    assert reason_against(check_can_decide, person, application, IN_TIME) == OWN_CHILD


def test_nobody_decides_on_a_child_whose_guardian_has_the_same_address():
    scene = make_scene()
    person = factories.make_staff(scene.ours, email="maria@example.org")
    application = scene.application()
    application.guardians.filter(position=2).update(email="Maria@Example.org")

    assert reason_against(check_can_decide, person, application, IN_TIME) == OWN_CHILD


def test_guardian_without_an_address_is_nobody_in_particular():
    scene = make_scene()
    application = scene.application()
    application.guardians.update(email="")

    assert reason_against(check_can_decide, scene.chair, application, IN_TIME) == ""


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (OPENS_AT - timedelta(seconds=1), "Składanie wniosków jeszcze się nie zaczęło."),
        (OPENS_AT, ""),
        (CLOSES_AT, ""),
        (VERIFICATION_ENDS_AT - timedelta(seconds=1), ""),
        (
            VERIFICATION_ENDS_AT,
            "Weryfikacja skończyła się 26 marca 2027 o godz. 16:00. Wniosek można tylko przeglądać.",
        ),
    ],
)
def test_desk_is_open_from_the_first_application_to_the_end_of_verification(now, reason):
    scene = make_scene()

    for check, status in ((check_can_decide, Status.FILED), (check_can_unlock, Status.VERIFIED)):
        assert reason_against(check, scene.chair, scene.application(status), now) == reason


@pytest.mark.parametrize("code", [StageCode.APPLICATION, StageCode.VERIFICATION])
def test_stage_without_dates_is_closed(code):
    scene = make_scene()
    Stage.objects.filter(procedure=scene.procedure, code=code).delete()

    reason = reason_against(check_can_decide, scene.chair, scene.application(), IN_TIME)

    assert reason == "Urząd nie podał jeszcze terminów składania i weryfikacji wniosków."


@pytest.mark.parametrize("status", Status)
def test_only_a_verified_application_is_unlocked(status):
    scene = make_scene()

    reason = reason_against(check_can_unlock, scene.chair, scene.application(status), IN_TIME)

    expected = "Cofnąć do weryfikacji można tylko wniosek zweryfikowany."
    assert reason == ("" if status == Status.VERIFIED else expected)


@pytest.mark.parametrize(
    ("verdict", "against_verifying", "against_returning"),
    [
        (
            Verdict.PENDING,
            "Najpierw oceń wszystkie kryteria. Liczba nieocenionych: 2.",
            "Najpierw oceń choć jedno kryterium jako „do uzupełnienia” i zapisz ocenę.",
        ),
        (
            Verdict.TO_COMPLETE,
            "Najpierw rozstrzygnij kryteria do uzupełnienia. Ich liczba: 2.",
            "",
        ),
        (
            Verdict.ACCEPTED,
            "",
            "Najpierw oceń choć jedno kryterium jako „do uzupełnienia” i zapisz ocenę.",
        ),
        (
            Verdict.REJECTED,
            "",
            "Najpierw oceń choć jedno kryterium jako „do uzupełnienia” i zapisz ocenę.",
        ),
    ],
)
def test_verdicts_open_the_next_step(verdict, against_verifying, against_returning):
    application = make_scene().application(
        Status.IN_VERIFICATION, claims=["large-family", "both-work"], verdict=verdict
    )

    assert reason_against(check_claims_are_settled, application) == against_verifying
    assert reason_against(check_something_is_to_complete, application) == against_returning


def test_application_without_claims_may_be_verified():
    application: Application = make_scene().application()

    assert reason_against(check_claims_are_settled, application) == ""


def test_family_is_asked_once():
    application = make_scene().application(
        Status.RETURNED, claims=["large-family"], verdict=Verdict.TO_COMPLETE
    )

    reason = reason_against(check_something_is_to_complete, application)

    assert reason == "Rodzina już dostała prośbę o uzupełnienie."
