"""Declarations of children who stay: entered from paper, withdrawn, counted, seen by few."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.html import strip_tags

from recruitment.applications.errors import NotAllowed
from recruitment.applications.identity import identity_key
from recruitment.applications.models import ListOpening
from recruitment.applications.models.written_once import WrittenOnceError
from recruitment.applications.values import ChildValues, PaperReceipt
from recruitment.continuations.models import ContinuationEvent, Done
from recruitment.continuations.services import (
    PaperDeclaration,
    enter_declaration,
    withdraw_declaration,
)
from recruitment.procedures.models import Continuation, Stage, StageCode
from recruitment.procedures.queries import offered_groups
from schools.models import StaffRole
from tests import factories
from tests.factories import DURING, STAGE_DATES, at
from tests.printing import needs_pango, needs_pdftotext, text_of_pdf
from tests.recruitment.verification.scene import PESEL, make_scene
from ui.qr import qr_svg

pytestmark = pytest.mark.django_db

LIST = "/placowka/deklaracje/"
NEW = "/placowka/deklaracja/nowa/"
OVERVIEW = "/urzad/deklaracje/"
NOW = at(2, 24, 10, 30)
LATE = DURING[StageCode.VERIFICATION]
LATE_REASON = {"arrival-late_because": "outage", "arrival-note": "Nie było prądu."}
STAYS = "Deklaracja tego dziecka jest już przyjęta."


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def clerk(scene):
    return factories.make_staff(scene.ours, StaffRole.CLERK, first_name="Ewa", last_name="Sroka")


def typed(scene, **changes):
    """A right page, with changes."""
    data = {
        "arrival-received_on_day": "23",
        "arrival-received_on_month": "2",
        "arrival-received_on_year": "2027",
        "arrival-received_time": "10:15",
        "place-group": scene.our_group.pk,
        "child-first_names": "Ola",
        "child-surname": "Ćwik",
        "child-pesel": PESEL,
        "child-has_statement": "no",
    }
    return {**data, **changes}


def errors(response) -> dict[str, list[str]]:
    return {
        form.add_prefix(name) if name != "__all__" else "page": [str(text) for text in texts]
        for form in response.context["forms"]
        for name, texts in form.errors.items()
    }


def text_of(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def history():
    """What was done, in which role, and why."""
    return list(ContinuationEvent.objects.values_list("done", "role", "reason"))


# --- entering ---------------------------------------------------------------------------------
@pytest.mark.parametrize("role", StaffRole)
def test_staff_enter_a_declaration_and_get_a_receipt(client, clock, scene, role):
    person = factories.make_staff(scene.ours, role)
    client.force_login(person)

    response = client.post(NEW, typed(scene), follow=True)

    declaration = Continuation.objects.get()
    assert (declaration.group, declaration.list_name, declaration.birth_on) == (
        scene.our_group,
        "Ćwik Ola",
        date(2022, 5, 17),
    )
    assert (declaration.received_at, declaration.late_because, declaration.late_note) == (
        at(2, 23, 10, 15),
        "",
        "",
    )
    assert declaration.identity_key == identity_key(pesel=PESEL)
    assert history() == [("entered", role, ""), ("opened", role, "")]
    address = f"{LIST}{declaration.public_id}/"
    assert response.redirect_chain == [(address, 302)]
    text = text_of(response)
    assert f"Numer: {declaration.number}" in text
    assert "Przyjęcie deklaracji 23 lutego 2027, godz. 10:15" in text
    assert PESEL not in response.text
    opens = "Kod QR, który otwiera tę deklarację w placówce"
    assert qr_svg(f"http://testserver{address}", opens) in response.text
    focused = re.search(r"<a [^>]*autofocus[^>]*>([^<]*)</a>", response.text)
    assert NEW in focused[0]


def test_child_who_stays_takes_a_place_until_the_declaration_is_withdrawn(client, clock, scene):
    client.force_login(scene.chair)

    def free():
        return offered_groups(scene.procedure).get(pk=scene.our_group.pk).free_places

    before = free()
    page = client.post(NEW, typed(scene)).url
    entered = free()
    client.post(f"{page}wycofanie/", {"reason": "Pismo rodziców z 24 lutego."})

    assert (before, entered, free()) == (25, 24, 25)


def test_child_without_a_pesel_is_recognised_by_its_document(client, clock, scene):
    client.force_login(scene.chair)
    document = {
        "child-pesel": "",
        "child-has_no_pesel": "on",
        "child-birth_on_day": "1",
        "child-birth_on_month": "2",
        "child-birth_on_year": "2022",
        "child-document_kind": "passport",
        "child-document_number": "FB 1",
    }

    client.post(NEW, typed(scene, **document))
    again = client.post(NEW, typed(scene, **{**document, "arrival-received_time": "11:00"}))

    assert Continuation.objects.get().birth_on == date(2022, 2, 1)
    assert errors(again) == {"child-document_number": [STAYS]}


def test_second_press_of_the_button_leads_to_the_first_receipt(client, clock, scene):
    client.force_login(scene.chair)
    first = client.post(NEW, typed(scene))

    second = client.post(NEW, typed(scene))

    assert second.url == first.url
    assert Continuation.objects.count() == 1


def test_child_that_stays_elsewhere_is_told_at_the_pesel(client, clock, scene):
    key = identity_key(pesel=PESEL)
    factories.make_continuation(scene.their_group, scene.procedure, identity_key=key)
    client.force_login(scene.chair)

    response = client.post(NEW, typed(scene))

    assert (response.status_code, errors(response)) == (422, {"child-pesel": [STAYS]})


def test_child_whose_declaration_was_withdrawn_may_declare_anew(client, clock, scene):
    key = identity_key(pesel=PESEL)
    factories.make_continuation(
        scene.their_group, scene.procedure, identity_key=key, withdrawn_at=at(2, 23)
    )
    client.force_login(scene.chair)

    client.post(NEW, typed(scene))

    assert Continuation.objects.standing().get().group == scene.our_group


def test_a_single_group_is_chosen_already(client, clock, scene):
    client.force_login(scene.chair)

    form = client.get(NEW).context["declaration"]

    assert form.place["group"].value() == scene.our_group.pk
    assert form.place.fields["group"].choices[1:] == [
        (scene.ours.name, [(scene.our_group.pk, "PM nr 1, Pszczółki, roczniki 2021–2024")])
    ]


WRONG = [
    (
        {"arrival-received_on_day": "25"},
        {
            "arrival-received_on": [
                "Data przyjęcia nie może być w przyszłości. Popraw dzień lub godzinę."
            ]
        },
    ),
    (
        {"arrival-received_on_day": "21"},
        {
            "arrival-received_on": [
                "Wtedy termin jeszcze się nie zaczął. Popraw dzień lub godzinę przyjęcia."
            ]
        },
    ),
    ({"arrival-received_time": ""}, {"arrival-received_time": ["Wpisz godzinę przyjęcia."]}),
    ({"place-group": ""}, {"place-group": ["Wybierz grupę."]}),
    ({"place-group": "999999"}, {"place-group": ["Wybierz grupę z listy."]}),
    ({"child-surname": ""}, {"child-surname": ["Wpisz nazwisko dziecka."]}),
    ({"child-has_statement": ""}, {"child-has_statement": ["Zaznacz, czy dziecko ma orzeczenie."]}),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG)
def test_wrong_input_is_told_at_its_field_and_everything_typed_is_kept(
    client, clock, scene, changes, expected
):
    client.force_login(scene.chair)
    data = typed(scene, **changes)

    response = client.post(NEW, data)

    assert (response.status_code, errors(response)) == (422, expected)
    assert Continuation.objects.count() == 0
    for form in response.context["forms"]:
        for name in form.fields:
            sent = data.get(form.add_prefix(name))
            if sent:
                assert str(form[name].value()) == str(sent)


def test_group_of_another_preschool_is_not_offered(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(NEW, typed(scene, **{"place-group": scene.their_group.pk}))

    assert errors(response) == {"place-group": ["Wybierz grupę z listy."]}


# --- when -------------------------------------------------------------------------------------
def test_declaration_brought_in_time_is_entered_late_with_a_reason(client, time_machine, scene):
    time_machine.move_to(LATE, tick=False)
    client.force_login(scene.chair)

    without = client.post(NEW, typed(scene))
    client.post(NEW, typed(scene, **LATE_REASON))

    assert errors(without) == {
        "arrival-late_because": ["Termin już minął. Wybierz, dlaczego wprowadzasz to teraz."],
        "arrival-note": ["Termin już minął. Napisz, co się stało."],
    }
    declaration = Continuation.objects.get()
    assert (declaration.late_because, declaration.late_note) == ("outage", "Nie było prądu.")


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (at(2, 22, 7, 59), "Składanie deklaracji jeszcze się nie zaczęło."),
        (
            STAGE_DATES[StageCode.VERIFICATION][1],
            "Weryfikacja wniosków się skończyła. Deklaracje można tylko przeglądać.",
        ),
    ],
)
def test_page_is_closed_before_and_after(client, time_machine, scene, now, sentence):
    time_machine.move_to(now, tick=False)
    client.force_login(scene.chair)

    led = client.get(NEW, follow=True)
    sent = client.post(NEW, typed(scene))

    assert led.redirect_chain == [(LIST, 302)]
    assert [str(message) for message in led.context["messages"]] == [sentence]
    assert (sent.status_code, errors(sent)) == (422, {"page": [sentence]})


def test_page_without_dates_of_the_office_is_closed(client, clock, scene):
    Stage.objects.all().delete()
    client.force_login(scene.chair)

    response = client.get(NEW, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Urząd nie podał jeszcze terminów deklaracji i weryfikacji wniosków."
    ]


# --- withdrawing ------------------------------------------------------------------------------
def test_clerk_withdraws_a_declaration_with_a_reason(client, clock, scene, clerk):
    declaration = factories.make_continuation(scene.our_group, scene.procedure)
    client.force_login(clerk)
    page = f"{LIST}{declaration.public_id}/"

    without = client.post(f"{page}wycofanie/", {"reason": " "})
    response = client.post(
        f"{page}wycofanie/", {"reason": "Pismo rodziców z 24 lutego."}, follow=True
    )

    assert without.status_code == 422
    declaration.refresh_from_db()
    assert declaration.withdrawn_at == NOW
    assert ("withdrawn", "clerk", "Pismo rodziców z 24 lutego.") in history()
    assert response.redirect_chain == [(page, 302)]
    text = text_of(response)
    assert "Deklaracja jest wycofana" in text
    assert "wycofano deklarację, Ewa Sroka, sekretariat" in text
    assert "<svg" not in response.text
    assert client.get(f"{page}potwierdzenie.pdf").status_code == 404


def test_declaration_is_withdrawn_once(client, clock, scene):
    declaration = factories.make_continuation(
        scene.our_group, scene.procedure, withdrawn_at=at(2, 23)
    )
    client.force_login(scene.chair)

    response = client.post(
        f"{LIST}{declaration.public_id}/wycofanie/", {"reason": "Pismo."}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == [
        "Ta deklaracja jest już wycofana."
    ]
    assert [done for done, _role, _reason in history()] == ["opened"]


# --- who --------------------------------------------------------------------------------------
def test_list_shows_own_children_in_polish_order_and_records_how_many(client, clock, scene, clerk):
    for surname in ("Żak", "Ćwik", "Cis"):
        factories.make_continuation(scene.our_group, scene.procedure, surname=surname)
    factories.make_continuation(scene.their_group, scene.procedure, surname="Obcy")
    client.force_login(clerk)

    response = client.get(LIST)
    found = client.get(LIST, {"q": "cwik"})

    assert [one.surname for one in response.context["page"]] == ["Cis", "Ćwik", "Żak"]
    assert [one.surname for one in found.context["page"]] == ["Ćwik"]
    assert list(ListOpening.objects.values_list("what", "filters", "number_of_children")) == [
        ("continuations", "", 3),
        ("continuations", "q", 1),
    ]


def test_preschool_without_groups_of_this_year_has_an_empty_list(client, clock, scene):
    client.force_login(factories.make_staff(factories.make_institution()))

    response = client.get(LIST)

    assert (response.status_code, list(response.context["page"])) == (200, [])


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_follow_the_number_of_children(
    client, clock, scene, clerk, number, django_assert_num_queries
):
    for _child in range(number):
        factories.make_continuation(scene.our_group, scene.procedure)
    client.force_login(clerk)

    with django_assert_num_queries(14):
        client.get(LIST)


def test_declaration_does_not_exist_for_others(client, clock, scene):
    declaration = factories.make_continuation(scene.our_group, scene.procedure)
    pages = [
        f"{LIST}{declaration.public_id}/{page}" for page in ("", "potwierdzenie.pdf", "wycofanie/")
    ]

    for person in (
        factories.make_staff(scene.theirs),
        factories.make_office_worker(),
        factories.make_user(),
    ):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        assert client.post(pages[2], {"reason": "Pismo."}).status_code == 404

    assert history() == []


def test_office_sees_how_many_and_no_child(client, clock, scene):
    factories.make_continuation(scene.our_group, scene.procedure, surname="Żuraw")
    factories.make_continuation(
        scene.our_group, scene.procedure, surname="Żuraw", withdrawn_at=at(2, 23)
    )
    client.force_login(factories.make_office_worker())

    response = client.get(OVERVIEW)

    assert [
        (group.name, group.continuing, group.withdrawn, group.free_places)
        for group in response.context["groups"]
    ] == [("Pszczółki", 1, 1, 24), ("Motylki", 0, 0, 25)]
    assert "Żuraw" not in response.text
    client.force_login(scene.chair)
    assert client.get(OVERVIEW).status_code == 404


@needs_pango
@needs_pdftotext
def test_receipt_is_printed(client, clock, scene):
    client.force_login(scene.chair)
    page = client.post(NEW, typed(scene)).url

    response = client.get(f"{page}potwierdzenie.pdf")

    text = text_of_pdf(response.content)
    for told in (Continuation.objects.get().number, "Ola Ćwik", "23 lutego 2027, godz. 10:15"):
        assert told in text
    assert PESEL not in text


# --- the service and the database -------------------------------------------------------------
def paper(scene, **changes):
    fields = {
        "receipt": PaperReceipt(at(2, 23, 10, 15)),
        "child": ChildValues("Ola", "Ćwik", date(2022, 5, 17), has_statement=False, pesel=PESEL),
        "group": scene.our_group,
    }
    return PaperDeclaration(**{**fields, **changes})


def enter(scene, the_paper, *, actor=None, now=NOW):
    return enter_declaration(
        procedure=scene.procedure, paper=the_paper, actor=actor or scene.chair, now=now
    )


@pytest.mark.parametrize("make_person", [factories.make_user, factories.make_office_worker])
def test_service_refuses_who_works_in_no_institution(scene, make_person):
    with pytest.raises(NotAllowed):
        enter(scene, paper(scene), actor=make_person())

    assert Continuation.objects.count() == 0


def test_service_refuses_a_group_of_another_preschool(scene):
    with pytest.raises(NotAllowed):
        enter(scene, paper(scene, group=scene.their_group))

    assert Continuation.objects.count() == 0


@pytest.mark.parametrize("received_at", [at(2, 22, 7, 59), at(2, 24, 10, 31), at(2, 26, 16)])
def test_service_refuses_a_wrong_time_of_receipt(scene, received_at):
    with pytest.raises(ValidationError):
        enter(scene, paper(scene, receipt=PaperReceipt(received_at, "post", "List.")))

    assert Continuation.objects.count() == 0


def test_service_refuses_to_withdraw_for_another_preschool_and_after_the_announcement(scene):
    declaration = enter(scene, paper(scene))

    with pytest.raises(NotAllowed):
        withdraw_declaration(
            declaration=declaration,
            reason="Pismo.",
            actor=factories.make_staff(scene.theirs),
            now=NOW,
        )
    scene.procedure.published_at, scene.procedure.published_run_number = LATE, 1
    scene.procedure.save()
    with pytest.raises(NotAllowed):
        withdraw_declaration(declaration=declaration, reason="Pismo.", actor=scene.chair, now=LATE)

    declaration.refresh_from_db()
    assert declaration.withdrawn_at is None


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"identity_key": ""}, "continuation_of_a_known_child"),
        ({"late_because": "outage"}, "continuation_late_reason_whole"),
        ({"late_note": "List."}, "continuation_late_reason_whole"),
        ({"withdrawn_at": at(2, 1)}, "continuation_withdrawn_after_received"),
    ],
)
def test_the_database_keeps_a_declaration_whole(scene, changes, broken):
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        factories.make_continuation(scene.our_group, scene.procedure, **changes)


def test_the_database_lets_a_child_stay_in_one_place(scene):
    factories.make_continuation(scene.our_group, scene.procedure, identity_key="k")

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_continuation(scene.their_group, scene.procedure, identity_key="k")


def test_neither_code_nor_the_database_changes_the_history(scene):
    enter(scene, paper(scene))

    with pytest.raises(WrittenOnceError):
        ContinuationEvent.objects.update(done=Done.OPENED)
    with (
        pytest.raises(IntegrityError, match="A history is only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE continuations_continuationevent SET id = id + 1")

    assert history() == [("entered", "chair", "")]


def test_the_history_goes_with_its_declaration(scene):
    enter(scene, paper(scene)).delete()

    assert ContinuationEvent.objects.count() == 0


def test_a_withdrawal_has_a_reason_in_the_database(scene):
    declaration = enter(scene, paper(scene))

    with pytest.raises(IntegrityError), transaction.atomic():
        ContinuationEvent.objects.create(
            continuation=declaration,
            happened_at=NOW,
            actor=scene.chair,
            role=StaffRole.COMMITTEE_CHAIR,
            done=Done.WITHDRAWN,
        )
