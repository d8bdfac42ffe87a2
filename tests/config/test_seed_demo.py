"""Building the demo city."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import User
from allocation.engine import allocate, canonical_json, result_to_json
from allocation.snapshot import take_snapshot
from config.demo.accounts import LOGINS, PARENT, PASSWORD
from config.demo.city import DemoPlan, build_demo_city
from config.demo.institutions import build_institutions
from recruitment.applications.models import (
    Application,
    Candidate,
    CaseEvent,
    Choice,
    Claim,
    Opened,
    Opening,
    Submission,
    Verdict,
)
from recruitment.applications.progress import unfinished_sections
from recruitment.applications.validators import ChoosingChild, validate_choices
from recruitment.applications.workflow import Actor, Status
from recruitment.committee.models import Protocol
from recruitment.procedures.calendar import is_open
from recruitment.procedures.models import STAGE_ORDER, Continuation, Procedure, StageCode
from recruitment.procedures.queries import offered_groups
from schools.models import Group, StaffRole

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))


def build(*, families: int = 60, seed: int = 2027, stage: StageCode = StageCode.APPLICATION):
    return build_demo_city(DemoPlan(families, seed, stage), now=NOW)


def picture() -> list[tuple[object, ...]]:
    """Everything that the seed decides, without row ids."""
    return [
        *Application.objects.order_by("number").values_list(
            "number", "public_id", "status", "channel", "identity_key", "filed_at"
        ),
        *Candidate.objects.order_by("application__number").values_list(
            "surname", "first_names", "birth_on", "pesel", "street", "house_number"
        ),
        *Choice.objects.order_by("application__number", "position").values_list(
            "application__number", "position", "group__code"
        ),
        *Claim.objects.order_by(
            "application__number", "criterion__code", "institution__code"
        ).values_list("application__number", "criterion__code", "institution__code", "verdict"),
        *Submission.objects.order_by("sha256").values_list("sha256"),
        *Continuation.objects.order_by("pk").values_list("surname", "first_names", "birth_on"),
    ]


def test_the_same_seed_on_the_same_day_builds_the_same_city():
    build(stage=StageCode.VERIFICATION)
    first = picture()
    build(stage=StageCode.VERIFICATION)

    assert picture() == first


def test_committee_of_one_preschool_has_a_closed_protocol_and_one_that_waits():
    build(stage=StageCode.VERIFICATION)

    assert [
        (protocol.meeting.number, protocol.closed_at is not None, protocol.confirmations.count())
        for protocol in Protocol.objects.order_by("meeting__number")
    ] == [(1, True, 3), (2, False, 1)]


def test_no_committee_has_met_before_verification_begins():
    build(stage=StageCode.APPLICATION)

    assert Protocol.objects.count() == 0


def test_another_seed_builds_another_city():
    build(seed=1)
    first = picture()
    build(seed=2)

    assert picture() != first


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_today_lies_in_the_stage_that_was_asked_for(stage):
    procedure = build(families=3, stage=stage)

    assert [code for code in STAGE_ORDER if is_open(procedure, code, NOW)] == [stage]


def test_nobody_has_applied_while_declarations_are_taken():
    procedure = build(stage=StageCode.CONTINUATION)

    assert procedure.applications.count() == 0
    assert procedure.continuations.count() == 1294


def test_no_date_of_the_demo_is_told_as_real():
    procedure = build(families=3)

    assert procedure.is_demo
    assert {stage.is_generated for stage in procedure.stages.all()} == {True}


def test_choices_are_such_as_a_parent_could_make():
    procedure = build(families=200)

    for application in procedure.applications.exclude(status=Status.DRAFT).with_answers():
        candidate = application.candidate
        child = ChoosingChild(candidate.birth_on.year, candidate.has_statement)
        groups = [choice.group for choice in application.choices.all()]
        validate_choices(groups, child=child, max_choices=procedure.max_choices)


def test_filed_applications_are_finished_and_keep_a_picture_of_themselves():
    procedure = build(families=40)
    filed = procedure.applications.filter(status=Status.FILED).with_answers()

    assert {len(unfinished_sections(application)) for application in filed} == {0}
    assert set(Submission.objects.values_list("application_id", flat=True)) == set(
        procedure.applications.exclude(filed_at=None).values_list("pk", flat=True)
    )


def test_everything_that_happened_lies_before_now_and_inside_its_stage():
    procedure = build(families=80, stage=StageCode.VERIFICATION)
    stages = {stage.code: stage for stage in procedure.stages.all()}
    applying, checking = stages[StageCode.APPLICATION], stages[StageCode.VERIFICATION]

    filed = procedure.applications.exclude(filed_at=None).values_list("filed_at", flat=True)
    decided = Claim.objects.exclude(decided_at=None).values_list("decided_at", flat=True)

    assert all(applying.is_open(at) for at in filed)
    assert all(checking.is_open(at) and at < NOW for at in decided)
    assert CaseEvent.objects.filter(happened_at__gte=NOW).count() == 0


def test_whoever_decided_on_a_case_has_opened_it():
    build(stage=StageCode.VERIFICATION)

    decided = CaseEvent.objects.filter(actor_role=Actor.COMMITTEE)
    opened = Opening.objects.filter(what=Opened.CASE, role=StaffRole.COMMITTEE_CHAIR)

    assert decided
    assert set(opened.values_list("application", "opened_by", "opened_at")) == set(
        decided.values_list("application", "actor", "happened_at")
    )


def test_a_sibling_that_is_claimed_continues_in_that_institution():
    procedure = build(families=200)
    claims = Claim.objects.filter(criterion__code="G2").select_related(
        "application__candidate", "institution"
    )

    assert claims
    for claim in claims:
        stem = claim.application.candidate.surname[:3]
        assert procedure.continuations.filter(
            group__institution=claim.institution, surname__startswith=stem
        ).exists()


def test_twins_share_the_day_of_birth_but_not_the_name():
    build(families=400)
    twins = (
        Candidate.objects.filter(application__owner__email__startswith="rodzina-")
        .values("application__owner", "birth_on")
        .annotate(children=Count("pk"), names=Count("first_names", distinct=True))
        .filter(children__gt=1)
    )

    assert twins
    assert {(pair["children"], pair["names"]) for pair in twins} == {(2, 2)}


def test_once_verification_is_over_nothing_verified_is_left_undecided():
    procedure = build(families=100, stage=StageCode.ALLOCATION)
    verified = procedure.applications.verified()

    assert verified.count() > 80
    assert not Claim.objects.filter(application__in=verified, verdict=Verdict.PENDING).exists()
    assert not verified.filter(claims__verdict=Verdict.TO_COMPLETE).exists()


def test_the_default_city_has_crowded_groups_ties_at_the_limit_and_places_left():
    procedure = build(families=620, stage=StageCode.ALLOCATION)

    result = allocate(take_snapshot(procedure).problem)

    placed = [group for group in result.assignment.values() if group]
    undecided = {child for tie in result.ties for child in tie.children}
    free = {group.code: group.free_places for group in offered_groups(procedure)}
    assert sum(free.values()) >= 500
    assert len(result.ties) >= 3
    assert len(placed) > 0.8 * (len(result.assignment) - len(undecided))
    assert [code for code, places in free.items() if places > placed.count(code)]


def test_the_demo_parent_has_one_filed_application_and_one_draft():
    build(families=3)
    applications = Application.objects.filter(owner__email=PARENT.email)

    assert sorted(applications.values_list("status", flat=True)) == ["draft", "filed"]
    filed = applications.get(status=Status.FILED)
    draft = applications.get(status=Status.DRAFT)
    assert filed.candidate.first_names != draft.candidate.first_names
    assert filed.choices.get(position=1).group.institution.code == "PM2"


def test_every_demo_login_works_and_its_password_is_good_enough():
    build(families=3)

    for login in LOGINS:
        user = User.objects.get(email=login.email)
        assert user.check_password(PASSWORD)
        validate_password(PASSWORD, user)
    families = User.objects.filter(email__startswith="rodzina-")
    assert {user.has_usable_password() for user in families} == {False}


def test_copies_for_a_larger_city_say_that_they_are_generated():
    institutions = build_institutions(2)

    copy = institutions["PM2-2"]
    assert (copy.name, copy.street) == ("Przedszkole nr 2, osiedle 2 (placówka wygenerowana)", "")
    assert "SP7-2" not in institutions


def test_group_places_follow_the_plan():
    build(families=3)
    group = Group.objects.get(code="PM5-integration-4")

    assert (group.places_total, group.places_for_statement, group.birth_years) == (40, 10, "2023")


def run(*arguments: str) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command(*arguments, stdout=out)
    return out.getvalue()


def test_command_tells_what_it_built_and_who_can_sign_in():
    out = run("seed_demo", "--families", "5", "--noinput")

    lines = out.splitlines()
    assert lines[1] == "Grupy: 55, miejsca: 1914, kontynuuje: 1294, wolne: 620"
    assert all(login.email in out for login in LOGINS)
    assert PASSWORD in out


def test_command_refuses_outside_a_demo(settings):
    settings.SITE = {**settings.SITE, "is_demo": False}

    with pytest.raises(CommandError, match="To nie jest instalacja pokazowa"):
        run("seed_demo", "--noinput")


def test_command_leaves_a_present_demo_alone_when_asked_to_build_only_a_missing_one():
    run("seed_demo", "--families", "3", "--if-missing")
    first = picture()

    out = run("seed_demo", "--families", "9", "--if-missing")

    assert picture() == first
    assert all(login.email in out for login in LOGINS)


def test_command_does_not_replace_a_demo_without_being_told_to():
    build(families=3)

    with pytest.raises(CommandError, match="--noinput"):
        run("seed_demo", "--families", "3")


def test_walking_to_a_stage_moves_all_stages_alike_and_records_why():
    procedure = build(families=3)
    before = {stage.code: stage.starts_at for stage in procedure.stages.all()}

    out = run("demo_stage", "verification")

    after = {stage.code: stage.starts_at for stage in procedure.stages.all()}
    assert {after[code] - before[code] for code in before} == {timedelta(days=-14)}
    assert is_open(procedure, StageCode.VERIFICATION, NOW)
    assert out == (
        "Weryfikacja wniosków przez komisje: od 17 listopada 2026, 8:00 "
        "do 27 listopada 2026, 15:00\n"
    )
    changes = [stage.changes.get().reason for stage in procedure.stages.all()]
    assert changes == ["Pokaz: dziś ma wypadać w innym etapie."] * len(STAGE_ORDER)


def test_walking_there_and_back_restores_the_timetable():
    procedure = build(families=3)
    before = list(procedure.stages.values_list("code", "starts_at", "ends_at"))

    run("demo_stage", "qualified_lists")
    run("demo_stage", "application")

    assert list(procedure.stages.values_list("code", "starts_at", "ends_at")) == before


def test_walking_needs_a_demo():
    with pytest.raises(CommandError, match="seed_demo"):
        run("demo_stage", "verification")


def test_the_same_city_gets_the_same_allocation_to_the_byte_in_any_order_of_rows():
    build(stage=StageCode.ALLOCATION)
    first = take_snapshot(Procedure.objects.get()).problem
    build(stage=StageCode.ALLOCATION)
    again = take_snapshot(Procedure.objects.get()).problem
    backwards = replace(
        again, groups=tuple(reversed(again.groups)), children=tuple(reversed(again.children))
    )

    texts = {
        canonical_json(result_to_json(allocate(problem))) for problem in (first, again, backwards)
    }

    assert len(texts) == 1
    assert len(first.children) > 30
