"""Who opened an application: what the family and what the committee are told of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from recruitment.applications.models import Opened, Opening
from recruitment.applications.openings import OpenedBy, opened_by_person, opened_by_role
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.applications.workflow import Status
from schools.models import StaffMembership, StaffRole
from tests.factories import (
    NOW,
    make_application,
    make_group,
    make_institution,
    make_office_worker,
    make_staff,
)
from tests.recruitment.applications.reading import words

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def bees():
    return make_institution("pszczolki", short_name="PM nr 2")


@pytest.fixture
def application(procedure, parent, bees):
    return make_application(procedure, status=Status.FILED, owner=parent, groups=[make_group(bees)])


@pytest.fixture
def anna(bees):
    return make_staff(bees, StaffRole.COMMITTEE_CHAIR, first_name="Anna", last_name="Nowak")


def opened(application, reader, *, after=timedelta(0), what=Opened.CASE):
    record_openings([application.pk], reader=reader, what=what, now=NOW + after)


def test_many_looks_of_one_person_are_one_line_newest_first(application, bees, anna):
    chair = Reader.at(bees, anna, NOW.date())
    office = Reader.of_office(make_office_worker("urzad@example.org"))
    opened(application, chair)
    opened(application, chair, after=HOUR)
    opened(application, chair, after=2 * HOUR)
    opened(application, office, after=3 * HOUR, what=Opened.RUN_DATA)

    assert opened_by_person(application) == [
        OpenedBy(
            who="urzad@example.org, pracownik wydziału edukacji",
            what="pobrane dane przydziału",
            times=1,
            first_at=NOW + 3 * HOUR,
            last_at=NOW + 3 * HOUR,
        ),
        OpenedBy(
            who="Anna Nowak, przewodniczący komisji, PM nr 2",
            what="karta wniosku",
            times=3,
            first_at=NOW,
            last_at=NOW + 2 * HOUR,
        ),
    ]


def test_the_family_is_told_roles_where_the_committee_is_told_names(application, bees, anna):
    maria = make_staff(bees, StaffRole.COMMITTEE_CHAIR, first_name="Maria", last_name="Łoś")
    for person in (anna, maria):
        opened(application, Reader.at(bees, person, NOW.date()))

    assert [(line.who, line.times) for line in opened_by_role(application)] == [
        ("przewodniczący komisji, PM nr 2", 2)
    ]
    assert sorted((line.who, line.times) for line in opened_by_person(application)) == [
        ("Anna Nowak, przewodniczący komisji, PM nr 2", 1),
        ("Maria Łoś, przewodniczący komisji, PM nr 2", 1),
    ]


def test_the_page_of_the_family_tells_who_opened_what_and_when(visit, application, bees, anna):
    opened(application, Reader.at(bees, anna, NOW.date()))
    opened(application, Reader.at(bees, anna, NOW.date()), after=HOUR)

    page = words(visit.get(reverse("application", args=[application.public_id])))

    assert (
        "Kto otwierał wniosek Zapisujemy każde otwarcie wniosku przez pracownika placówki albo "
        "urzędu. Nazwiska zna urząd. Przewodniczący komisji, PM nr 2 : karta wniosku. "
        "Liczba otwarć: 2. Pierwsze 5 marca 2027, godz. 18:42, ostatnie 5 marca 2027, godz. 19:42."
    ) in page
    assert "Nowak" not in page


def test_the_page_of_the_family_says_when_nobody_has_opened_anything(visit, application):
    page = words(visit.get(reverse("application", args=[application.public_id])))

    assert "Nikt z placówki ani z urzędu nie otwierał jeszcze tego wniosku." in page


def test_a_draft_that_was_filed_before_still_tells_who_opened_it(visit, application, bees, anna):
    opened(application, Reader.at(bees, anna, NOW.date()))
    visit.post(reverse("application_reopen", args=[application.public_id]))

    page = words(visit.get(reverse("application", args=[application.public_id])))

    assert "Przewodniczący komisji, PM nr 2 : karta wniosku. 5 marca 2027, godz. 18:42." in page


def test_a_draft_that_was_never_filed_has_nothing_to_tell(visit, procedure, parent):
    draft = make_application(procedure, owner=parent)

    page = words(visit.get(reverse("application", args=[draft.public_id])))

    assert "Kto otwierał wniosek" not in page


def test_a_family_that_reads_its_own_application_is_no_event(visit, application):
    visit.get(reverse("application", args=[application.public_id]))

    assert list(Opening.objects.all()) == []


def test_the_case_names_who_opened_it_before(client, application, anna):
    client.force_login(anna)
    client.get(reverse("case", args=[application.public_id]))

    page = words(client.get(reverse("case", args=[application.public_id])))

    assert (
        "Kto otwierał wniosek Anna Nowak, przewodniczący komisji, PM nr 2 : karta wniosku. "
        "5 marca 2027, godz. 18:42."
    ) in page


def test_an_event_keeps_the_role_of_its_moment(application, bees, anna):
    opened(application, Reader.at(bees, anna, NOW.date()))
    StaffMembership.objects.filter(user=anna).update(role=StaffRole.CLERK)

    assert list(Opening.objects.values_list("role", "institution", "opened_by", "opened_at")) == [
        ("chair", bees.pk, anna.pk, NOW)
    ]


def test_of_several_roles_at_an_institution_the_one_that_decides_most_is_told(bees, anna):
    for role in (StaffRole.CLERK, StaffRole.COMMITTEE_MEMBER):
        StaffMembership.objects.create(user=anna, institution=bees, role=role, starts_on=NOW.date())

    assert Reader.at(bees, anna, NOW.date()).role == StaffRole.COMMITTEE_CHAIR


def test_a_person_without_a_role_at_the_institution_reads_for_the_office(bees):
    office = make_office_worker()

    assert Reader.at(bees, office, NOW.date()) == Reader(office, Role.OFFICE, None)


def test_events_of_a_long_list_are_written_at_once(
    procedure, bees, anna, django_assert_num_queries
):
    group = make_group(bees)
    children = [make_application(procedure, groups=[group]).pk for _ in range(5)]
    reader = Reader.at(bees, anna, NOW.date())

    with django_assert_num_queries(1):
        record_openings(children, reader=reader, what=Opened.SUMMARY, now=NOW)

    assert sorted(Opening.objects.values_list("application", flat=True)) == sorted(children)
