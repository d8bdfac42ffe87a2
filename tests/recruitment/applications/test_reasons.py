"""The library of reasons: wordings that were given to families are never edited."""

import pytest
from django.utils import translation

from recruitment.applications import reasons
from recruitment.applications.models import Claim, Verdict
from recruitment.applications.reasons import (
    LIBRARY,
    Reason,
    full_reason,
    offered_reasons,
    own_words,
    shown_reason,
)
from recruitment.verification.validators import MAX_REASON_LENGTH

# Every wording ever in use. A line here is only added: a new wording is a next version of its code.
WORDINGS = {
    ("no_document", 1): "Nie przedstawiono dokumentu, który potwierdza kryterium.",
    ("other_document", 1): "Przedstawiony dokument nie potwierdza kryterium.",
    ("expired", 1): "Przedstawiony dokument stracił ważność.",
    ("not_met", 1): "Z dokumentów wynika, że kryterium nie jest spełnione.",
    ("not_completed", 1): "Braków nie uzupełniono w wyznaczonym terminie.",
    (
        "mayor_denied",
        1,
    ): "Prezydent miasta nie potwierdził okoliczności podanych w oświadczeniu.",
    ("bring_document", 1): "Trzeba dostarczyć dokument, który potwierdza kryterium.",
    ("certify_copy", 1): "Trzeba poświadczyć kopię za zgodność z oryginałem.",
    ("sign_statement", 1): "Trzeba podpisać oświadczenie.",
    ("add_clause", 1): "W oświadczeniu trzeba dopisać klauzulę o odpowiedzialności karnej.",
}


def test_every_wording_stays_as_it_was_given():
    assert {(one.code, one.version): one.in_polish for one in LIBRARY} == WORDINGS


def test_every_wording_leaves_room_for_own_words_and_belongs_to_a_refusal():
    assert {one.verdict for one in LIBRARY} == {Verdict.REJECTED, Verdict.TO_COMPLETE}
    assert max(len(one.in_polish) for one in LIBRARY) < MAX_REASON_LENGTH / 2


@pytest.mark.parametrize(
    ("code", "words", "text"),
    [
        ("", " Brak podpisu. ", "Brak podpisu."),
        ("expired", "", "Przedstawiony dokument stracił ważność."),
        (
            "expired",
            "Termin minął w maju.",
            "Przedstawiony dokument stracił ważność. Termin minął w maju.",
        ),
        ("", "", ""),
    ],
)
def test_kept_text_is_the_wording_and_then_own_words(code, words, text):
    with translation.override("en"):
        kept = full_reason(code, words)

    claim = Claim(reason=kept, reason_code=code, reason_version=1 if code else None)
    assert (kept, own_words(claim), shown_reason(claim)) == (text, words.strip(), text)


def test_old_verdict_keeps_its_wording_when_the_library_has_a_newer_one(monkeypatch):
    newer = Reason("expired", 2, Verdict.REJECTED, "Dokument jest nieważny.")
    monkeypatch.setattr(reasons, "LIBRARY", (*LIBRARY, newer))
    monkeypatch.setitem(reasons._NEWEST, "expired", newer)
    monkeypatch.setitem(reasons._BY_NAME, ("expired", 2), newer)
    old = Claim(
        reason="Przedstawiony dokument stracił ważność. W maju.",
        reason_code="expired",
        reason_version=1,
    )

    assert [one.version for one in offered_reasons() if one.code == "expired"] == [2]
    assert full_reason("expired", "W maju.") == "Dokument jest nieważny. W maju."
    assert (own_words(old), shown_reason(old)) == ("W maju.", old.reason)
