"""The family's own result in sentences, and the numbers that everybody may know."""

import pytest
from django.urls import reverse

from allocation.models import AllocationRun
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Choice, Verdict
from recruitment.applications.workflow import Status
from recruitment.decisions.models import Decision
from recruitment.decisions.queries import GroupThreshold, thresholds
from recruitment.decisions.score import Score
from recruitment.decisions.services import record_qualification
from recruitment.procedures.models import StageCode
from schools.models import Group, Institution, StaffRole
from tests.allocation.rounds import finished_run, order_equals, published_run, verified
from tests.factories import (
    NOW,
    at,
    make_application,
    make_claim,
    make_criteria,
    make_group,
    make_institution,
    make_office_worker,
    make_procedure,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

RESIDENT = "mieszka w gminie, kryteria ustawowe: {}\u00a0pkt, samorządowe: {}\u00a0pkt"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


@pytest.fixture
def parent(client):
    parent = make_user()
    client.force_login(parent)
    return parent


@pytest.fixture
def bees():
    preschool = make_institution("pm1", name="Przedszkole Miejskie nr 1", street="ul. Leśna 1")
    return make_group(preschool, "pszczolki", name="Pszczółki", places_total=1)


@pytest.fixture
def owls():
    return make_group(make_institution("pm2"), "sowki", name="Sówki", places_total=1)


def sentences(client, application):
    response = client.get(reverse("result", args=[application.public_id]))
    return [row["sentences"] for row in response.context["choices"]]


def test_before_the_announcement_a_result_is_not_told(client, parent, procedure, bees):
    application = verified(procedure, bees, owner=parent)
    finished_run(procedure)

    page = client.get(reverse("result", args=[application.public_id])).text

    assert "Wyników jeszcze nie ogłoszono." in page
    assert "Pszczółki" not in page


@pytest.mark.parametrize("who", ["guest", "parent", "office", *StaffRole.values])
def test_the_result_of_another_child_does_not_exist(client, procedure, bees, who):
    application = verified(procedure, bees, owner=make_user())
    published_run(procedure)
    address = reverse("result", args=[application.public_id])
    if who == "guest":
        assert client.get(address).url.startswith(reverse("account_login"))
        return
    client.force_login(
        {"parent": make_user, "office": make_office_worker}.get(
            who, lambda: make_staff(bees.institution, StaffRole(who))
        )()
    )

    assert client.get(address).status_code == 404


def test_a_qualified_child_sees_where_and_what_next(client, parent, procedure, bees):
    application = verified(procedure, bees, owner=parent)
    published_run(procedure)

    response = client.get(reverse("result", args=[application.public_id]))

    assert "Zakwalifikowane" in response.text
    assert "Przedszkole Miejskie nr 1, Pszczółki – Twój 1. wybór" in response.text
    assert "ul. Leśna 1, 05-120 Legionowo" in response.text
    assert "Potwierdź w placówce wolę przyjęcia dziecka." in response.text
    assert response.context["announced"].confirm_by.days_left == 7
    assert "Napisz oświadczenie, że chcesz przyjęcia dziecka do tej placówki" in response.text
    assert "Jak zakwestionować odmowę" not in response.text
    assert "<form" not in response.text.split("<main", 1)[1].split("</main>", 1)[0]


def test_every_choice_is_explained(client, parent, procedure, bees, owls):
    verified(procedure, bees, claims=("residence", "large-family"))
    application = verified(procedure, bees, owls, make_group(), owner=parent)
    published_run(procedure)

    assert sentences(client, application) == [
        [
            "Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej.",
            f"Twoje dziecko: {RESIDENT.format(0, 4)}.",
            f"Ostatnie zakwalifikowane dziecko: {RESIDENT.format(100, 4)}.",
            "Przed Twoim dzieckiem było tu 1 dziecko.",
            "Miejsce dałoby co najmniej 101 pkt za kryteria ustawowe.",
        ],
        [
            "Dziecko jest tu zakwalifikowane.",
            f"Twoje dziecko: {RESIDENT.format(0, 0)}.",
            f"Ostatnie zakwalifikowane dziecko: {RESIDENT.format(0, 0)}.",
        ],
        ["Tej grupy nie rozpatrywano, bo dziecko dostało miejsce wyżej na liście."],
    ]


def test_a_claim_that_was_not_accepted_is_told_with_what_it_would_have_given(
    client, parent, procedure, bees, owls
):
    """A large family would have overtaken the child in the group; both parents' work would not."""
    verified(procedure, bees, claims=("residence", "both-work"))
    application = verified(procedure, bees, owner=parent)
    for criterion in ("large-family", "both-work"):
        make_claim(application, criterion, verdict=Verdict.REJECTED)
    published_run(procedure)

    assert sentences(client, application)[0][3:] == [
        "Przed Twoim dzieckiem było tu 1 dziecko.",
        "Miejsce dałoby co najmniej 1 pkt za kryteria ustawowe.",
        "Miejsce dałoby co najmniej 25 pkt za kryteria samorządowe.",
        "Nawet z uznanym kryterium „Kryterium both-work” nie byłoby tu miejsca.",
        "Z uznanym kryterium „Kryterium large-family” byłoby tu miejsce.",
    ]


def test_the_committees_order_is_told_where_it_decided(client, parent, procedure, bees):
    first = verified(procedure, bees)
    second = verified(procedure, bees, owner=parent)
    order_equals(procedure, bees, (1, 0, 4), [first, second])
    published_run(procedure)

    assert (
        "Pierwsze miejsce w kolejności komisji dałoby tu miejsce." in (sentences(client, second)[0])
    )


@pytest.mark.parametrize(
    ("change", "first_sentence"),
    [
        ({"places_total": 0}, "W tej grupie nie było wolnych miejsc."),
        (
            {"birth_year_from": 2021, "birth_year_to": 2021},
            "Ta grupa jest dla innych dzieci: z innego rocznika albo z orzeczeniem.",
        ),
        (
            {"kind": "integration", "places_for_statement": 1},
            "Wolne miejsca w tej grupie są zastrzeżone dla dzieci z orzeczeniem.",
        ),
    ],
)
def test_a_child_without_a_place_learns_the_reason(
    client, parent, procedure, bees, change, first_sentence
):
    Group.objects.filter(pk=bees.pk).update(**change)
    application = verified(procedure, bees, owner=parent)
    published_run(procedure)

    response = client.get(reverse("result", args=[application.public_id]))

    assert "Niezakwalifikowane" in response.text
    assert "poprosić komisję o uzasadnienie odmowy" in response.text
    assert response.context["choices"][0]["sentences"][0] == first_sentence


def test_a_refused_child_sees_how_to_question_it_until_when_and_where(
    client, parent, procedure, bees, owls
):
    Institution.objects.filter(pk=bees.institution_id).update(phone="22 766 40 01")
    sisters = make_group(bees.institution, places_total=0)
    Group.objects.update(places_total=0)
    application = verified(procedure, bees, sisters, owls, owner=parent)
    published_run(procedure)
    procedure.stages.filter(code=StageCode.ADMITTED_LISTS).update(
        starts_at=at(3, 20, 12), ends_at=at(3, 27, 12)
    )

    response = client.get(reverse("result", args=[application.public_id]))

    assert response.context["refusing"] == [bees.institution, owls.institution]
    page = " ".join(response.text.replace("\u00a0", " ").replace("&nbsp;", " ").split())
    for sentence in (
        "Jest na to 3 dni od ogłoszenia list przyjętych i nieprzyjętych.",
        "Termin ogłoszenia list: 20 marca 2027. Złóż wniosek najpóźniej <strong>23 marca 2027</strong>.",
        "Złóż je w ciągu 3 dni od otrzymania uzasadnienia.",
        "Skarga do sądu administracyjnego.",
        "Przedszkole Miejskie nr 1, ul. Leśna 1, 05-120 Legionowo, telefon: 22 766 40 01",
        owls.institution.place,
    ):
        assert sentence in page


def test_a_child_with_a_lower_choice_learns_how_to_question_the_higher_one(
    client, parent, procedure, bees, owls
):
    verified(procedure, bees, claims=("residence", "large-family"))
    application = verified(procedure, bees, owls, make_group(), owner=parent)
    published_run(procedure)

    response = client.get(reverse("result", args=[application.public_id]))

    assert response.context["refusing"] == [bees.institution]
    assert "Mimo to potwierdź miejsce, które dziecko dostało." in response.text


def test_without_a_date_of_the_lists_the_days_are_told_alone(client, parent, procedure, bees):
    Group.objects.update(places_total=0)
    application = verified(procedure, bees, owner=parent)
    published_run(procedure)
    procedure.stages.filter(code=StageCode.ADMITTED_LISTS).delete()

    page = client.get(reverse("result", args=[application.public_id])).text

    assert "Jest na to 3 dni od ogłoszenia list" in page
    assert "najpóźniej" not in page


def test_refusals_are_told_right_when_the_committee_decided_a_tie(
    client, parent, procedure, bees, owls
):
    """Of three equals one is in; one goes lower; one, and a child with less, go nowhere."""
    lucky, lower, out = (verified(procedure, bees, owner=parent) for _ in range(3))
    Choice.objects.create(application=lower, position=2, group=owls)
    Choice.objects.create(application=out, position=2, group=owls)
    weaker = verified(procedure, bees, owner=parent, claims=())
    order_equals(procedure, bees, (1, 0, 4), [lucky, lower, out])
    order_equals(procedure, owls, (1, 0, 0), [lower, out])
    published_run(procedure)

    equal = (
        "Ostatnie zakwalifikowane dziecko ma tyle samo punktów. O kolejności zdecydowała komisja."
    )
    higher = "Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej."
    here = "Dziecko jest tu zakwalifikowane."
    assert {
        child: [told[0] for told in sentences(client, child)]
        for child in (lucky, lower, out, weaker)
    } == {lucky: [here], lower: [equal, here], out: [equal, equal], weaker: [higher]}
    refused = client.get(reverse("result", args=[out.public_id]))
    assert "Jak zakwestionować odmowę" in refused.text
    assert refused.context["refusing"] == [bees.institution, owls.institution]
    assert sentences(client, weaker)[0][2] == (
        f"Ostatnie zakwalifikowane dziecko: {RESIDENT.format(0, 4)}."
    )


def test_equal_points_are_told_as_the_order_of_the_committee(client, parent, procedure, bees):
    mine, other = verified(procedure, bees, owner=parent), verified(procedure, bees)
    order_equals(procedure, bees, (1, 0, 4), [other, mine])
    published_run(procedure)

    assert sentences(client, mine)[0][0] == (
        "Ostatnie zakwalifikowane dziecko ma tyle samo punktów. O kolejności zdecydowała komisja."
    )


def test_the_points_are_told_line_by_line(client, parent, procedure, bees):
    application = verified(procedure, bees, owner=parent, claims=("residence", "both-work"))
    make_claim(application, "large-family", verdict=Verdict.REJECTED)
    published_run(procedure)

    response = client.get(reverse("result", args=[application.public_id]))

    assert response.context["choices"][0]["breakdown"] == [
        ["Kryterium residence", "liczy się", "–"],
        ["Kryterium large-family", "komisja nie uznała", "0"],
        ["Kryterium both-work", "liczy się", "20"],
        ["Kryterium first-choice", "liczy się", "4"],
    ]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        *(
            (
                status,
                "Komisja nie zweryfikowała wniosku w terminie, więc nie brał on udziału w kwalifikacji.",
            )
            for status in (Status.FILED, Status.IN_VERIFICATION, Status.RETURNED)
        ),
        (
            Status.REJECTED,
            "Wniosek odrzucono z przyczyn formalnych, więc nie brał udziału w kwalifikacji.",
        ),
        (
            Status.WITHDRAWN,
            "Rodzina zrezygnowała z naboru, więc wniosek nie brał udziału w kwalifikacji.",
        ),
        (Status.DRAFT, "Wniosek nie został złożony, więc nie brał udziału w naborze."),
    ],
)
def test_an_application_that_took_no_part_is_told_so(
    client, parent, procedure, bees, status, sentence
):
    application = make_application(procedure, status=status, owner=parent, groups=[bees])
    published_run(procedure)

    response = client.get(reverse("result", args=[application.public_id]))

    assert response.context["sentence"] == sentence
    assert sentence in response.text


def test_number_of_queries_of_a_result_does_not_grow_with_choices(
    client, parent, procedure, bees, owls, django_assert_num_queries
):
    one = verified(procedure, bees, owner=parent)
    three = verified(procedure, bees, owls, make_group(), owner=parent, claims=())
    published_run(procedure)

    for application in (one, three):
        client.get(reverse("result", args=[application.public_id]))
        with django_assert_num_queries(8):
            client.get(reverse("result", args=[application.public_id]))


# --- what everybody may know ----------------------------------------------------------------------
def test_thresholds_hide_groups_of_fewer_than_three(procedure, bees, owls):
    Group.objects.filter(pk=bees.pk).update(places_total=5)
    Group.objects.filter(pk=owls.pk).update(places_total=2)
    for claims in (("residence", "large-family"), ("residence",), ()):
        verified(procedure, bees, claims=claims)
    for _ in range(2):
        verified(procedure, owls)
    published_run(procedure)

    assert thresholds(procedure) == [
        GroupThreshold(bees, 5, 3, Score(resident=False, statutory=0, municipal=4)),
        GroupThreshold(owls, 2, None, None),
    ]


def test_everybody_reads_the_thresholds_and_nobody_a_name(client, procedure, bees):
    Group.objects.filter(pk=bees.pk).update(places_total=3)
    for _ in range(3):
        verified(procedure, bees, surname="Sekretna")
    published_run(procedure)

    page = client.get(reverse("results_overview")).text

    assert "Miejsca: 3, zakwalifikowane dzieci: 3" in page
    assert f"Najniższe punkty, które dały miejsce: {RESIDENT.format(0, 4)}" in page
    assert "Sekretna" not in page


def test_a_small_group_is_told_without_its_number(client, procedure, bees):
    verified(procedure, bees)
    published_run(procedure)

    page = client.get(reverse("results_overview")).text

    assert "Miejsca: 1, zakwalifikowane dzieci: mniej niż 3" in page
    assert "samorządowe" not in page


def test_before_the_announcement_no_threshold_is_told(client, procedure, bees):
    for _ in range(3):
        verified(procedure, make_group(bees.institution, places_total=3))
    finished_run(procedure)

    page = client.get(reverse("results_overview")).text

    assert "Wyników jeszcze nie ogłoszono." in page
    assert "pkt" not in page


def test_an_empty_city_has_a_page_of_results(client):
    assert "Wyników jeszcze nie ogłoszono." in client.get(reverse("results_overview")).text


def test_decisions_are_recorded_once(procedure, bees):
    verified(procedure, bees)
    published_run(procedure)

    with pytest.raises(NotAllowed, match="już ogłoszone"):
        record_qualification(procedure=procedure, run_number=2, qualifications=[], now=NOW)

    assert (Decision.objects.count(), AllocationRun.objects.count()) == (1, 1)
    assert Application.objects.get().status == Status.VERIFIED
