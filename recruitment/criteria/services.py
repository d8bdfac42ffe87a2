"""Versions of a criteria set: each is added whole; one of them is in force."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from recruitment.criteria.models import CriteriaSet, Criterion
from recruitment.criteria.resolution import Evidence, Proof, Resolution
from recruitment.criteria.spreadsheet.reading import read_stored
from recruitment.criteria.spreadsheet.sheets import Sheets
from recruitment.procedures.models import Procedure


@transaction.atomic
def add_version(
    *, procedure: Procedure, sheets: Sheets, added_by: User | None, now: datetime
) -> CriteriaSet:
    """Keep a set whose sheets were read without a mistake as the next version; not in force yet.

    Raise `ValueError` for sheets with mistakes.
    """
    stored = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    resolution = read_stored(stored)
    newest = (
        CriteriaSet.objects.select_for_update().filter(procedure=procedure).order_by("-version")
    ).first()
    criteria_set = CriteriaSet.objects.create(
        procedure=procedure,
        version=newest.version + 1 if newest else 1,
        name=resolution.name,
        legal_basis=resolution.legal_basis,
        note=resolution.note,
        sheets=stored,
        added_at=now,
        added_by=added_by,
    )
    Criterion.objects.bulk_create(_rows(criteria_set, resolution))
    return criteria_set


@transaction.atomic
def put_in_force(*, criteria_set: CriteriaSet, activated_by: User | None, now: datetime) -> None:
    """Make this version the one by which points are counted, instead of the one before."""
    CriteriaSet.objects.in_force(criteria_set.procedure).update(is_active=False)
    criteria_set.is_active = True
    criteria_set.activated_at = now
    criteria_set.activated_by = activated_by
    criteria_set.save(update_fields=["is_active", "activated_at", "activated_by"])


def _rows(criteria_set: CriteriaSet, resolution: Resolution) -> Iterable[Criterion]:
    for position, rule in enumerate(resolution.rules.rules, start=1):
        wording = resolution.wording[rule.code]
        yield Criterion(
            criteria_set=criteria_set,
            code=rule.code,
            position=position,
            stage=rule.stage,
            kind=rule.kind,
            scope=rule.scope,
            points=rule.most,
            name=wording.name,
            question=wording.question,
            in_language={lang: list(words) for lang, words in wording.in_language.items()},
            evidence=_in_one_line(one for one in resolution.evidence if one.criterion == rule.code),
            verification=wording.verification,
            legal_basis=wording.legal_basis,
            age_from=rule.age_from,
            age_to=rule.age_to,
            deferred_too=rule.deferred_too,
        )


def _in_one_line(evidence: Iterable[Evidence]) -> str:
    """Name the documents: all that are required, and those of which one is enough."""
    listed = list(evidence)
    needed = [one.name for one in listed if one.proof is Proof.REQUIRED]
    enough = [one.name for one in listed if one.proof is Proof.ONE_OF]
    seen = [f"{one.name} (do wglądu)" for one in listed if one.proof is Proof.SEEN]
    return "; ".join([*([" albo ".join(enough)] if enough else []), *needed, *seen])
