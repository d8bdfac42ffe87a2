"""Which status of an application may follow which, and who may make it so.

The whole table is here; nothing else assigns a status. `docs/workflow.md` is generated from it.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("szkic")
    FILED = "filed", _("złożony")
    IN_VERIFICATION = "in_verification", _("w weryfikacji")
    RETURNED = "returned", _("do uzupełnienia")
    VERIFIED = "verified", _("zweryfikowany")
    REJECTED = "rejected", _("odrzucony z przyczyn formalnych")
    WITHDRAWN = "withdrawn", _("rezygnacja z naboru")


class Actor(TextChoices):
    PARENT = "parent", _("rodzic")
    COMMITTEE = "committee", _("komisja placówki pierwszego wyboru")
    CLERK = "clerk", _("placówka, wniosek papierowy")
    OFFICE = "office", _("urząd")


class Verb(TextChoices):
    """What happened to an application: the vocabulary of its history."""

    STARTED = "started", _("rozpoczęto wniosek")
    SECTION_SAVED = "section_saved", _("zapisano część wniosku")
    SUBMITTED = "submitted", _("złożono wniosek")
    ENTERED_FROM_PAPER = "entered_from_paper", _("wprowadzono wniosek papierowy")
    REOPENED = "reopened", _("otwarto wniosek do poprawy")
    WITHDRAWN = "withdrawn", _("zrezygnowano z naboru")
    VERIFICATION_STARTED = "verification_started", _("rozpoczęto weryfikację")
    CLAIM_DECIDED = "claim_decided", _("zmieniono ocenę kryterium")
    RETURNED = "returned", _("poproszono o uzupełnienie")
    RESUMED = "resumed", _("wznowiono weryfikację")
    VERIFIED = "verified", _("zweryfikowano wniosek")
    HANDED_BACK = "handed_back", _("zwrócono wniosek do poprawy")
    UNLOCKED = "unlocked", _("cofnięto do weryfikacji")
    REJECTED = "rejected", _("odrzucono wniosek")
    MAYOR_ASKED = "mayor_asked", _("zapytano prezydenta miasta")
    MAYOR_ANSWERED = "mayor_answered", _("zapisano odpowiedź prezydenta miasta")
    MAYOR_NOT_ASKED = "mayor_not_asked", _("wycofano zapytanie do prezydenta miasta")
    CRITERIA_CHANGED = "criteria_changed", _("zmieniły się kryteria i punkty")


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step: from which status, to which, by whom, and the event that records it."""

    source: Status
    target: Status
    actor: Actor
    verb: Verb


TRANSITIONS = (
    Transition(Status.DRAFT, Status.FILED, Actor.PARENT, Verb.SUBMITTED),
    Transition(Status.DRAFT, Status.FILED, Actor.CLERK, Verb.ENTERED_FROM_PAPER),
    Transition(Status.DRAFT, Status.WITHDRAWN, Actor.PARENT, Verb.WITHDRAWN),
    Transition(Status.FILED, Status.DRAFT, Actor.PARENT, Verb.REOPENED),
    Transition(Status.FILED, Status.WITHDRAWN, Actor.PARENT, Verb.WITHDRAWN),
    Transition(Status.RETURNED, Status.WITHDRAWN, Actor.PARENT, Verb.WITHDRAWN),
    Transition(Status.FILED, Status.IN_VERIFICATION, Actor.COMMITTEE, Verb.VERIFICATION_STARTED),
    Transition(Status.IN_VERIFICATION, Status.RETURNED, Actor.COMMITTEE, Verb.RETURNED),
    Transition(Status.RETURNED, Status.IN_VERIFICATION, Actor.COMMITTEE, Verb.RESUMED),
    Transition(Status.IN_VERIFICATION, Status.DRAFT, Actor.COMMITTEE, Verb.HANDED_BACK),
    Transition(Status.IN_VERIFICATION, Status.VERIFIED, Actor.COMMITTEE, Verb.VERIFIED),
    Transition(Status.IN_VERIFICATION, Status.REJECTED, Actor.COMMITTEE, Verb.REJECTED),
    Transition(Status.VERIFIED, Status.IN_VERIFICATION, Actor.COMMITTEE, Verb.UNLOCKED),
    Transition(Status.FILED, Status.WITHDRAWN, Actor.COMMITTEE, Verb.WITHDRAWN),
    Transition(Status.IN_VERIFICATION, Status.WITHDRAWN, Actor.COMMITTEE, Verb.WITHDRAWN),
    Transition(Status.RETURNED, Status.WITHDRAWN, Actor.COMMITTEE, Verb.WITHDRAWN),
    Transition(Status.VERIFIED, Status.WITHDRAWN, Actor.COMMITTEE, Verb.WITHDRAWN),
)

# No application with one of these holds the child's only place in the procedure.
NOT_COMPETING = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.REJECTED})
# Filed, but an application left so when verification ends takes part in nothing.
WAITING_FOR_COMMITTEE = frozenset({Status.FILED, Status.IN_VERIFICATION, Status.RETURNED})


def transition(source: str, target: str, actor: str) -> Transition | None:
    """The allowed step between these statuses by this actor, or None."""
    for step in TRANSITIONS:
        if (step.source, step.target, step.actor) == (source, target, actor):
            return step
    return None
