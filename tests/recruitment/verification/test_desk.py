"""The institution's list: whose applications it shows, in which order, found by what."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from recruitment.applications.models import Channel, ListOpening, Opening, Verdict
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Procedure, Stage, StageCode
from schools.models import StaffMembership, StaffRole
from tests import factories
from tests.factories import DURING, OPENS_AT, STAGE_DATES
from tests.recruitment.verification.scene import make_scene

pytestmark = pytest.mark.django_db

DESK = "/placowka/"
ENDS_AT = STAGE_DATES[StageCode.VERIFICATION][1]


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    return time_machine


def open_desk(client, person, **filters):
    client.force_login(person)
    return client.get(DESK, filters)


def shown(response) -> list[str]:
    """The names in the list, in its order."""
    return [row.get_cell_value("child") for row in response.context["table"].page.object_list]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def named(scene, surname, status=Status.FILED, **fields):
    return scene.application(status, child={"surname": surname, "first_names": "Jan"}, **fields)


@pytest.mark.parametrize("role", StaffRole)
def test_staff_see_only_first_choices_of_their_institution(client, clock, role):
    scene = make_scene()
    person = factories.make_staff(scene.ours, role)
    named(scene, "Nasz")
    named(scene, "Obcy", groups=[scene.their_group, scene.our_group])
    named(scene, "Szkicowy", status=Status.DRAFT)

    response = open_desk(client, person)

    assert shown(response) == ["Nasz Jan"]
    assert "Obcy" not in response.content.decode()
    assert "Szkicowy" not in response.content.decode()


@pytest.mark.parametrize("make_person", [factories.make_user, factories.make_office_worker])
def test_desk_does_not_exist_for_who_works_in_no_institution(client, clock, make_person):
    make_scene()

    assert open_desk(client, make_person()).status_code == 404


def test_desk_does_not_exist_after_the_membership_has_ended(client, clock):
    scene = make_scene()
    StaffMembership.objects.filter(user=scene.chair).update(ends_on=date(2027, 1, 31))

    assert open_desk(client, scene.chair).status_code == 404


def test_own_childs_application_elsewhere_is_not_on_the_desk(client, clock):
    scene = make_scene()
    named(scene, "Moje", owner=scene.chair, groups=[scene.their_group])

    assert shown(open_desk(client, scene.chair)) == []


def test_person_of_two_institutions_sees_both_and_may_choose_one(client, clock):
    scene = make_scene()
    StaffMembership.objects.create(
        user=scene.chair,
        institution=scene.theirs,
        role=StaffRole.COMMITTEE_MEMBER,
        starts_on=date(2020, 9, 1),
    )
    named(scene, "Nasz")
    named(scene, "Tamten", groups=[scene.their_group])

    both = open_desk(client, scene.chair)
    one = open_desk(client, scene.chair, institution=scene.theirs.pk)

    assert shown(both) == ["Nasz Jan", "Tamten Jan"]
    assert "Placówka" in [str(column.header) for column in both.context["table"].columns]
    assert shown(one) == ["Tamten Jan"]


def test_list_shows_what_the_committee_needs(client, clock):
    scene = make_scene()
    application = named(
        scene, "Ćwik", claims=["large-family", "both-work"], verdict=Verdict.PENDING
    )
    named(scene, "Żak", Status.VERIFIED, claims=["large-family"], channel=Channel.PAPER)

    response = open_desk(client, scene.chair)

    rows = [
        [strip_tags(str(cell)).strip() for cell in row.cells]
        for row in response.context["table"].page.object_list
    ]
    assert rows[0] == [
        "Ćwik Jan",
        application.number,
        "Pszczółki",
        "100 + 24, deklarowane",
        "złożony",
        "5.03.2027, 18:42",
        "przez internet",
    ]
    assert rows[1][3:] == [
        "100 + 4, zweryfikowane",
        "zweryfikowany",
        "5.03.2027, 18:42",
        "na papierze",
    ]


def test_list_is_in_polish_order_and_turns_round(client, clock):
    scene = make_scene()
    for surname in ("Żak", "Cwalina", "Zając", "Ćwik"):
        named(scene, surname)

    forward = open_desk(client, scene.chair)
    backward = open_desk(client, scene.chair, sort="-child")

    expected = ["Cwalina Jan", "Ćwik Jan", "Zając Jan", "Żak Jan"]
    assert shown(forward) == expected
    assert shown(backward) == expected[::-1]
    assert 'aria-sort="ascending"' in forward.content.decode()
    assert 'aria-sort="descending"' in backward.content.decode()


@pytest.mark.parametrize("sort", ["points", "nothing", "-candidate__pesel", ""])
def test_order_that_does_not_exist_is_ignored(client, clock, sort):
    scene = make_scene()
    named(scene, "Żak")

    assert shown(open_desk(client, scene.chair, sort=sort)) == ["Żak Jan"]


@pytest.mark.parametrize("text", ["cwik", "Ćwik", " ĆWIK ", "jan ćw", "wik"])
def test_search_finds_a_name_without_polish_letters(client, clock, text):
    scene = make_scene()
    named(scene, "Ćwik")
    named(scene, "Żak")

    assert shown(open_desk(client, scene.chair, q=text)) == ["Ćwik Jan"]


@pytest.mark.parametrize("text", ["123-456-782", "123456782", "123 456 782", "56-78"])
def test_search_finds_the_number_of_an_application(client, clock, text):
    scene = make_scene()
    for surname, number in (("Ćwik", "123-456-782"), ("Żak", "999-999-999")):
        application = named(scene, surname)
        application.number = number
        application.save()

    assert shown(open_desk(client, scene.chair, q=text)) == ["Ćwik Jan"]


def test_search_takes_percent_signs_for_what_they_are(client, clock):
    scene = make_scene()
    named(scene, "Ćwik")

    response = open_desk(client, scene.chair, q="%")

    assert shown(response) == []
    assert "Żaden wniosek nie pasuje." in text_of(response)


def test_filters_choose_a_status_those_that_wait_and_a_channel(client, clock):
    scene = make_scene()
    for status in Status:
        named(scene, f"A{status}", status)
    named(scene, "Papierowa", Status.VERIFIED, channel=Channel.PAPER)

    verified = open_desk(client, scene.chair, status="verified")
    waiting = open_desk(client, scene.chair, status="waiting")
    paper = open_desk(client, scene.chair, channel="paper")

    assert shown(verified) == ["Averified Jan", "Papierowa Jan"]
    assert shown(waiting) == ["Afiled Jan", "Ain_verification Jan", "Areturned Jan"]
    assert shown(paper) == ["Papierowa Jan"]


@pytest.mark.parametrize("filters", [{"status": "draft"}, {"status": "x"}, {"channel": "x"}])
def test_filter_that_does_not_exist_shows_no_draft(client, clock, filters):
    scene = make_scene()
    named(scene, "Szkicowy", Status.DRAFT)
    named(scene, "Żak")

    response = open_desk(client, scene.chair, **filters)

    assert shown(response) == ["Żak Jan"]


def test_top_of_the_desk_tells_the_deadline_and_how_many_wait(client, clock):
    scene = make_scene()
    for status in (Status.FILED, Status.FILED, Status.RETURNED, Status.VERIFIED):
        named(scene, "Żak", status)

    text = text_of(open_desk(client, scene.chair))

    assert "Koniec weryfikacji: 26 marca 2027, godz. 16:00." in text
    assert "Wniosek niezweryfikowany do tej chwili nie weźmie udziału w naborze." in text
    assert "Wnioski do sprawdzenia przez komisję: 3" in text
    assert "Złożony: 2" in text
    assert "W weryfikacji: 0" in text
    assert "Zweryfikowany: 1" in text
    assert "Liczba wniosków na liście: 4" in text


def test_desk_says_when_verification_is_over(client, time_machine):
    scene = make_scene()
    time_machine.move_to(ENDS_AT, tick=False)

    text = text_of(open_desk(client, scene.chair))

    assert "Weryfikacja skończyła się: 26 marca 2027, godz. 16:00." in text


@pytest.mark.parametrize(
    ("now", "is_open"), [(OPENS_AT, True), (DURING[StageCode.VERIFICATION], True), (ENDS_AT, False)]
)
def test_desk_leads_to_paper_applications_while_they_may_be_entered(
    client, time_machine, now, is_open
):
    scene = make_scene()
    time_machine.move_to(now, tick=False)

    content = open_desk(client, scene.chair).content.decode()

    assert (f'href="{reverse("paper_application")}"' in content) is is_open


def test_empty_desk_says_so(client, clock):
    scene = make_scene()

    text = text_of(open_desk(client, scene.chair))

    assert "Nie ma jeszcze wniosków, w których ta placówka jest pierwszym wyborem." in text


def test_desk_copes_with_a_city_without_a_procedure(client, clock):
    scene = make_scene()
    Stage.objects.all().delete()
    Procedure.objects.all().delete()

    response = open_desk(client, scene.chair)

    assert response.status_code == 200
    assert "Nabór nie jest jeszcze ogłoszony." in text_of(response)


def test_desk_shows_the_newest_procedure_only(client, clock):
    scene = make_scene()
    named(scene, "Dawny")
    factories.make_procedure(school_year="2028/2029")

    assert shown(open_desk(client, scene.chair)) == []


def test_long_list_is_cut_into_pages_of_fifty(client, clock):
    scene = make_scene()
    for number in range(51):
        named(scene, f"Żak{number:02d}")

    first = open_desk(client, scene.chair)
    last = open_desk(client, scene.chair, page="2")
    beyond = open_desk(client, scene.chair, page="nie-numer")

    assert (len(shown(first)), shown(last), len(shown(beyond))) == (50, ["Żak50 Jan"], 50)
    assert "Liczba wniosków na liście: 51" in text_of(first)


@pytest.mark.parametrize("number_of_rows", [1, 3])
def test_number_of_queries_does_not_follow_the_number_of_rows(
    client, clock, django_assert_num_queries, number_of_rows
):
    scene = make_scene()
    for _ in range(number_of_rows):
        scene.application(claims=["large-family", ("sibling", scene.ours)])
    client.force_login(scene.chair)

    with django_assert_num_queries(36):
        client.get(DESK)


# --- that it was read ---------------------------------------------------------------------------
def test_a_look_at_the_list_is_recorded_with_its_filters_and_without_the_searched_name(
    client, clock
):
    scene = make_scene()
    for surname in ("Ćwik", "Dąb"):
        named(scene, surname)

    open_desk(client, scene.chair)
    open_desk(client, scene.chair, q="cwik", status="waiting", channel="online")
    open_desk(client, scene.chair, q="nikt", status="nie-ma-takiego")

    moment = DURING[StageCode.VERIFICATION]
    openings = ListOpening.objects.values_list(
        "procedure", "opened_by", "opened_at", "what", "filters", "number_of_children"
    )
    assert list(openings) == [
        (scene.procedure.pk, scene.chair.pk, moment, "desk", "", 2),
        (
            scene.procedure.pk,
            scene.chair.pk,
            moment,
            "desk",
            "q, status=waiting, channel=online",
            1,
        ),
        (scene.procedure.pk, scene.chair.pk, moment, "desk", "q", 0),
    ]


def test_a_look_at_the_list_leaves_no_event_at_a_child(client, clock):
    scene = make_scene()
    named(scene, "Ćwik")

    open_desk(client, scene.chair)

    assert list(Opening.objects.all()) == []


def test_the_chosen_institution_is_among_the_recorded_filters(client, clock):
    scene = make_scene()
    StaffMembership.objects.create(
        user=scene.chair, institution=scene.theirs, role=StaffRole.CLERK, starts_on=OPENS_AT.date()
    )

    open_desk(client, scene.chair, institution=scene.theirs.pk)

    assert ListOpening.objects.get().filters == "institution=theirs"
