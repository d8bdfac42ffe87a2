"""From the rows of an application to points: the one bridge between the ORM and `points.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from recruitment.applications.models import Application, Choice
from recruitment.criteria.models import Criterion
from recruitment.criteria.points import (
    ChoiceFact,
    ClaimFact,
    CriterionRule,
    Points,
    Verdict,
    points_at_choice,
)
from recruitment.procedures.models import Procedure
from schools.models import Institution


@dataclass(frozen=True, slots=True)
class Scoring:
    """The criteria of a procedure, loaded once for any number of applications."""

    criteria: dict[str, Criterion]
    rules: tuple[CriterionRule, ...]
    complexes: dict[str, str]

    @classmethod
    def of(cls, procedure: Procedure) -> "Scoring":
        """Load the procedure's criteria set (two queries)."""
        criteria = list(Criterion.objects.filter(criteria_set__procedure=procedure))
        return cls(
            criteria={criterion.code: criterion for criterion in criteria},
            rules=tuple(criterion.as_rule() for criterion in criteria),
            complexes=dict(Institution.objects.values_list("code", "complex_code")),
        )

    def points(
        self, application: Application, choice: Choice, *, count_pending: bool = False
    ) -> Points:
        """The points at one choice; `application` needs its candidate, claims and choices loaded.

        With `count_pending` what nobody has verified yet counts as true (the parent's preview).
        """
        birth_on = application.candidate.birth_on
        first_choice = application.choices.all()[0].group.institution
        return self.points_of_facts(
            claim_facts(application),
            choice_fact(choice.group.institution, first_choice),
            birth_year=application.procedure.birth_year_of(birth_on) if birth_on else 0,
            count_pending=count_pending,
        )

    def points_of_facts(
        self,
        claims: Sequence[ClaimFact],
        choice: ChoiceFact,
        *,
        birth_year: int,
        count_pending: bool = False,
    ) -> Points:
        """As `points`, for rows that were read as values: a whole procedure at once."""
        return points_at_choice(
            self.rules,
            claims,
            choice,
            birth_year=birth_year,
            complexes=self.complexes,
            count_pending=count_pending,
        )


def choice_fact(institution: Institution, first_choice: Institution) -> ChoiceFact:
    """A choice of one of the institution's groups as a value."""
    return ChoiceFact(institution.code, first_choice.code, institution.complex_code)


def claim_facts(application: Application) -> list[ClaimFact]:
    """The application's claims as values."""
    return [
        ClaimFact(
            criterion=claim.criterion.code,
            verdict=Verdict(claim.verdict),
            institution=claim.institution.code if claim.institution else None,
        )
        for claim in application.claims.all()
    ]
