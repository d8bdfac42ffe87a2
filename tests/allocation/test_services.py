"""A whole round with the real engine: run, tie, the committee's word, run again, announce."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from allocation.execution import execute
from allocation.models import HEARTBEAT_LIMIT, AllocationRun, RunStatus, SecondOpinion, TieDecision
from allocation.permissions import check_can_publish
from allocation.services import (
    CommitteeOrder,
    publish_run,
    record_tie_decision,
    start_run,
)
from allocation.ties import OpenTie
from recruitment.applications.canonical import sha256_of
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Claim
from recruitment.applications.workflow import Status
from recruitment.decisions.models import ChoiceDecision, Decision
from recruitment.procedures.models import Procedure, Stage, StageCode
from schools.models import Group
from tests.allocation.rounds import finished_run, make_run, order_equals, verified
from tests.factories import (
    NOW,
    make_application,
    make_criteria,
    make_group,
    make_institution,
    make_office_worker,
    make_procedure,
    make_user,
)

pytestmark = pytest.mark.django_db

OTHER_ACTIVE = "Inny przydział jeszcze trwa. Poczekaj, aż się zakończy."


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


@pytest.fixture
def office():
    return make_office_worker()


@pytest.fixture
def bees():
    return make_group(make_institution("pm1"), "pszczolki", places_total=1)


@pytest.fixture
def owls():
    return make_group(make_institution("pm2"), "sowki", places_total=1)


def order_of(*applications, reason="Mama jednego z dzieci choruje.", on=date(2027, 3, 5)):
    return CommitteeOrder(tuple(child.number for child in applications), reason, on)


def placements(run):
    return {
        placement.application: (placement.group and placement.group.code, placement.position)
        for placement in run.placements.select_related("application", "group")
    }


# --- starting -----------------------------------------------------------------------------------
def test_runs_are_numbered_in_a_procedure(procedure, office):
    make_run(make_procedure(slug="inny", school_year="2026/2027"), number=7)
    make_run(procedure, number=1)

    run = start_run(procedure=procedure, actor=office, now=NOW)

    assert (run.number, run.status, run.created_by) == (2, RunStatus.QUEUED, office)


def test_a_run_starts_only_with_the_unverified_applications_acknowledged(procedure, office):
    for status in (Status.FILED, Status.IN_VERIFICATION, Status.VERIFIED, Status.DRAFT):
        make_application(procedure, status=status)

    with pytest.raises(NotAllowed) as refusal:
        start_run(procedure=procedure, actor=office, now=NOW, acknowledged=1)
    run = start_run(procedure=procedure, actor=office, now=NOW, acknowledged=2)

    assert refusal.value.reason == ("Wnioski niezweryfikowane: 2. Potwierdź, że nie biorą udziału.")
    assert (run.number, run.created_by, run.unverified_at_start) == (1, office, 2)


def test_a_started_run_is_carried_out_after_the_commit(
    procedure, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(procedure=procedure, actor=office, now=NOW)

    run.refresh_from_db()
    assert (run.status, run.failure) == (RunStatus.DONE, "")


def test_only_the_office_starts_a_run(procedure):
    with pytest.raises(NotAllowed, match="Przydział prowadzi wydział edukacji"):
        start_run(procedure=procedure, actor=make_user(), now=NOW)


def test_a_run_waits_for_the_end_of_taking_applications(office):
    procedure = make_procedure(during=StageCode.APPLICATION)

    with pytest.raises(NotAllowed, match="po zakończeniu składania wniosków"):
        start_run(procedure=procedure, actor=office, now=NOW)


def test_a_simulation_is_possible_during_verification(office):
    procedure = make_procedure(during=StageCode.VERIFICATION)

    assert start_run(procedure=procedure, actor=office, now=NOW).number == 1


@pytest.mark.parametrize("status", [RunStatus.QUEUED, RunStatus.RUNNING])
def test_one_run_at_a_time(procedure, office, status):
    make_run(procedure, status=status, heartbeat_at=NOW)

    with pytest.raises(NotAllowed) as refusal:
        start_run(procedure=procedure, actor=office, now=NOW)

    assert refusal.value.reason == OTHER_ACTIVE


def test_the_database_refuses_a_second_active_run(procedure):
    make_run(procedure, status=RunStatus.QUEUED)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_run(procedure, status=RunStatus.RUNNING)


@pytest.mark.parametrize("status", [RunStatus.QUEUED, RunStatus.RUNNING])
def test_a_run_whose_worker_fell_silent_is_closed_by_the_next_one(procedure, office, status):
    silent = make_run(
        procedure,
        status=status,
        now=NOW - timedelta(hours=1),
        heartbeat_at=NOW - HEARTBEAT_LIMIT - timedelta(seconds=1),
    )

    run = start_run(procedure=procedure, actor=office, now=NOW)

    silent.refresh_from_db()
    assert (silent.status, silent.failure, run.number) == (
        RunStatus.FAILED,
        "Przydział został przerwany, bo program w tle przestał odpowiadać.",
        2,
    )


def test_a_run_with_a_recent_sign_of_life_is_not_stale(procedure):
    run = make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=NOW - HEARTBEAT_LIMIT)

    assert not run.is_stale(NOW)
    assert run.is_stale(NOW + timedelta(seconds=1))


# --- carrying out -------------------------------------------------------------------------------
def test_a_finished_run_holds_the_question_the_answer_and_the_proposals(
    procedure, office, bees, owls
):
    anna = verified(procedure, bees, owls, claims=("residence", "large-family"))
    bartek = verified(procedure, bees, owls)
    celina = verified(procedure, owls, claims=())

    run = finished_run(procedure)

    assert placements(run) == {anna: ("pszczolki", 1), bartek: ("sowki", 2), celina: (None, None)}
    assert (run.status, run.violations, run.second_opinion, run.number_of_ties) == (
        RunStatus.DONE,
        [],
        SecondOpinion.AGREES,
        0,
    )
    assert (run.progress_done, run.progress_total, run.finished_at) == (6, 6, NOW)


def test_the_same_data_give_the_same_texts(procedure, office, bees):
    verified(procedure, bees)

    first, second = finished_run(procedure), finished_run(procedure)

    assert (first.problem, first.result) == (second.problem, second.result)
    assert len({first.problem_sha256, second.problem_sha256}) == 1


def test_carrying_out_twice_changes_nothing(procedure, office, bees):
    verified(procedure, bees)
    run = finished_run(procedure)

    execute(run.pk, clock=lambda: NOW + timedelta(hours=1))

    again = AllocationRun.objects.get(pk=run.pk)
    assert (again.finished_at, again.placements.count()) == (NOW, 1)


def test_a_worker_that_was_given_up_stores_nothing(procedure, office, bees):
    verified(procedure, bees)
    run = start_run(procedure=procedure, actor=office, now=NOW)
    signs_of_life = iter([NOW, NOW])

    def clock():
        now = next(signs_of_life, None)
        if now is None:
            AllocationRun.objects.filter(pk=run.pk).update(
                status=RunStatus.FAILED, failure="Przerwany."
            )
        return now or NOW

    execute(run.pk, clock=clock)

    run.refresh_from_db()
    assert (run.status, run.failure, run.result, run.placements.count()) == (
        RunStatus.FAILED,
        "Przerwany.",
        "",
        0,
    )


def test_equal_points_under_the_strict_rule_fail_with_a_sentence(office, bees):
    procedure = make_procedure(during=StageCode.ALLOCATION, tie_rule="strict")
    make_criteria(procedure)
    numbers = sorted(verified(procedure, bees).number for _ in range(2))

    run = finished_run(procedure)

    assert (run.status, run.failure, run.placements.count()) == (
        RunStatus.FAILED,
        "Dzieci mają równe punkty na granicy, a zasady naboru tego nie dopuszczają. "
        f"Grupa: {bees.institution}, {bees}. Wnioski: {numbers[0]}, {numbers[1]}.",
        0,
    )


def test_of_many_equal_children_ten_are_named(office):
    procedure = make_procedure(during=StageCode.ALLOCATION, tie_rule="strict")
    make_criteria(procedure)
    group = make_group(
        make_institution("pm1", short_name="P" * 40), "pszczolki", name="G" * 120, places_total=1
    )
    numbers = sorted(verified(procedure, group).number for _ in range(13))

    failure = finished_run(procedure).failure

    assert failure.endswith(f"Wnioski: {', '.join(numbers[:10])} i jeszcze 3.")
    assert len(failure) <= AllocationRun._meta.get_field("failure").max_length


def test_why_a_run_failed_is_kept_in_polish(procedure, office, bees):
    verified(procedure, bees)
    lost = make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=NOW - timedelta(days=1))
    Group.objects.update(school_year="1999/2000")

    with translation.override("en"):
        failed = finished_run(procedure)

    lost.refresh_from_db()
    assert lost.failure == "Przydział został przerwany, bo program w tle przestał odpowiadać."
    assert failed.failure.startswith("Program napotkał błąd.")


def test_a_mistake_of_the_program_is_logged_without_names_and_told_plainly(
    procedure, office, bees, caplog
):
    verified(procedure, bees)
    Group.objects.update(school_year="1999/2000")

    run = finished_run(procedure)

    assert run.status == RunStatus.FAILED
    assert run.failure.startswith("Program napotkał błąd.")
    assert "failed" in caplog.text
    assert "Kowalska" not in caplog.text


# --- ties ---------------------------------------------------------------------------------------
def test_a_round_with_a_tie_ends_with_the_order_of_the_committee(procedure, office, bees, owls):
    anna, bartek = verified(procedure, bees, owls), verified(procedure, bees)
    first = finished_run(procedure)
    tie = OpenTie("pszczolki", 1, (1, 0, 4), tuple(sorted([anna.number, bartek.number])), False)
    assert first.open_ties == [tie.to_json()]
    assert placements(first) == {anna: ("sowki", 2), bartek: (None, None)}

    record_tie_decision(run=first, tie=tie, order=order_of(bartek, anna), actor=office, now=NOW)
    second = finished_run(procedure)
    publish_run(run=second, actor=office, now=NOW)

    assert (second.number_of_ties, second.open_ties) == (0, [])
    assert placements(second) == {anna: ("sowki", 2), bartek: ("pszczolki", 1)}
    assert {
        decision.application: (decision.group.code, decision.position, decision.run_number)
        for decision in Decision.objects.select_related("application", "group")
    } == {anna: ("sowki", 2, 2), bartek: ("pszczolki", 1, 2)}


def test_a_newcomer_among_ordered_children_opens_the_tie_again(procedure, office, bees):
    anna, bartek = verified(procedure, bees), verified(procedure, bees)
    order_equals(procedure, bees, (1, 0, 4), [anna, bartek])
    celina = verified(procedure, bees)

    run = finished_run(procedure)

    (tie,) = run.open_ties
    assert (tie["places"], tie["is_outdated"], set(tie["children"])) == (
        1,
        True,
        {anna.number, bartek.number, celina.number},
    )
    assert any("remisów" in reason for reason in check_can_publish(run, NOW))


def test_an_order_outlives_a_child_that_was_withdrawn(procedure, office, bees):
    anna, bartek, celina = (verified(procedure, bees) for _ in range(3))
    order_equals(procedure, bees, (1, 0, 4), [anna, bartek, celina])
    Application.objects.filter(pk=anna.pk).update(status=Status.WITHDRAWN)

    run = finished_run(procedure)

    assert run.open_ties == []
    assert placements(run) == {bartek: ("pszczolki", 1), celina: (None, None)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"names": "anna"}, "Ustaw w kolejności każde dziecko, każde jeden raz."),
        ({"names": "anna anna bartek"}, "Ustaw w kolejności każde dziecko, każde jeden raz."),
        ({"reason": "  "}, "To pole nie może być puste."),
        ({"on": date(2027, 3, 6)}, "Data decyzji komisji nie może być w przyszłości."),
        (
            {"on": date(1900, 1, 1)},
            "Data decyzji komisji nie może być przed końcem składania wniosków.",
        ),
    ],
)
def test_an_order_must_be_whole_justified_and_given(procedure, office, bees, change, sentence):
    children = {"anna": verified(procedure, bees), "bartek": verified(procedure, bees)}
    run = finished_run(procedure)
    names = change.pop("names", "bartek anna").split()

    with pytest.raises(ValidationError) as refusal:
        record_tie_decision(
            run=run,
            tie=OpenTie.from_json(run.open_ties[0]),
            order=order_of(*[children[name] for name in names], **change),
            actor=office,
            now=NOW,
        )

    assert refusal.value.messages == [sentence]
    assert TieDecision.objects.count() == 0


def test_a_tie_of_a_run_is_decided_once(procedure, office, bees):
    anna, bartek = verified(procedure, bees), verified(procedure, bees)
    run = finished_run(procedure)
    word = {"run": run, "tie": OpenTie.from_json(run.open_ties[0]), "actor": office, "now": NOW}
    record_tie_decision(order=order_of(anna, bartek), **word)

    with pytest.raises(NotAllowed, match="już zapisana"):
        record_tie_decision(order=order_of(bartek, anna), **word)


def test_an_order_is_recorded_for_the_newest_run_only(procedure, office, bees):
    anna, bartek = verified(procedure, bees), verified(procedure, bees)
    old = finished_run(procedure)
    finished_run(procedure)

    with pytest.raises(NotAllowed, match="To nie jest najnowszy przydział"):
        record_tie_decision(
            run=old,
            tie=OpenTie.from_json(old.open_ties[0]),
            order=order_of(anna, bartek),
            actor=office,
            now=NOW,
        )


def test_no_order_is_recorded_once_the_result_is_announced_behind_an_open_page(
    procedure, office, bees
):
    anna, bartek = verified(procedure, bees), verified(procedure, bees)
    run = finished_run(procedure)
    assert not run.procedure.is_published
    Procedure.objects.filter(pk=procedure.pk).update(published_run_number=1, published_at=NOW)

    with pytest.raises(NotAllowed, match="Wyniki są już ogłoszone"):
        record_tie_decision(
            run=run,
            tie=OpenTie.from_json(run.open_ties[0]),
            order=order_of(anna, bartek),
            actor=office,
            now=NOW,
        )

    assert TieDecision.objects.count() == 0


# --- announcing ---------------------------------------------------------------------------------
def test_publishing_records_every_decision_and_points_the_procedure_at_the_run(
    procedure, office, bees, owls
):
    anna = verified(procedure, bees, owls, claims=("residence", "large-family"))
    bartek = verified(procedure, bees, owls)
    run = finished_run(procedure)

    publish_run(run=run, actor=office, now=NOW)

    procedure.refresh_from_db()
    run.refresh_from_db()
    assert (procedure.published_run_number, procedure.published_at) == (1, NOW)
    assert (run.published_at, run.published_by) == (NOW, office)
    assert [
        (
            row.decision.application,
            row.position,
            row.result,
            row.reason,
            (row.is_resident, row.statutory_points, row.municipal_points),
            (row.last_resident, row.last_statutory_points, row.last_municipal_points),
        )
        for row in ChoiceDecision.objects.order_by("decision__application_id", "position")
    ] == [
        (anna, 1, "qualified", "", (True, 100, 4), (True, 100, 4)),
        (anna, 2, "not_considered", "", (True, 100, 0), (None, None, None)),
        (bartek, 1, "not_qualified", "higher_points", (True, 0, 4), (True, 100, 4)),
        (bartek, 2, "qualified", "", (True, 0, 0), (True, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("places", "groups", "reason"),
    [
        ({"places_total": 0}, "bees", "no_places"),
        ({"birth_year_from": 2021, "birth_year_to": 2021}, "bees", "not_eligible"),
        (
            {"kind": "integration", "places_total": 3, "places_for_statement": 3},
            "bees",
            "reserved",
        ),
    ],
)
def test_a_refusal_tells_its_reason(procedure, office, bees, places, groups, reason):
    Group.objects.filter(pk=bees.pk).update(**places)
    verified(procedure, bees)
    run = finished_run(procedure)

    publish_run(run=run, actor=office, now=NOW)

    (row,) = ChoiceDecision.objects.all()
    assert (row.result, row.reason, row.last_resident) == ("not_qualified", reason, None)


def test_a_refusal_by_the_order_of_the_committee_says_so(procedure, office, bees):
    anna, bartek = verified(procedure, bees), verified(procedure, bees)
    order_equals(procedure, bees, (1, 0, 4), [bartek, anna])
    publish_run(run=finished_run(procedure), actor=office, now=NOW)

    assert dict(ChoiceDecision.objects.values_list("decision__application", "reason")) == {
        anna.pk: "committee_order",
        bartek.pk: "",
    }


def test_only_the_office_publishes(procedure, office, bees):
    verified(procedure, bees)
    run = finished_run(procedure)

    with pytest.raises(NotAllowed, match="Przydział prowadzi wydział edukacji"):
        publish_run(run=run, actor=make_user(), now=NOW)


def spoil(run: AllocationRun, how: str) -> None:
    """Make one thing wrong with a run that could be announced."""
    procedure = run.procedure
    if how == "newer":
        make_run(procedure, number=9)
    elif how == "waiting":
        make_application(procedure, status=Status.FILED)
        Stage.objects.filter(procedure=procedure, code=StageCode.VERIFICATION).update(
            ends_at=NOW + timedelta(hours=1)
        )
    elif how == "too early":
        Stage.objects.filter(procedure=procedure, code=StageCode.QUALIFIED_LISTS).update(
            starts_at=NOW + timedelta(minutes=1)
        )
    elif how == "undated":
        Stage.objects.filter(procedure=procedure, code=StageCode.QUALIFIED_LISTS).delete()
    elif how == "capacity":
        Group.objects.update(places_total=5)
    elif how == "verdict":
        Claim.objects.all().delete()
    elif how == "ties":
        tie = OpenTie("pszczolki", 1, (1, 100, 4), ("111", "222"), is_outdated=False)
        AllocationRun.objects.filter(pk=run.pk).update(number_of_ties=1, open_ties=[tie.to_json()])
    elif how == "published":
        Procedure.objects.filter(pk=procedure.pk).update(published_run_number=1, published_at=NOW)
    else:
        field, value = {
            "running": ("status", RunStatus.RUNNING),
            "violations": ("violations", ["pszczolki: …"]),
            "disagrees": ("second_opinion", SecondOpinion.DISAGREES),
        }[how]
        AllocationRun.objects.filter(pk=run.pk).update(**{field: value})


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("running", "Ten przydział nie jest zakończony."),
        ("newer", "Istnieje nowszy przydział. Ogłosić można tylko najnowszy."),
        ("ties", "Komisja nie rozstrzygnęła jeszcze wszystkich remisów. Pozostało: 1."),
        ("violations", "Kontrola wyniku zgłosiła zastrzeżenia."),
        ("disagrees", "Druga metoda obliczeń daje inny wynik."),
        ("waiting", "Trwa weryfikacja. Wnioski, które na nią czekają: 1."),
        (
            "too early",
            "Termin ogłoszenia list jeszcze nie nadszedł. Początek: 5 marca 2027, godz. 18:43.",
        ),
        ("undated", "Nie ma jeszcze terminu ogłoszenia list."),
        ("capacity", "Dane zmieniły się od tego przydziału. Uruchom go ponownie."),
        ("verdict", "Dane zmieniły się od tego przydziału. Uruchom go ponownie."),
        ("published", "Wyniki tego naboru są już ogłoszone."),
    ],
)
def test_publishing_is_refused_with_the_reason(procedure, office, bees, how, sentence):
    verified(procedure, bees)
    run = finished_run(procedure)
    assert check_can_publish(run, NOW) == []

    spoil(run, how)

    with pytest.raises(NotAllowed) as refusal:
        publish_run(run=run, actor=office, now=NOW)
    assert refusal.value.reason == sentence
    assert Decision.objects.count() == 0


def test_publishing_is_possible_from_the_first_instant_of_the_dated_lists(procedure, office, bees):
    verified(procedure, bees)
    Stage.objects.filter(procedure=procedure, code=StageCode.QUALIFIED_LISTS).update(starts_at=NOW)

    publish_run(run=finished_run(procedure), actor=office, now=NOW)

    procedure.refresh_from_db()
    assert procedure.published_at == NOW


def test_applications_left_unverified_do_not_stop_publishing_after_verification(
    procedure, office, bees
):
    verified(procedure, bees)
    for status in (Status.FILED, Status.RETURNED):
        make_application(procedure, status=status)
    run = finished_run(procedure)

    publish_run(run=run, actor=office, now=NOW, acknowledged=2, reason=" Minął termin. ")

    run.refresh_from_db()
    assert Decision.objects.count() == 1
    assert (run.published_by, run.unverified_at_publication, run.unverified_reason) == (
        office,
        2,
        "Minął termin.",
    )


@pytest.mark.parametrize("acknowledged", [0, 1, 3])
def test_nothing_is_announced_unless_as_many_unverified_are_acknowledged(
    procedure, office, bees, acknowledged
):
    for _ in range(2):
        make_application(procedure, status=Status.FILED)
    run = finished_run(procedure)

    with pytest.raises(NotAllowed) as refusal:
        publish_run(run=run, actor=office, now=NOW, acknowledged=acknowledged, reason="Termin.")

    run.refresh_from_db()
    assert refusal.value.reason == ("Wnioski niezweryfikowane: 2. Potwierdź, że nie biorą udziału.")
    assert run.published_at is None


def test_nothing_is_announced_despite_unverified_applications_without_a_reason(
    procedure, office, bees
):
    make_application(procedure, status=Status.FILED)
    run = finished_run(procedure)

    with pytest.raises(ValidationError) as refusal:
        publish_run(run=run, actor=office, now=NOW, acknowledged=1, reason="  ")

    run.refresh_from_db()
    assert refusal.value.message_dict == {"reason": ["Podaj powód ogłoszenia mimo tych wniosków."]}
    assert run.published_at is None


def test_without_unverified_applications_no_reason_is_kept(procedure, office, bees):
    verified(procedure, bees)
    run = finished_run(procedure)

    publish_run(run=run, actor=office, now=NOW, acknowledged=4, reason="Zbędny.")

    run.refresh_from_db()
    assert (run.unverified_at_publication, run.unverified_reason) == (0, "")


def test_a_stored_text_that_was_touched_is_not_announced(procedure, office, bees):
    verified(procedure, bees)
    run = finished_run(procedure)
    AllocationRun.objects.filter(pk=run.pk).update(result="{}")

    with pytest.raises(NotAllowed) as refusal:
        publish_run(run=run, actor=office, now=NOW)

    assert refusal.value.reason == (
        "Zapisane dane przydziału zostały zmienione. Uruchom go ponownie."
    )


def test_a_result_that_breaks_the_rules_is_not_announced_even_with_a_right_hash(
    procedure, office, bees
):
    verified(procedure, bees)
    run = finished_run(procedure)
    broken = run.result.replace('"pszczolki"}', "null}")
    assert broken != run.result
    AllocationRun.objects.filter(pk=run.pk).update(result=broken, result_sha256=sha256_of(broken))

    with pytest.raises(NotAllowed, match="nie przechodzi kontroli"):
        publish_run(run=run, actor=office, now=NOW)
