"""From the rows of an application to points: the one bridge between the ORM and `points.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recruitment.applications.models import Application, Choice, Claim
from recruitment.criteria.answers import details_of
from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact, Verdict
from recruitment.criteria.models import CriteriaSet, Criterion
from recruitment.criteria.points import Points, points_at_choice
from recruitment.criteria.queries import set_in_force
from recruitment.criteria.rules import RuleSet
from recruitment.procedures.models import Procedure
from schools.models import Group, Institution

NO_RULES = RuleSet(())


@dataclass(frozen=True, slots=True)
class Scoring:
    """The criteria of a procedure, loaded once for any number of applications."""

    criteria: dict[str, Criterion]
    rules: RuleSet
    complexes: dict[str, str]

    @classmethod
    def of(cls, procedure: Procedure) -> "Scoring":
        """Load the criteria in force (three queries)."""
        return cls.by(set_in_force(procedure))

    @classmethod
    def by(cls, criteria_set: CriteriaSet | None) -> "Scoring":
        """Load one version of the criteria, in force or not; without one nothing gives points."""
        criteria = criteria_set.criteria.all() if criteria_set else []
        return cls(
            criteria={criterion.code: criterion for criterion in criteria},
            rules=criteria_set.resolution.rules if criteria_set else NO_RULES,
            complexes=dict(Institution.objects.values_list("code", "complex_code")),
        )

    def points(
        self, application: Application, choice: Choice, *, count_pending: bool = False
    ) -> Points:
        """The points at one choice; `application` needs its candidate, claims and choices loaded.

        With `count_pending` what nobody has verified yet counts as true (the parent's preview).
        """
        first_choice = application.choices.all()[0].group.institution
        return self.points_of_facts(
            claim_facts(application),
            choice_fact(choice.group, first_choice),
            child_fact(application),
            count_pending=count_pending,
        )

    def points_of_facts(
        self,
        claims: Sequence[ClaimFact],
        choice: ChoiceFact,
        child: ChildFact,
        *,
        count_pending: bool = False,
    ) -> Points:
        """As `points`, for rows that were read as values: a whole procedure at once."""
        return points_at_choice(
            self.rules,
            claims,
            choice,
            child,
            complexes=self.complexes,
            count_pending=count_pending,
        )


def child_fact(application: Application) -> ChildFact:
    """The child as a value; while its birth date is not known it has no age that fits."""
    candidate = application.candidate
    return ChildFact(
        age=application.procedure.age_of(candidate.birth_on) if candidate.birth_on else 0,
        parents=1 if application.has_single_guardian else 2,
        is_deferred=candidate.is_deferred,
    )


def choice_fact(group: Group, first_choice: Institution) -> ChoiceFact:
    """A choice of a group as a value."""
    institution = group.institution
    return ChoiceFact(institution.code, first_choice.code, institution.complex_code, group.kind)


def claim_fact(
    criterion: str, verdict: str, institution: str | None, answer: dict[str, Any]
) -> ClaimFact:
    """A claim as a value."""
    return ClaimFact(criterion, Verdict(verdict), institution, **details_of(answer))


def claim_facts(application: Application) -> list[ClaimFact]:
    """The application's claims as values."""
    return [_fact_of(claim) for claim in application.claims.all()]


def _fact_of(claim: Claim) -> ClaimFact:
    institution = claim.institution.code if claim.institution else None
    return claim_fact(claim.criterion.code, claim.verdict, institution, claim.answer)
