"""What the committee does with an application: each step, its record, and its refusals."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Channel, Verdict
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from recruitment.verification.services.decisions import (
    ClaimDecision,
    decide_claims,
    mark_verified,
    reject,
    return_for_completion,
    unlock,
)
from schools.models import StaffRole
from tests import factories
from tests.factories import DURING
from tests.recruitment.verification.scene import history, last_event, make_scene, verdicts

pytestmark = pytest.mark.django_db

NOW = DURING[StageCode.VERIFICATION]
DUE_ON = date(2027, 3, 25)
CHANGED = "Ktoś przed chwilą zmienił ten wniosek. Nic nie zapisano. Odśwież stronę i sprawdź."
STARTED = ("verification_started", "committee", "", "")
RESUMED = ("resumed", "committee", "", "")


def decide(scene, application, *decisions, seen_event=None):
    return decide_claims(
        application=application,
        decisions=[
            ClaimDecision(application.claims.get(criterion__code=code).pk, verdict, reason)
            for code, verdict, reason in decisions
        ],
        actor=scene.chair,
        now=NOW,
        seen_event=last_event(application) if seen_event is None else seen_event,
    )


def step(service, scene, application, **fields):
    return service(
        application=application,
        actor=scene.chair,
        now=NOW,
        seen_event=last_event(application),
        **fields,
    )


def test_first_verdict_starts_the_verification_and_records_who_decided():
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])

    number = decide(
        scene,
        application,
        ("large-family", Verdict.ACCEPTED, ""),
        ("both-work", Verdict.REJECTED, " Brak zaświadczenia. "),
    )

    application.refresh_from_db()
    decided = application.claims.first()
    assert number == 2
    assert application.status == Status.IN_VERIFICATION
    assert verdicts(application) == [
        ("large-family", "accepted", ""),
        ("both-work", "rejected", "Brak zaświadczenia."),
    ]
    assert (decided.decided_at, decided.decided_by) == (NOW, scene.chair)
    assert history(application) == [
        STARTED,
        ("claim_decided", "committee", "Kryterium large-family: do sprawdzenia → uznano", ""),
        (
            "claim_decided",
            "committee",
            "Kryterium both-work: do sprawdzenia → nie uznano",
            "Brak zaświadczenia.",
        ),
    ]


def test_verdict_that_stays_the_same_is_not_written_again():
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])
    decide(scene, application, ("large-family", Verdict.ACCEPTED, ""))
    before = history(application)

    number = decide(scene, application, ("large-family", Verdict.ACCEPTED, "bez znaczenia"))

    assert number == 0
    assert history(application) == before


def test_deciding_nothing_starts_nothing():
    scene = make_scene()
    application = scene.application(claims=["large-family"])

    number = decide(scene, application)

    application.refresh_from_db()
    assert (number, application.status, history(application)) == (0, Status.FILED, [])


def test_reason_goes_when_the_claim_is_accepted_after_all():
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    decide(scene, application, ("large-family", Verdict.TO_COMPLETE, "Brak oświadczenia."))

    decide(scene, application, ("large-family", Verdict.ACCEPTED, "Brak oświadczenia."))

    assert verdicts(application) == [("large-family", "accepted", "")]


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (Verdict.REJECTED, "Napisz, dlaczego kryterium nie jest uznane."),
        (Verdict.TO_COMPLETE, "Napisz, co trzeba uzupełnić."),
    ],
)
def test_claim_is_not_refused_without_a_reason(verdict, message):
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])

    with pytest.raises(ValidationError) as refusal:
        decide(
            scene,
            application,
            ("both-work", Verdict.ACCEPTED, ""),
            ("large-family", verdict, "  "),
        )

    application.refresh_from_db()
    assert refusal.value.messages == [message]
    assert application.status == Status.FILED
    assert verdicts(application) == [("large-family", "pending", ""), ("both-work", "pending", "")]


def test_verdict_on_a_returned_application_resumes_its_verification():
    scene = make_scene()
    application = scene.application(
        Status.RETURNED, claims=["large-family"], verdict=Verdict.TO_COMPLETE
    )

    decide(scene, application, ("large-family", Verdict.ACCEPTED, ""))

    application.refresh_from_db()
    assert application.status == Status.IN_VERIFICATION
    assert history(application) == [
        RESUMED,
        ("claim_decided", "committee", "Kryterium large-family: do uzupełnienia → uznano", ""),
    ]


def test_history_names_the_institution_of_a_claim():
    scene = make_scene()
    application = scene.application(claims=[("sibling", scene.theirs)])

    decide(scene, application, ("sibling", Verdict.ACCEPTED, ""))

    assert history(application)[-1][2] == "Kryterium sibling – PM nr 2: do sprawdzenia → uznano"


def test_long_name_of_a_criterion_is_shortened_in_the_history():
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    criterion = application.claims.get().criterion
    criterion.name = "Ż" * 300
    criterion.save()

    decide(scene, application, ("large-family", Verdict.ACCEPTED, ""))

    detail = history(application)[-1][2]
    assert (len(detail), detail[-10:]) == (200, "…: do sprawdzenia → uznano"[-10:])


def test_verified_application_takes_part():
    scene = make_scene()
    application = scene.application(
        Status.IN_VERIFICATION, claims=["large-family"], verdict=Verdict.ACCEPTED
    )

    step(mark_verified, scene, application)

    application.refresh_from_db()
    assert application.status == Status.VERIFIED
    assert history(application) == [("verified", "committee", "", "")]


def test_application_without_claims_is_verified_in_one_step():
    scene = make_scene()
    application = scene.application()

    step(mark_verified, scene, application)

    application.refresh_from_db()
    assert application.status == Status.VERIFIED
    assert history(application) == [STARTED, ("verified", "committee", "", "")]


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.TO_COMPLETE])
def test_application_with_an_open_claim_is_not_verified(verdict):
    scene = make_scene()
    application = scene.application(
        Status.IN_VERIFICATION, claims=["large-family"], verdict=verdict
    )

    with pytest.raises(NotAllowed, match=r"^Najpierw"):
        step(mark_verified, scene, application)

    application.refresh_from_db()
    assert (application.status, history(application)) == (Status.IN_VERIFICATION, [])


def test_family_is_asked_to_complete_by_a_message_without_the_childs_data(
    django_capture_on_commit_callbacks,
):
    scene = make_scene()
    owner = factories.make_user("rodzic@example.org")
    application = scene.application(
        Status.IN_VERIFICATION, claims=["large-family"], verdict=Verdict.TO_COMPLETE, owner=owner
    )

    with django_capture_on_commit_callbacks(execute=True):
        step(return_for_completion, scene, application, due_on=DUE_ON)

    application.refresh_from_db()
    assert application.status == Status.RETURNED
    assert history(application) == [("returned", "committee", "termin: 25 marca 2027", "")]
    [message] = mail.outbox
    assert message.to == ["rodzic@example.org"]
    assert message.subject == f"Wniosek {application.number}: ważna wiadomość od komisji"
    assert "Termin uzupełnienia: 25 marca 2027." in message.body
    for secret in ("Zofia", "Kowalska", application.candidate.pesel, "zaświadczenia"):
        assert secret not in message.subject + message.body


def test_family_of_a_paper_application_gets_no_message(django_capture_on_commit_callbacks):
    scene = make_scene()
    application = scene.application(
        Status.IN_VERIFICATION,
        claims=["large-family"],
        verdict=Verdict.TO_COMPLETE,
        channel=Channel.PAPER,
    )

    with django_capture_on_commit_callbacks(execute=True):
        step(return_for_completion, scene, application, due_on=DUE_ON)

    application.refresh_from_db()
    assert (application.status, mail.outbox) == (Status.RETURNED, [])


@pytest.mark.parametrize(
    ("status", "before"),
    [(Status.FILED, [STARTED]), (Status.IN_VERIFICATION, []), (Status.RETURNED, [RESUMED])],
)
def test_application_is_rejected_for_a_formal_reason(
    status, before, django_capture_on_commit_callbacks
):
    scene = make_scene()
    owner = factories.make_user("rodzic@example.org")
    application = scene.application(status, owner=owner)

    with django_capture_on_commit_callbacks(execute=True):
        step(reject, scene, application, reason="Brak podpisu.")

    application.refresh_from_db()
    assert application.status == Status.REJECTED
    assert history(application) == [*before, ("rejected", "committee", "", "Brak podpisu.")]
    [message] = mail.outbox
    assert message.to == ["rodzic@example.org"]
    for secret in ("Zofia", "Kowalska", application.candidate.pesel, "podpisu"):
        assert secret not in message.subject + message.body


def test_verified_application_goes_back_to_verification_with_a_reason():
    scene = make_scene()
    application = scene.application(Status.VERIFIED, claims=["large-family"])

    step(unlock, scene, application, reason="Pomyłka w ocenie.")

    application.refresh_from_db()
    assert application.status == Status.IN_VERIFICATION
    assert history(application) == [("unlocked", "committee", "", "Pomyłka w ocenie.")]
    assert verdicts(application) == [("large-family", "accepted", "")]


STEPS = [
    (mark_verified, Status.FILED, {}),
    (return_for_completion, Status.IN_VERIFICATION, {"due_on": DUE_ON}),
    (reject, Status.FILED, {"reason": "Brak podpisu."}),
    (unlock, Status.VERIFIED, {"reason": "Pomyłka."}),
    (decide_claims, Status.FILED, {"decisions": []}),
]


@pytest.mark.parametrize(("service", "status", "fields"), STEPS)
def test_nobody_overwrites_what_another_person_has_just_done(service, status, fields):
    scene = make_scene()
    application = scene.application(status, claims=["large-family"])
    seen_event = last_event(application)
    application.events.create(
        happened_at=NOW, actor=scene.chair, actor_role="committee", verb="claim_decided"
    )

    with pytest.raises(NotAllowed) as refusal:
        service(
            application=application, actor=scene.chair, now=NOW, seen_event=seen_event, **fields
        )

    application.refresh_from_db()
    assert (refusal.value.reason, application.status) == (CHANGED, status)


@pytest.mark.parametrize(("service", "status", "fields"), STEPS)
def test_clerk_takes_no_step_of_the_committee(service, status, fields):
    scene = make_scene()
    clerk = factories.make_staff(scene.ours, StaffRole.CLERK)
    application = scene.application(status, claims=["large-family"])

    with pytest.raises(NotAllowed, match=r"^Sekretariat"):
        service(
            application=application,
            actor=clerk,
            now=NOW,
            seen_event=last_event(application),
            **fields,
        )

    application.refresh_from_db()
    assert (application.status, history(application)) == (status, [])
