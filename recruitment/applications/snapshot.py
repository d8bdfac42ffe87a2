"""An application as canonical JSON: the picture that is kept, and hashed, when it is filed."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from recruitment.applications.canonical import canonical
from recruitment.applications.models import Application, Candidate, Channel, Claim, Guardian


def snapshot(application: Application, declarations: Sequence[str] = ()) -> str:
    """The content of an application loaded with `with_answers()`.

    Keys are sorted and nothing in it depends on row ids or on the time of the call, so the same
    answers always give the same text. What came on paper keeps the moment at which the institution
    took it, and the clerk's note: both decide whether it was in time. Verdicts are left out: they
    are the committee's, not the parent's.
    """
    content = {
        "application": application.number,
        "procedure": application.procedure.slug,
        "channel": application.channel,
        "paper_receipt": _paper_receipt(application),
        "child": _child(application.candidate),
        "has_single_guardian": application.has_single_guardian,
        "guardians": [_guardian(guardian) for guardian in application.guardians.all()],
        "choices": [
            {
                "position": choice.position,
                "institution": choice.group.institution.code,
                "group": choice.group.code,
            }
            for choice in application.choices.all()
        ],
        "claims": sorted(
            (_claim(claim) for claim in application.claims.all()),
            key=lambda claim: (claim["criterion"], claim["institution"]),
        ),
        "declarations": list(declarations),
    }
    return canonical(content)


def _paper_receipt(application: Application) -> dict[str, str] | None:
    if application.channel != Channel.PAPER or application.filed_at is None:
        return None
    return {
        "received_at": application.filed_at.astimezone(UTC).isoformat(),
        "late_because": application.late_because,
        "note": application.filing_note,
    }


def _address(person: Candidate | Guardian) -> dict[str, str]:
    return {
        "street": person.street,
        "house_number": person.house_number,
        "flat_number": person.flat_number,
        "postcode": person.postcode,
        "city": person.city,
    }


def _child(candidate: Candidate) -> dict[str, object]:
    return {
        "first_names": candidate.first_names,
        "surname": candidate.surname,
        "birth_on": candidate.birth_on.isoformat() if candidate.birth_on else None,
        "pesel": candidate.pesel,
        "document_kind": candidate.document_kind,
        "document_number": candidate.document_number,
        "has_statement": candidate.has_statement,
        "is_deferred": candidate.is_deferred,
        "is_resident": candidate.is_resident,
        "address": _address(candidate),
    }


def _guardian(guardian: Guardian) -> dict[str, object]:
    return {
        "position": guardian.position,
        "role": guardian.role,
        "first_names": guardian.first_names,
        "surname": guardian.surname,
        "email": guardian.email,
        "phone": str(guardian.phone),
        "lives_with_child": guardian.lives_with_child,
        "address": _address(guardian),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    told = {
        "criterion": claim.criterion.code,
        "institution": claim.institution.code if claim.institution else "",
    }
    return {**told, "answer": claim.answer} if claim.answer else told
