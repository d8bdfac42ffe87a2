"""Sentences about a committee, alike on its pages and in its refusals."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recruitment.committee.models import Protocol
from recruitment.committee.queries import Bar, Composition, Member
from recruitment.committee.quorum import FEWEST_MEMBERS


def faults_of(composition: Composition) -> list[str]:
    """What the headteacher has to put right in the composition of the committee."""
    faults = []
    if not composition.is_large_enough:
        faults.append(
            _("Liczba osób w komisji: %(number)d. Muszą być co najmniej %(fewest)d.")
            % {"number": len(composition.members), "fewest": FEWEST_MEMBERS}
        )
    if not composition.chairs:
        faults.append(_("Komisja nie ma przewodniczącego."))
    if len(composition.chairs) > 1:
        faults.append(_("Komisja ma więcej niż jednego przewodniczącego."))
    return [*faults, *(why_barred(member) for member in composition.barred)]


def why_barred(member: Member) -> str:
    """Who may not sit in the committee, why, and what has to be done."""
    if member.bar is Bar.HEADTEACHER:
        return _(
            "%(name)s: dyrektor nie może być w komisji. Trzeba odwołać tę osobę z komisji."
        ) % {"name": member.name}
    return _(
        "%(name)s: dziecko tej osoby kandyduje do placówki. Trzeba powołać w jej miejsce kogoś innego."
    ) % {"name": member.name}


def lacks_of_meeting(composition: Composition) -> list[str]:
    """Why no protocol of a meeting with these people can be closed."""
    lacks = []
    if not composition.is_large_enough:
        lacks.append(
            _("W dniu posiedzenia w komisji było osób: %(number)d. Wymagane są %(fewest)d.")
            % {"number": len(composition.members), "fewest": FEWEST_MEMBERS}
        )
    if not composition.has_quorum:
        lacks.append(quorum_in_words(composition))
    return lacks


def quorum_in_words(composition: Composition) -> str:
    """How many are present, of how many, and how many are needed."""
    return _("Obecnych: %(present)d z %(members)d. Kworum: %(quorum)d.") % {
        "present": len(composition.present),
        "members": len(composition.members),
        "quorum": composition.quorum,
    }


def lacks_of_protocol(protocol: Protocol, composition: Composition) -> list[str]:
    """Why this version cannot be closed yet; empty when it can."""
    confirmed = {confirmation.person_id for confirmation in protocol.confirmations.all()}
    waiting = [member.name for member in composition.present if member.person.pk not in confirmed]
    lacks = lacks_of_meeting(composition)
    if waiting:
        lacks.append(_("Brakuje potwierdzeń: %(names)s.") % {"names": ", ".join(waiting)})
    return lacks


@dataclass(frozen=True, slots=True)
class State:
    """How far a protocol has come, as a coloured tag."""

    text: str
    tone: str


def state_of(protocol: Protocol | None) -> State:
    """The state of a meeting's protocol; without a version it is a draft."""
    if protocol is None:
        return State(_("projekt"), "yellow")
    if protocol.closed_at:
        return State(_("zamknięty"), "green")
    return State(_("czeka na potwierdzenia"), "blue")
