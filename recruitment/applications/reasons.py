"""The committee's library of reasons: why a claim is not accepted, or what has to be completed.

A wording is never edited: whoever changes one adds it under the same code with the next version, so
that an old verdict can always be read as it was given (`tests/…/test_reasons.py` holds every text).
A verdict keeps the code, the version and the whole text in Polish, the language of the office.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Claim, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """One wording of a reason; the newest of its code is the one that can be chosen."""

    code: str
    version: int
    verdict: Verdict
    text: Any

    @property
    def in_polish(self) -> str:
        """The text as it is kept."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self.text)


LIBRARY = (
    Reason(
        "no_document",
        1,
        Verdict.REJECTED,
        _("Nie przedstawiono dokumentu, który potwierdza kryterium."),
    ),
    Reason(
        "other_document",
        1,
        Verdict.REJECTED,
        _("Przedstawiony dokument nie potwierdza kryterium."),
    ),
    Reason("expired", 1, Verdict.REJECTED, _("Przedstawiony dokument stracił ważność.")),
    Reason(
        "not_met", 1, Verdict.REJECTED, _("Z dokumentów wynika, że kryterium nie jest spełnione.")
    ),
    Reason(
        "not_completed", 1, Verdict.REJECTED, _("Braków nie uzupełniono w wyznaczonym terminie.")
    ),
    Reason(
        "mayor_denied",
        1,
        Verdict.REJECTED,
        _("Prezydent miasta nie potwierdził okoliczności podanych w oświadczeniu."),
    ),
    Reason(
        "bring_document",
        1,
        Verdict.TO_COMPLETE,
        _("Trzeba dostarczyć dokument, który potwierdza kryterium."),
    ),
    Reason(
        "certify_copy",
        1,
        Verdict.TO_COMPLETE,
        _("Trzeba poświadczyć kopię za zgodność z oryginałem."),
    ),
    Reason("sign_statement", 1, Verdict.TO_COMPLETE, _("Trzeba podpisać oświadczenie.")),
    Reason(
        "add_clause",
        1,
        Verdict.TO_COMPLETE,
        _("W oświadczeniu trzeba dopisać klauzulę o odpowiedzialności karnej."),
    ),
)

_BY_NAME = {(reason.code, reason.version): reason for reason in LIBRARY}
_NEWEST = {reason.code: reason for reason in sorted(LIBRARY, key=lambda reason: reason.version)}


def offered_reasons() -> list[Reason]:
    """The newest wording of each reason, in the order of the library."""
    return [reason for reason in LIBRARY if _NEWEST[reason.code] is reason]


def newest_reason(code: str) -> Reason:
    """The wording that is chosen today under this code. Raises KeyError for an unknown one."""
    return _NEWEST[code]


def full_reason(code: str, words: str) -> str:
    """The text that a verdict keeps: the wording of the library in Polish, then one's own words."""
    wording = _NEWEST[code].in_polish if code else ""
    return " ".join(part for part in (wording, words.strip()) if part)


def own_words(claim: Claim) -> str:
    """What the committee wrote itself beside the reason that it chose."""
    wording = _BY_NAME.get((claim.reason_code, claim.reason_version or 0))
    if wording is None:
        return claim.reason
    return claim.reason.removeprefix(wording.in_polish).strip()


def shown_reason(claim: Claim) -> str:
    """The reason of a verdict in the reader's language, as far as it comes from the library."""
    wording = _BY_NAME.get((claim.reason_code, claim.reason_version or 0))
    if wording is None or not claim.reason.startswith(wording.in_polish):
        return claim.reason
    return " ".join(part for part in (str(wording.text), own_words(claim)) if part)
