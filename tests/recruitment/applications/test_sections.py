"""Saving the sections: what is stored, what follows from it, and what is refused."""

import pytest
from django.core.exceptions import ValidationError

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Section
from recruitment.applications.progress import Progress, progress_of
from recruitment.applications.services.choices import add_choice, remove_choice
from recruitment.applications.services.sections import (
    keep_for_later,
    save_address,
    save_child,
    save_criteria,
    save_guardians,
)
from recruitment.applications.values import AddressValues, Question, ResidenceValues
from recruitment.applications.workflow import Status
from tests.factories import (
    CLOSES_AT,
    NOW,
    make_application,
    make_criteria,
    make_draft,
    make_group,
    make_institution,
    make_procedure,
    make_user,
)
from tests.recruitment.applications.steps import (
    BIRTH_ON,
    FATHER,
    HOME,
    MOTHER,
    PESEL,
    RESIDENCE,
    child_values,
    fill,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Application:
    procedure = make_procedure()
    make_criteria(procedure)
    return make_draft(procedure)


def claims_of(application: Application) -> list[tuple[str, str | None]]:
    return list(application.claims.values_list("criterion__code", "institution__code"))


def states(application: Application) -> dict[Section, Progress]:
    loaded = Application.objects.with_answers().get(pk=application.pk)
    return {state.section: state.progress for state in progress_of(loaded)}


def test_a_new_draft_has_everything_to_do(draft: Application) -> None:
    assert states(draft) == dict.fromkeys(Section, Progress.TODO)


def test_a_filled_draft_has_everything_done(draft: Application) -> None:
    fill(draft, draft.owner, [make_group()])

    assert states(draft) == dict.fromkeys(Section, Progress.DONE)


def test_save_child_stores_the_child_and_its_identity(draft: Application) -> None:
    save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)

    draft.refresh_from_db()
    candidate = draft.candidate
    assert (candidate.full_name, candidate.birth_on, candidate.pesel) == (
        "Zofia Kowalska",
        BIRTH_ON,
        PESEL,
    )
    assert len(draft.identity_key) == 64
    assert candidate.search_key == "kowalska zofia"


@pytest.mark.parametrize(("has_statement", "claims"), [(True, [("statement", None)]), (False, [])])
def test_save_child_claims_the_statement(
    draft: Application, has_statement: bool, claims: list[tuple[str, None]]
) -> None:
    save_child(
        application=draft, values=child_values(has_statement=True), actor=draft.owner, now=NOW
    )
    values = child_values(has_statement=has_statement)

    save_child(application=draft, values=values, actor=draft.owner, now=NOW)

    assert claims_of(draft) == claims


def test_save_child_refuses_a_child_with_a_filed_application_and_tells_nothing_else(
    draft: Application,
) -> None:
    make_application(draft.procedure, status=Status.FILED, child={"pesel": PESEL})

    with pytest.raises(ValidationError) as refusal:
        save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)

    assert refusal.value.message_dict == {
        "pesel": ["W tym naborze jest już złożony wniosek tego dziecka."]
    }


def test_save_child_refuses_a_second_draft_of_the_same_parent_for_the_same_child(
    draft: Application,
) -> None:
    make_application(draft.procedure, owner=draft.owner, child={"pesel": PESEL})

    with pytest.raises(ValidationError) as refusal:
        save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)

    assert refusal.value.message_dict == {
        "pesel": ["Masz już w tym naborze wniosek tego dziecka. Znajdziesz go w „Moich wnioskach”."]
    }


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.REJECTED])
def test_save_child_allows_a_child_whose_other_application_holds_no_place(
    draft: Application, status: Status
) -> None:
    make_application(draft.procedure, status=status, child={"pesel": PESEL})

    save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)

    assert states(draft)[Section.CHILD] == Progress.DONE


def test_save_child_knows_the_child_by_its_document(draft: Application) -> None:
    document = {"pesel": "", "document_kind": "passport", "document_number": "FB 123456"}
    make_application(draft.procedure, status=Status.FILED, child=document)
    values = child_values(**{**document, "document_number": "fb123456"})

    with pytest.raises(ValidationError) as refusal:
        save_child(application=draft, values=values, actor=draft.owner, now=NOW)

    assert list(refusal.value.message_dict) == ["document_number"]


def test_a_changed_birth_year_makes_the_choices_unfinished(draft: Application) -> None:
    fill(draft, draft.owner, [make_group(birth_year_from=2022, birth_year_to=2022, name="Misie")])
    older = child_values(birth_on=BIRTH_ON.replace(year=2021))

    save_child(application=draft, values=older, actor=draft.owner, now=NOW)

    loaded = Application.objects.with_answers().get(pk=draft.pk)
    state = progress_of(loaded)[3]
    assert (state.section, state.progress) == (Section.CHOICES, Progress.STARTED)
    assert state.explanation == (
        "Grupa „Misie” przyjmuje rocznik 2022. Wybierz grupę dla rocznika 2021."
    )


def test_a_changed_birth_year_asks_the_new_criteria_and_keeps_the_old_answers(
    draft: Application,
) -> None:
    group = make_group()
    fill(draft, draft.owner, [group], {Question("large-family")})
    older = child_values(birth_on=BIRTH_ON.replace(year=2021))

    save_child(application=draft, values=older, actor=draft.owner, now=NOW)

    assert states(draft)[Section.CRITERIA] == Progress.STARTED
    assert draft.section_drafts.get().answers == {
        "large-family": "yes",
        "disability": "no",
        "both-work": "no",
        "one-works": "no",
        "sibling": [],
    }


def test_a_changed_birth_year_drops_claims_that_are_not_asked_any_more(draft: Application) -> None:
    group = make_group()
    older = child_values(birth_on=BIRTH_ON.replace(year=2021))
    near = Question("near", group.institution.code)
    fill(draft, draft.owner, [group], {near, Question("large-family")}, child=older)

    save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)

    assert claims_of(draft) == [("residence", None), ("large-family", None)]
    assert states(draft)[Section.CRITERIA] == Progress.DONE


def test_save_guardians_stores_both_with_their_addresses(draft: Application) -> None:
    save_guardians(application=draft, values=[MOTHER, FATHER], actor=draft.owner, now=NOW)

    assert [
        (guardian.position, guardian.full_name, guardian.address_lines)
        for guardian in draft.guardians.all()
    ] == [
        (1, "Anna Kowalska", []),
        (2, "Adam Kowalski", ["ul. Polna 1", "00-001 Warszawa"]),
    ]


def test_save_guardians_remembers_a_single_one(draft: Application) -> None:
    save_guardians(application=draft, values=[MOTHER, FATHER], actor=draft.owner, now=NOW)

    save_guardians(application=draft, values=[MOTHER], actor=draft.owner, now=NOW)

    draft.refresh_from_db()
    assert draft.has_single_guardian
    assert draft.guardians.count() == 1
    assert states(draft)[Section.GUARDIANS] == Progress.DONE


def test_save_address_claims_residence_and_takes_the_claim_back(draft: Application) -> None:
    save_address(application=draft, values=RESIDENCE, actor=draft.owner, now=NOW)
    before = claims_of(draft)
    elsewhere = ResidenceValues(False, AddressValues("ul. Polna", "1", "", "05-119", "Łajski"))

    save_address(application=draft, values=elsewhere, actor=draft.owner, now=NOW)

    assert (before, claims_of(draft)) == ([("residence", None)], [])


def test_save_criteria_makes_and_drops_claims(draft: Application) -> None:
    group = make_group()
    sibling = Question("sibling", group.institution.code)
    fill(draft, draft.owner, [group], {Question("large-family"), sibling})
    kept = draft.claims.get(criterion__code="sibling").pk

    save_criteria(
        application=draft,
        values={sibling: {}, Question("both-work"): {}},
        actor=draft.owner,
        now=NOW,
    )

    assert claims_of(draft) == [
        ("residence", None),
        ("both-work", None),
        ("sibling", group.institution.code),
    ]
    assert draft.claims.get(criterion__code="sibling").pk == kept


def test_save_criteria_ignores_what_is_not_asked(draft: Application) -> None:
    stranger = make_institution()
    fill(draft, draft.owner, [make_group()])

    save_criteria(
        application=draft,
        values={
            Question("sibling", stranger.code): {},
            Question("near", stranger.code): {},
            Question("first-choice"): {},
        },
        actor=draft.owner,
        now=NOW,
    )

    assert claims_of(draft) == [("residence", None)]


def test_a_new_institution_is_asked_about(draft: Application) -> None:
    first, second = make_group(), make_group()
    fill(draft, draft.owner, [first], {Question("sibling", first.institution.code)})

    add_choice(application=draft, group=second, actor=draft.owner, now=NOW)

    assert states(draft)[Section.CRITERIA] == Progress.STARTED
    assert draft.section_drafts.get().answers["sibling"] == [first.institution.code]


def test_a_second_group_of_the_same_institution_asks_nothing_new(draft: Application) -> None:
    first = make_group()
    fill(draft, draft.owner, [first])

    add_choice(application=draft, group=make_group(first.institution), actor=draft.owner, now=NOW)

    assert states(draft)[Section.CRITERIA] == Progress.DONE


def test_a_removed_institution_takes_its_claims_with_it(draft: Application) -> None:
    first, second = make_group(), make_group()
    fill(draft, draft.owner, [first, second], {Question("sibling", second.institution.code)})

    remove_choice(application=draft, group_id=second.pk, actor=draft.owner, now=NOW)

    assert claims_of(draft) == [("residence", None)]
    assert states(draft)[Section.CRITERIA] == Progress.DONE


def test_keep_for_later_makes_a_section_unfinished_until_it_is_saved(draft: Application) -> None:
    typed = {"first_names": "Zo", "pesel": "123"}
    same = {"application": draft, "actor": draft.owner, "now": NOW}

    keep_for_later(section=Section.CHILD, answers=typed, **same)
    kept = (states(draft)[Section.CHILD], draft.section_drafts.get().answers)
    save_child(values=child_values(), **same)

    assert kept == (Progress.STARTED, typed)
    assert states(draft)[Section.CHILD] == Progress.DONE
    assert draft.section_drafts.count() == 0


def test_every_save_is_recorded_without_personal_data(draft: Application) -> None:
    fill(draft, draft.owner, [make_group()])

    assert list(draft.events.values_list("verb", "detail")) == [
        ("section_saved", "child"),
        ("section_saved", "guardians"),
        ("section_saved", "address"),
        ("section_saved", "choices"),
        ("section_saved", "criteria"),
    ]


SAVES = {
    "child": lambda same: save_child(values=child_values(), **same),
    "guardians": lambda same: save_guardians(values=[MOTHER], **same),
    "address": lambda same: save_address(values=ResidenceValues(True, HOME), **same),
    "criteria": lambda same: save_criteria(values=set(), **same),
    "later": lambda same: keep_for_later(section=Section.CHILD, answers={}, **same),
    "add": lambda same: add_choice(group=make_group(), **same),
    "remove": lambda same: remove_choice(group_id=1, **same),
}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_no_save_is_possible_once_the_stage_is_over(draft: Application, save: object) -> None:
    with pytest.raises(NotAllowed, match=r"^Czas na składanie wniosków już minął\.$"):
        save({"application": draft, "actor": draft.owner, "now": CLOSES_AT})


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_no_save_is_possible_by_somebody_else(draft: Application, save: object) -> None:
    with pytest.raises(NotAllowed, match="tylko osoba, która założyła"):
        save({"application": draft, "actor": make_user(), "now": NOW})


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_no_save_is_possible_after_filing(draft: Application, save: object, status: Status) -> None:
    filed = make_application(draft.procedure, status=status)

    with pytest.raises(NotAllowed):
        save({"application": filed, "actor": filed.owner, "now": NOW})
