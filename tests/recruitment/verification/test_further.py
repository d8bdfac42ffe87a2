"""The children who have an institution further down their list: what it is told of them."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from recruitment.applications.models import Opening, Verdict
from recruitment.applications.workflow import Status
from recruitment.verification.further import FurtherChoice
from schools.models import GroupKind, StaffMembership, StaffRole
from tests import factories
from tests.factories import NOW
from tests.recruitment.verification.scene import make_scene

pytestmark = pytest.mark.django_db

LIST = "/placowka/dalsze-wybory/"


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_scene()


@pytest.fixture
def their_member(scene):
    return factories.make_staff(scene.theirs, StaffRole.COMMITTEE_MEMBER)


def rows(client, person, **query):
    client.force_login(person)
    return client.get(LIST, query).context["rows"]


def test_the_list_tells_names_and_points_in_the_order_of_names(client, scene, their_member):
    for surname, claims in (("Żak", ["large-family", "both-work"]), ("Ćwik", [])):
        scene.application(Status.VERIFIED, child={"surname": surname}, claims=claims)

    assert rows(client, their_member) == [
        FurtherChoice("Ćwik Zofia", 2022, scene.their_group, 0, 0, "nie dotyczy"),
        FurtherChoice("Żak Zofia", 2022, scene.their_group, 100, 20, "nie dotyczy"),
    ]


def test_points_that_only_the_first_choice_gives_are_not_counted_here(client, scene, their_member):
    scene.application(Status.VERIFIED, claims=[("sibling", scene.ours), ("sibling", scene.theirs)])

    assert [row.municipal for row in rows(client, their_member)] == [20]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.VERIFIED])
def test_a_child_is_listed_only_while_its_application_is_verified(
    client, scene, their_member, status
):
    scene.application(status)

    assert rows(client, their_member) == []


def test_a_child_of_the_desk_is_not_listed_for_its_second_group_here(client, scene):
    scene.application(Status.VERIFIED, groups=[scene.our_group, factories.make_group(scene.ours)])

    assert rows(client, scene.chair) == []


def test_the_order_of_two_groups_does_not_tell_which_is_wanted_more(client, scene, their_member):
    owls = factories.make_group(scene.theirs, name="Sówki")
    for surname, groups in (("Bąk", [owls, scene.their_group]), ("Dąb", [scene.their_group, owls])):
        scene.application(
            Status.VERIFIED, child={"surname": surname}, groups=[scene.our_group, *groups]
        )

    assert [(row.child, row.group.name) for row in rows(client, their_member)] == [
        ("Bąk Zofia", "Motylki"),
        ("Bąk Zofia", "Sówki"),
        ("Dąb Zofia", "Motylki"),
        ("Dąb Zofia", "Sówki"),
    ]


@pytest.mark.parametrize(
    ("kind", "verdict", "expected"),
    [
        (GroupKind.INTEGRATION, Verdict.ACCEPTED, "uznane"),
        (GroupKind.SPECIAL, Verdict.ACCEPTED, "uznane"),
        (GroupKind.INTEGRATION, Verdict.REJECTED, "brak uznanego"),
        (GroupKind.GENERAL, Verdict.ACCEPTED, "nie dotyczy"),
        (GroupKind.PRESCHOOL_CLASS, Verdict.ACCEPTED, "nie dotyczy"),
    ],
)
def test_a_statement_is_told_only_where_it_decides_of_a_place(
    client, scene, their_member, kind, verdict, expected
):
    group = factories.make_group(scene.theirs, kind=kind)
    scene.application(
        Status.VERIFIED,
        groups=[scene.our_group, group],
        claims=["statement"],
        verdict=verdict,
    )

    assert [row.statement for row in rows(client, their_member)] == [expected]


def test_no_statement_looks_like_a_refused_one(client, scene, their_member):
    group = factories.make_group(scene.theirs, kind=GroupKind.INTEGRATION)
    scene.application(Status.VERIFIED, groups=[scene.our_group, group])

    assert [row.statement for row in rows(client, their_member)] == ["brak uznanego"]


def test_every_child_on_the_page_gets_one_event_whatever_it_chose(client, scene, their_member):
    owls = factories.make_group(scene.theirs, name="Sówki")
    twice = scene.application(Status.VERIFIED, groups=[scene.our_group, owls, scene.their_group])
    once = scene.application(Status.VERIFIED)

    rows(client, their_member)

    events = Opening.objects.order_by("application").values_list(
        "application", "opened_by", "role", "institution", "what", "opened_at"
    )
    assert list(events) == [
        (child.pk, their_member.pk, "member", scene.theirs.pk, "further_choices", NOW)
        for child in (twice, once)
    ]


def test_a_person_of_two_institutions_reads_for_each(client, scene, their_member):
    third = factories.make_institution("third", short_name="PM nr 3")
    StaffMembership.objects.create(
        user=their_member, institution=third, role=StaffRole.CLERK, starts_on=NOW.date()
    )
    groups = [scene.our_group, scene.their_group, factories.make_group(third, name="Żuczki")]
    child = scene.application(Status.VERIFIED, groups=groups)

    assert [row.group.name for row in rows(client, their_member)] == ["Motylki", "Żuczki"]
    assert sorted(Opening.objects.values_list("application", "institution__code", "role")) == [
        (child.pk, "theirs", "member"),
        (child.pk, "third", "clerk"),
    ]


def test_only_the_children_of_the_page_get_events(client, scene, their_member):
    for number in range(51):
        scene.application(Status.VERIFIED, child={"surname": f"Żak{number:02d}"})

    last = rows(client, their_member, page=2)

    assert [row.child for row in last] == ["Żak50 Zofia"]
    names = Opening.objects.values_list("application__candidate__surname", flat=True)
    assert list(names) == ["Żak50"]


@pytest.mark.parametrize("number_of_rows", [1, 3])
def test_number_of_queries_does_not_follow_the_number_of_rows(
    client, scene, their_member, django_assert_num_queries, number_of_rows
):
    for _ in range(number_of_rows):
        scene.application(Status.VERIFIED, claims=["large-family", ("sibling", scene.theirs)])
    client.force_login(their_member)

    with django_assert_num_queries(20):
        client.get(LIST)


def test_the_desk_leads_to_the_list_when_there_is_somebody_on_it(client, scene, their_member):
    client.force_login(their_member)
    before = client.get(reverse("desk"))
    scene.application(Status.VERIFIED)
    after = client.get(reverse("desk"))

    assert LIST not in before.text
    text = re.sub(r"\s+", " ", strip_tags(after.text))
    assert "Dzieci, które wskazały placówkę na dalszym miejscu: 1" in text


def test_an_empty_list_says_so(client, scene, their_member):
    client.force_login(their_member)

    assert "Nie ma jeszcze takich dzieci." in client.get(LIST).text


def test_before_any_procedure_there_is_no_list(client):
    client.force_login(factories.make_staff(factories.make_institution()))

    assert client.get(LIST).status_code == 404
