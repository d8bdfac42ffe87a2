"""The criteria set of the demo: the law's seven and the council's six of 2015."""

from config.demo import facts
from config.demo.school_year import SchoolYear
from recruitment.criteria.models import CriteriaSet, Criterion
from recruitment.procedures.models import Procedure

NOTE = (
    "To zestaw pokazowy. Ustawa mówi tylko, że kryteria I etapu mają jednakową wartość; "
    "tutaj każde daje 1 punkt. Niepełnosprawność jednego i obojga rodziców liczy się raz: "
    "to wybór na potrzeby pokazu. Kryteria II etapu pochodzą z uchwały z 2015 roku. "
    "Urząd wpisuje kryteria z uchwały, która obowiązuje."
)


def build_criteria(procedure: Procedure, year: SchoolYear) -> dict[str, Criterion]:
    """The procedure's criteria, by code."""
    criteria_set = CriteriaSet.objects.create(
        procedure=procedure,
        name="Kryteria ustawowe i uchwała nr XIV/172/2015",
        legal_basis=(
            "art. 131 Prawa oświatowego; uchwała nr XIV/172/2015 Rady Miasta Legionowo "
            "z 29 grudnia 2015 r."
        ),
        note=NOTE,
    )
    criteria = Criterion.objects.bulk_create(
        _criterion(criteria_set, row, position, year)
        for position, row in enumerate(facts.rows("criteria"), start=1)
    )
    return {criterion.code: criterion for criterion in criteria}


def _criterion(
    criteria_set: CriteriaSet, row: dict[str, str], position: int, year: SchoolYear
) -> Criterion:
    birth_year = year.birth_year(int(row["age"])) if row["age"] else None
    return Criterion(
        criteria_set=criteria_set,
        code=row["code"],
        position=position,
        stage=int(row["stage"]),
        kind=row["kind"],
        scope=row["scope"],
        points=int(row["points"]),
        name=row["name"],
        question=row["question"],
        evidence=row["evidence"],
        legal_basis=row["legal_basis"],
        exclusive_group=row["exclusive_group"],
        counts_in_complex=row["counts_in_complex"] == "yes",
        birth_year_from=birth_year,
        birth_year_to=birth_year,
    )
