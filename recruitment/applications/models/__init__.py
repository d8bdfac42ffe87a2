"""Applications: who applies, where, in which order, and what is claimed."""

from recruitment.applications.models.application import Application, Channel
from recruitment.applications.models.case_event import CaseEvent
from recruitment.applications.models.choice import Choice
from recruitment.applications.models.claim import Claim, Verdict
from recruitment.applications.models.mayor_request import MayorAnswer, MayorRequest
from recruitment.applications.models.opening import ListOpening, Opened, OpenedList, Opening
from recruitment.applications.models.people import (
    Candidate,
    DocumentKind,
    Guardian,
    GuardianRole,
)
from recruitment.applications.models.section import Section, SectionDraft
from recruitment.applications.models.submission import Submission
from recruitment.applications.models.written_once import WrittenOnceError

__all__ = [
    "Application",
    "Candidate",
    "CaseEvent",
    "Channel",
    "Choice",
    "Claim",
    "DocumentKind",
    "Guardian",
    "GuardianRole",
    "ListOpening",
    "MayorAnswer",
    "MayorRequest",
    "Opened",
    "OpenedList",
    "Opening",
    "Section",
    "SectionDraft",
    "Submission",
    "Verdict",
    "WrittenOnceError",
]
