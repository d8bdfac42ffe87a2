"""One preschool at its desk: the procedure, two institutions, and who works in the first."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from recruitment.applications.models import Application, CaseEvent, Claim
from recruitment.applications.values import (
    AddressValues,
    ChildValues,
    GuardianValues,
    PaperReceipt,
    Question,
    ResidenceValues,
)
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Procedure
from recruitment.verification.services.paper import PaperApplication
from schools.models import Group, Institution, StaffRole
from tests import factories

PESEL = factories.make_pesel(date(2022, 5, 17), 4242)


@dataclass(frozen=True)
class Scene:
    procedure: Procedure
    ours: Institution
    theirs: Institution
    our_group: Group
    their_group: Group
    chair: User

    def application(self, status: Status = Status.FILED, **fields: object) -> Application:
        """An application to our group first and to theirs second."""
        fields.setdefault("groups", [self.our_group, self.their_group])
        return factories.make_application(self.procedure, status=status, **fields)


def make_scene() -> Scene:
    procedure = factories.make_procedure()
    factories.make_criteria(procedure)
    ours = factories.make_institution("ours", short_name="PM nr 1")
    theirs = factories.make_institution("theirs", short_name="PM nr 2")
    return Scene(
        procedure=procedure,
        ours=ours,
        theirs=theirs,
        our_group=factories.make_group(ours, name="Pszczółki"),
        their_group=factories.make_group(theirs, name="Motylki"),
        chair=factories.make_staff(
            ours, StaffRole.COMMITTEE_CHAIR, first_name="Maria", last_name="Łoś"
        ),
    )


def make_paper(scene: Scene, **changes: object) -> PaperApplication:
    """What stands on the paper of Ola Ćwik."""
    fields: dict[str, object] = {
        "receipt": PaperReceipt(factories.NOW),
        "child": ChildValues("Ola", "Ćwik", date(2022, 5, 17), has_statement=False, pesel=PESEL),
        "guardians": [GuardianValues("mother", "Ewa", "Ćwik")],
        "residence": ResidenceValues(
            is_resident=True, address=AddressValues("Leśna", "1", "", "05-120", "Legionowo")
        ),
        "groups": [scene.our_group],
        "claims": {Question("large-family"): {}},
    }
    return PaperApplication(**{**fields, **changes})


def last_event(application: Application) -> int:
    """What somebody saw who has just opened the case."""
    return application.events.last().pk


def history(application: Application) -> list[tuple[str, ...]]:
    """Verb, role, detail and reason of everything recorded since the application was filed."""
    events = CaseEvent.objects.filter(application=application).order_by("pk")
    return list(events.values_list("verb", "actor_role", "detail", "reason"))[1:]


def verdicts(application: Application) -> list[tuple[str, str, str]]:
    """Criterion, verdict and reason of each claim, in the order of the page."""
    claims = Claim.objects.filter(application=application)
    return list(claims.values_list("criterion__code", "verdict", "reason"))
