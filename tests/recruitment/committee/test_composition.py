"""Who is appointed to a committee, who may not be, and what is kept of each act."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from recruitment.applications.errors import NotAllowed
from recruitment.applications.workflow import Status
from recruitment.committee.models import CompositionChange
from recruitment.committee.queries import composition_on
from recruitment.committee.services.composition import (
    Act,
    Appointee,
    appoint,
    end_membership,
    make_chair,
)
from recruitment.committee.wording import faults_of
from schools.models import Institution, StaffMembership, StaffRole
from tests import factories
from tests.recruitment.committee.scene import NOW, TODAY, Scene, day_before, make_scene

pytestmark = pytest.mark.django_db

ACT = Act("zarządzenie nr 5/2027", TODAY)
TOMORROW = TODAY + timedelta(days=1)


def appoint_by(scene: Scene, email: str, **changes: object):
    fields = {
        "first_name": "Anna",
        "last_name": "Nowak",
        "role": StaffRole.COMMITTEE_MEMBER,
        **changes,
    }
    return appoint(
        institution=scene.ours,
        appointee=Appointee(email=email, **fields),
        act=ACT,
        actor=scene.head,
        now=NOW,
    )


def seats(scene: Scene, day=TODAY) -> list[tuple[str, bool]]:
    composition = composition_on(scene.ours, scene.procedure, day)
    return [(member.name, member.is_chair) for member in composition.members]


def faults(scene: Scene) -> list[str]:
    return faults_of(composition_on(scene.ours, scene.procedure, TODAY))


def acts() -> list[tuple[object, ...]]:
    return list(
        CompositionChange.objects.order_by("pk").values_list(
            "person", "kind", "role", "effective_on", "act", "recorded_at", "recorded_by"
        )
    )


def test_appointed_person_sits_in_the_committee_and_the_act_is_on_record():
    scene = make_scene()
    teacher = factories.make_user("nauczycielka@example.org")

    appoint_by(scene, "Nauczycielka@example.org")

    teacher.refresh_from_db()
    assert teacher.get_full_name() == "Anna Nowak"
    assert seats(scene) == [
        ("Ewa Ćwik", True),
        ("Jan Abacki", False),
        ("Zofia Łęcka", False),
        ("Anna Nowak", False),
        ("Olga Żuk", False),
    ]
    assert acts() == [
        (teacher.pk, "appointed", "member", TODAY, "zarządzenie nr 5/2027", NOW, scene.head.pk)
    ]


def test_only_the_headteacher_of_the_institution_appoints():
    scene = make_scene()
    factories.make_user("nauczycielka@example.org")
    stranger = factories.make_staff(scene.theirs, StaffRole.DIRECTOR)

    for actor in (scene.chair, stranger):
        with pytest.raises(NotAllowed, match=r"Skład komisji zmienia dyrektor placówki\."):
            appoint(
                institution=scene.ours,
                appointee=Appointee(
                    "nauczycielka@example.org", "Anna", "Nowak", StaffRole.COMMITTEE_MEMBER
                ),
                act=ACT,
                actor=actor,
                now=NOW,
            )
    assert acts() == []


def refusal_of(scene: Scene, email: str, **changes: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        appoint_by(scene, email, **changes)
    return refused.value.messages


def test_headteacher_cannot_sit_in_the_committee():
    scene = make_scene()

    refusal = refusal_of(scene, scene.head.email, first_name="Maria", last_name="Łoś")

    assert refusal == ["Dyrektor placówki nie może być w jej komisji."]


def test_headteacher_of_the_same_complex_cannot_sit_in_the_committee():
    scene = make_scene()
    Institution.objects.update(complex_code="zespol-1")
    scene.ours.refresh_from_db()
    head = factories.make_staff(scene.theirs, StaffRole.DIRECTOR)

    assert refusal_of(scene, head.email) == ["Dyrektor placówki nie może być w jej komisji."]


OWN_CHILD = ["Ta osoba nie może być w komisji: do placówki kandyduje jej dziecko."]


def test_parent_whose_child_applies_at_any_position_cannot_sit_in_the_committee():
    scene = make_scene()
    parent = factories.make_user("nauczycielka@example.org")
    scene.child_of(parent)

    assert refusal_of(scene, parent.email) == OWN_CHILD


def test_guardian_named_in_another_persons_application_cannot_sit_in_the_committee():
    scene = make_scene()
    parent = factories.make_user("nauczycielka@example.org")
    application = scene.application()
    application.guardians.filter(position=2).update(email="NAUCZYCIELKA@example.org")

    assert refusal_of(scene, parent.email) == OWN_CHILD


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.REJECTED])
def test_parent_whose_application_does_not_compete_may_be_appointed(status):
    scene = make_scene()
    parent = factories.make_user("nauczycielka@example.org")
    scene.application(status, owner=parent)

    appoint_by(scene, parent.email)

    assert ("Anna Nowak", False) in seats(scene)


def test_parent_of_a_child_that_applies_elsewhere_only_may_be_appointed():
    scene = make_scene()
    parent = factories.make_user("nauczycielka@example.org")
    scene.application(owner=parent, groups=[scene.their_group])

    appoint_by(scene, parent.email)

    assert ("Anna Nowak", False) in seats(scene)


NO_ACCOUNT = [
    "Nie ma konta z tym adresem. Poproś tę osobę, żeby założyła konto "
    "i potwierdziła adres. Potem powołaj ją tutaj."
]


def test_person_without_an_account_has_to_make_one_first():
    assert refusal_of(make_scene(), "nikt@example.org") == NO_ACCOUNT


def test_account_with_an_unconfirmed_address_is_no_account_yet():
    scene = make_scene()
    person = factories.make_user("nauczycielka@example.org")
    EmailAddress.objects.filter(user=person).update(verified=False)

    assert refusal_of(scene, person.email) == NO_ACCOUNT


def test_address_of_somebody_of_another_name_is_refused():
    scene = make_scene()
    person = factories.make_user("jan@example.org", first_name="Jan", last_name="Wilk")

    assert refusal_of(scene, person.email) == [
        "Konto z tym adresem ma inne imię i nazwisko. Sprawdź adres i nazwisko."
    ]


def test_member_is_not_appointed_twice():
    scene = make_scene()

    refusal = refusal_of(scene, scene.members[0].email, first_name="Jan", last_name="Abacki")

    assert refusal == ["Ta osoba już jest w komisji."]


def test_second_chair_is_refused():
    scene = make_scene()
    factories.make_user("nauczycielka@example.org")

    refusal = refusal_of(scene, "nauczycielka@example.org", role=StaffRole.COMMITTEE_CHAIR)

    assert refusal == [
        "Komisja ma już przewodniczącego. Powołaj tę osobę jako członka, "
        "a potem powierz jej przewodniczenie."
    ]


def test_composition_is_not_changed_backwards():
    scene = make_scene()
    yesterday = Act("zarządzenie nr 5/2027", day_before(TODAY))

    for change in (make_chair, end_membership):
        with pytest.raises(ValidationError) as refused:
            change(
                institution=scene.ours,
                person=scene.members[0],
                act=yesterday,
                actor=scene.head,
                now=NOW,
            )
        assert refused.value.messages == [
            "Składu komisji nie można zmienić wstecz. Wpisz dzień dzisiejszy albo późniejszy."
        ]
    assert acts() == []


def test_new_chair_leads_from_the_day_of_the_act_and_the_old_one_stays_a_member():
    scene = make_scene()

    make_chair(
        institution=scene.ours,
        person=scene.members[2],
        act=Act("zarządzenie nr 6/2027", TOMORROW),
        actor=scene.head,
        now=NOW,
    )

    assert seats(scene)[0] == ("Ewa Ćwik", True)
    assert seats(scene, TOMORROW) == [
        ("Olga Żuk", True),
        ("Jan Abacki", False),
        ("Ewa Ćwik", False),
        ("Zofia Łęcka", False),
    ]
    assert acts() == [
        (
            scene.members[2].pk,
            "made_chair",
            "chair",
            TOMORROW,
            "zarządzenie nr 6/2027",
            NOW,
            scene.head.pk,
        )
    ]


def test_chair_may_change_on_the_day_of_an_appointment():
    scene = make_scene()
    teacher = appoint_by(scene, factories.make_user("nauczycielka@example.org").email)

    make_chair(institution=scene.ours, person=teacher, act=ACT, actor=scene.head, now=NOW)

    rows = StaffMembership.objects.filter(user=teacher).values_list("role", "starts_on", "ends_on")
    assert seats(scene)[0] == ("Anna Nowak", True)
    assert list(rows) == [("chair", TODAY, None)]


def test_dismissed_person_sits_in_the_committee_to_the_end_of_the_last_day():
    scene = make_scene()

    end_membership(
        institution=scene.ours, person=scene.members[0], act=ACT, actor=scene.head, now=NOW
    )

    assert ("Jan Abacki", False) in seats(scene)
    assert seats(scene, TOMORROW) == [
        ("Ewa Ćwik", True),
        ("Zofia Łęcka", False),
        ("Olga Żuk", False),
    ]


def test_committee_that_lacks_people_or_a_chair_says_so():
    scene = make_scene()
    StaffMembership.objects.filter(user__in=[scene.chair, *scene.members[:1]]).delete()

    assert faults(scene) == [
        "Liczba osób w komisji: 2. Muszą być co najmniej 3.",
        "Komisja nie ma przewodniczącego.",
    ]


def test_member_who_files_for_a_child_later_is_told_to_the_headteacher():
    scene = make_scene()

    scene.child_of(scene.members[0])

    assert faults(scene) == [
        "Jan Abacki: dziecko tej osoby kandyduje do placówki. "
        "Trzeba powołać w jej miejsce kogoś innego."
    ]


def test_member_who_becomes_headteacher_is_told_of():
    scene = make_scene()
    StaffMembership.objects.create(
        user=scene.members[0],
        institution=scene.ours,
        role=StaffRole.DIRECTOR,
        starts_on=day_before(TODAY),
    )

    assert faults(scene) == [
        "Jan Abacki: dyrektor nie może być w komisji. Trzeba odwołać tę osobę z komisji."
    ]
