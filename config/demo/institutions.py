"""Institutions and recruitment groups: the real city, and copies of it for a larger one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from config.demo import facts
from config.demo.school_year import SchoolYear
from schools.models import Group, GroupKind, Institution

FAMILIES_OF_THE_REAL_CITY = 620

_KIND_NAMES = {
    GroupKind.GENERAL: "oddział ogólnodostępny",
    GroupKind.INTEGRATION: "oddział integracyjny",
    GroupKind.SPECIAL: "oddział specjalny dla dzieci ze spektrum autyzmu",
    GroupKind.PRESCHOOL_CLASS: "oddział przedszkolny w szkole",
}


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A saved group, and how many children stay in it."""

    group: Group
    continuing: int
    continuing_with_statement: int
    district: int


def districts_for(families: int) -> int:
    """How many copies of the city's institutions this many families need; at least the real ones."""
    return max(1, round(families / FAMILIES_OF_THE_REAL_CITY))


def build_institutions(districts: int) -> dict[str, Institution]:
    """The real institutions, and for every further district its invented copies, by code."""
    offering = {row["institution"] for row in facts.rows("groups")}
    institutions = [
        _institution(row, district, position)
        for district in range(1, districts + 1)
        for position, row in enumerate(facts.rows("institutions"), start=100 * (district - 1))
        if district == 1 or row["code"] in offering
    ]
    saved = Institution.objects.bulk_create(institutions, batch_size=500)
    return {institution.code: institution for institution in saved}


def code_in_district(code: str, district: int) -> str:
    """The code of an institution's copy; the first district is the real city."""
    return code if district == 1 else f"{code}-{district}"


def is_code_of_demo(code: str) -> bool:
    """Could the demo have given this code to an institution, in some district?"""
    known = "|".join(re.escape(row["code"]) for row in facts.rows("institutions"))
    return re.fullmatch(rf"({known})(-[1-9][0-9]*)?", code) is not None


def _institution(row: dict[str, str], district: int, position: int) -> Institution:
    institution = Institution(
        code=code_in_district(row["code"], district),
        kind=row["kind"],
        name=row["name"],
        short_name=row["short_name"],
        street=row["street"],
        postcode=row["postcode"],
        city=settings.SITE["city_name"],
        phone=row["phone"],
        complex_code=row["complex_code"],
        position=position,
    )
    if district > 1:
        institution.name = f"{row['short_name']}, osiedle {district} (placówka wygenerowana)"
        institution.short_name = f"{row['short_name']}, osiedle {district}"
        institution.street = institution.phone = institution.complex_code = ""
    return institution


def build_groups(
    institutions: dict[str, Institution], year: SchoolYear, districts: int
) -> list[OpenGroup]:
    """The recruitment groups of every district for this school year."""
    plan = list(_planned_groups(institutions, year, districts))
    Group.objects.bulk_create([planned.group for planned in plan], batch_size=500)
    return plan


def _planned_groups(
    institutions: dict[str, Institution], year: SchoolYear, districts: int
) -> Iterator[OpenGroup]:
    for district in range(1, districts + 1):
        for row in facts.rows("groups"):
            institution = institutions[code_in_district(row["institution"], district)]
            yield OpenGroup(
                group=_group(row, institution, year),
                continuing=int(row["continuing"]),
                continuing_with_statement=int(row["continuing_with_statement"]),
                district=district,
            )


def _group(row: dict[str, str], institution: Institution, year: SchoolYear) -> Group:
    youngest, oldest = int(row["age_from"]), int(row["age_to"])
    units = int(row["units"])
    return Group(
        code=f"{institution.code}-{row['kind']}-{youngest}".replace("_", "-"),
        institution=institution,
        school_year=year.label,
        kind=row["kind"],
        name=_group_name(row, youngest, oldest),
        birth_year_from=year.birth_year(oldest),
        birth_year_to=year.birth_year(youngest),
        places_total=units * int(row["places_per_unit"]),
        places_for_statement=units * int(row["statement_places_per_unit"]),
    )


def _group_name(row: dict[str, str], youngest: int, oldest: int) -> str:
    """The group as parents call it, by age; more units than one are told."""
    age = f"{youngest}-latki" if youngest == oldest else f"Dzieci {youngest}–{oldest} lat"
    name = f"{age}, {_KIND_NAMES[GroupKind(row['kind'])]}"
    units, size = int(row["units"]), row["places_per_unit"]
    return name if units == 1 else f"{name} ({units} × {size} miejsc)"
