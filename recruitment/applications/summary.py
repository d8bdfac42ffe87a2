"""The answers of an application as rows to read: the same on every page that shows them."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recruitment.applications.answers_in_words import answer_in_words
from recruitment.applications.models import Application, Candidate, Guardian, Section, Verdict
from recruitment.applications.reasons import shown_reason
from recruitment.criteria.rules import WITHOUT_QUESTION

_VERDICT_TONES = {
    Verdict.PENDING: "grey",
    Verdict.ACCEPTED: "green",
    Verdict.REJECTED: "red",
    Verdict.TO_COMPLETE: "yellow",
}

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SectionAnswers:
    """The answers of one section: pairs of a question and an answer."""

    section: Section
    rows: Rows

    @property
    def url_name(self) -> str:
        """The page on which these answers can be changed."""
        return f"application_{self.section}"


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with the committee's word on it, and the document still to bring."""

    name: str
    verdict: str
    tone: str
    reason: str
    evidence: str


def claims_of(application: Application) -> list[ClaimShown]:
    """Every claim; the application needs `with_answers()`."""
    return [
        ClaimShown(
            name=" – ".join(
                [claim.criterion.shown_name]
                + ([claim.institution.short_name] if claim.institution else [])
            ),
            verdict=claim.verdict_in_words,
            tone=_VERDICT_TONES[Verdict(claim.verdict)],
            reason=shown_reason(claim),
            evidence=claim.criterion.evidence
            if claim.verdict in {Verdict.PENDING, Verdict.TO_COMPLETE}
            else "",
        )
        for claim in application.claims.all()
    ]


def answers_of(application: Application) -> list[SectionAnswers]:
    """Every answer, section by section; the application needs `with_answers()`."""
    rows = {
        Section.CHILD: rows_of_child(application.candidate),
        Section.GUARDIANS: _guardians(application),
        Section.ADDRESS: rows_of_residence(application.candidate),
        Section.CHOICES: [
            (
                _("Miejsce %(number)d") % {"number": choice.position},
                f"{choice.group.institution.name}, {choice.group.name}",
            )
            for choice in application.choices.all()
        ],
        Section.CRITERIA: _criteria(application),
    }
    return [SectionAnswers(section, rows[section]) for section in Section]


def given_answers_of(application: Application) -> list[SectionAnswers]:
    """Only what was answered: for a draft that nobody finished."""
    given = [
        SectionAnswers(part.section, [(key, value) for key, value in part.rows if value])
        for part in answers_of(application)
    ]
    return [part for part in given if part.rows]


def _yes_or_no(answer: bool | None) -> str:  # noqa: FBT001 -- the answer is the whole argument
    return "" if answer is None else (_("tak") if answer else _("nie"))


def rows_of_child(candidate: Candidate) -> Rows:
    """The answers about the child; what does not concern it is left out."""
    if candidate.pesel or not candidate.document_number:
        document = [(_("PESEL"), candidate.pesel)]
    else:
        kind = candidate.get_document_kind_display()
        document = [(_("Dokument"), f"{kind}: {candidate.document_number}")]
    birth_on = candidate.birth_on
    return [
        (_("Imię i nazwisko"), candidate.full_name),
        *document,
        (_("Data urodzenia"), date_format(birth_on, "j E Y") if birth_on else ""),
        (
            _("Orzeczenie o potrzebie kształcenia specjalnego"),
            _yes_or_no(candidate.has_statement if birth_on else None),
        ),
        *([(_("Odroczenie obowiązku szkolnego"), _("tak"))] if candidate.is_deferred else []),
    ]


def _guardians(application: Application) -> Rows:
    rows = [
        (str(guardian.get_role_display()).capitalize(), _guardian(guardian))
        for guardian in application.guardians.all()
    ]
    if application.has_single_guardian:
        rows.append((_("Drugi rodzic lub opiekun"), _("nie ma")))
    return rows


def _guardian(guardian: Guardian) -> str:
    home = (
        [_("mieszka pod adresem dziecka")] if guardian.lives_with_child else guardian.address_lines
    )
    phone = guardian.phone.as_international if guardian.phone else ""
    lines = [guardian.full_name, guardian.email, phone, *home]
    return "\n".join(line for line in lines if line)


def rows_of_residence(candidate: Candidate) -> Rows:
    """Where the child lives."""
    return [
        (_("Mieszka w gminie"), _yes_or_no(candidate.is_resident)),
        (_("Adres dziecka"), "\n".join(candidate.address_lines)),
    ]


def _criteria(application: Application) -> Rows:
    claimed: dict[str, list[str]] = {}
    for claim in application.claims.all():
        if claim.criterion.kind in WITHOUT_QUESTION:
            continue
        told = claimed.setdefault(claim.criterion.shown_name, [])
        place = claim.institution.name if claim.institution else ""
        answer = answer_in_words(claim.criterion, claim.answer)
        told += [", ".join(part for part in (place, answer) if part)]
    if not claimed and application.criteria_answered_at is None:
        return []
    if not claimed:
        return [(_("Zaznaczone kryteria"), _("żadne"))]
    return [(name, "\n".join(filter(None, told)) or _("tak")) for name, told in claimed.items()]
