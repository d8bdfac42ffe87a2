"""Verdicts with a reason of the library, with a document that was only looked at, and their history."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from recruitment.applications.models import CaseEvent, Claim, Verdict
from recruitment.applications.workflow import Status, Verb
from recruitment.procedures.models import StageCode
from recruitment.verification.services.decisions import ClaimDecision, decide_claims, hand_back
from tests.factories import DURING
from tests.recruitment.verification.scene import last_event, make_scene

pytestmark = pytest.mark.django_db

NOW = DURING[StageCode.VERIFICATION]
EXPIRED = "Przedstawiony dokument stracił ważność."


@pytest.fixture
def scene():
    return make_scene()


def decide(scene, application, verdict, reason="", **more):
    return decide_claims(
        application=application,
        decisions=[ClaimDecision(application.claims.get().pk, verdict, reason, **more)],
        actor=scene.chair,
        now=NOW,
        seen_event=last_event(application),
    )


def kept(application):
    return Claim.objects.filter(application=application).values_list(
        "verdict", "is_seen_only", "reason", "reason_code", "reason_version"
    )[0]


def decisions_in_history(application):
    events = CaseEvent.objects.filter(application=application, verb=Verb.CLAIM_DECIDED)
    return list(events.order_by("pk").values_list("detail", "reason", "earlier_reason"))


def test_refusal_keeps_the_code_the_version_and_the_words_of_its_reason(scene):
    application = scene.application(claims=["large-family"])

    decide(scene, application, Verdict.REJECTED, " W maju. ", reason_code="expired")

    assert kept(application) == ("rejected", False, f"{EXPIRED} W maju.", "expired", 1)


def test_history_keeps_the_reason_of_the_verdict_that_is_replaced(scene):
    application = scene.application(claims=["large-family"])
    decide(scene, application, Verdict.REJECTED, "W maju.", reason_code="expired")

    decide(scene, application, Verdict.REJECTED, "Brak podpisu.")
    decide(scene, application, Verdict.ACCEPTED)

    name = "Kryterium large-family"
    assert kept(application) == ("accepted", False, "", "", None)
    assert decisions_in_history(application) == [
        (f"{name}: do sprawdzenia → nie uznano", f"{EXPIRED} W maju.", ""),
        (f"{name}: nie uznano, inny powód", "Brak podpisu.", f"{EXPIRED} W maju."),
        (f"{name}: nie uznano → uznano", "", "Brak podpisu."),
    ]


def test_document_that_was_only_looked_at_is_on_record(scene):
    application = scene.application(claims=["large-family"])

    first = decide(scene, application, Verdict.ACCEPTED, is_seen_only=True)
    again = decide(scene, application, Verdict.ACCEPTED, is_seen_only=True)
    plain = decide(scene, application, Verdict.ACCEPTED)

    seen = "uznano (dokument obejrzano, kopii nie zachowano)"
    assert (first, again, plain) == (1, 0, 1)
    assert decisions_in_history(application) == [
        (f"Kryterium large-family: do sprawdzenia → {seen}", "", ""),
        (f"Kryterium large-family: {seen} → uznano", "", ""),
    ]


def test_the_same_reason_again_is_nothing_new(scene):
    application = scene.application(claims=["large-family"])
    decide(scene, application, Verdict.REJECTED, "W maju.", reason_code="expired")

    assert decide(scene, application, Verdict.REJECTED, "W maju.", reason_code="expired") == 0


@pytest.mark.parametrize(
    ("verdict", "reason", "code", "message"),
    [
        (
            Verdict.TO_COMPLETE,
            "",
            "expired",
            "Wybierz z listy powód, który pasuje do oceny.",
        ),
        (
            Verdict.REJECTED,
            "x" * 480,
            "expired",
            "Skróć tekst do 500 znaków. Teraz ma ich 520.",
        ),
    ],
)
def test_reason_must_belong_to_the_verdict_and_fit(scene, verdict, reason, code, message):
    application = scene.application(claims=["large-family"])

    with pytest.raises(ValidationError) as refusal:
        decide(scene, application, verdict, reason, reason_code=code)

    assert refusal.value.messages == [message]
    assert kept(application) == ("pending", False, "", "", None)


def test_handing_back_keeps_the_words_of_a_refusal_as_what_is_to_be_completed(scene, time_machine):
    moment = DURING[StageCode.APPLICATION]
    application = scene.application(claims=["large-family"])
    decide_claims(
        application=application,
        decisions=[ClaimDecision(application.claims.get().pk, Verdict.REJECTED, "", "no_document")],
        actor=scene.chair,
        now=moment,
        seen_event=last_event(application),
    )

    hand_back(
        application=application,
        reason="Popraw adres.",
        actor=scene.chair,
        now=moment,
        seen_event=last_event(application),
    )

    said = "Nie przedstawiono dokumentu, który potwierdza kryterium."
    assert kept(application) == ("to_complete", False, said, "", None)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_seen_only": True},
        {"reason_code": "expired"},
        {"reason_version": 1},
    ],
)
def test_database_refuses_half_a_verdict(scene, columns):
    application = scene.application(claims=["large-family"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(application=application).update(**columns)


def test_form_comes_back_with_the_chosen_reason_and_the_own_words(client, scene, time_machine):
    time_machine.move_to(NOW, tick=False)
    application = scene.application(claims=["large-family"])
    decide(scene, application, Verdict.REJECTED, "W maju.", reason_code="expired")
    client.force_login(scene.chair)

    [form] = client.get(reverse("case", args=[application.public_id])).context["forms"]

    assert (form["verdict"].value(), form["reason_code"].value(), form["reason"].value()) == (
        "rejected",
        "expired",
        "W maju.",
    )


def test_family_reads_the_whole_reason_and_until_when_to_complete(client, scene, time_machine):
    time_machine.move_to(NOW, tick=False)
    application = scene.application(
        Status.RETURNED, claims=["large-family"], verdict=Verdict.TO_COMPLETE
    )
    Claim.objects.filter(application=application).update(
        reason="Trzeba podpisać oświadczenie. Obie strony.",
        reason_code="sign_statement",
        reason_version=1,
    )
    application.completion_due_on = date(2027, 3, 20)
    application.save()
    client.force_login(application.owner)

    page = client.get(reverse("application", args=[application.public_id])).text

    assert "Trzeba podpisać oświadczenie. Obie strony." in page
    assert "<strong>20 marca 2027</strong>" in page
