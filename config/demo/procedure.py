"""The demo's admission procedure."""

from config.demo.households import AGES
from config.demo.school_year import SchoolYear
from recruitment.procedures.models import Procedure


def build_procedure(year: SchoolYear) -> Procedure:
    """The procedure for this school year; the rules it leaves open keep the model's defaults."""
    return Procedure.objects.create(
        slug=f"przedszkola-{year.begins_in}",
        name=f"Nabór do przedszkoli i oddziałów przedszkolnych na rok szkolny {year.label}",
        school_year=year.label,
        legal_basis="zarządzenie przykładowe, wzór: zarządzenie nr 34/2026",
        birth_year_from=year.birth_year(AGES[-1]),
        birth_year_to=year.birth_year(AGES[0]),
        is_demo=True,
    )
