"""What the sections of the form hand to the services: values already checked one by one."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AddressValues:
    """A place of residence; empty texts where a part does not exist."""

    street: str = ""
    house_number: str = ""
    flat_number: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class ChildValues:
    """The child: either a PESEL, or the kind and number of another document."""

    first_names: str
    surname: str
    birth_on: date
    has_statement: bool
    is_deferred: bool = False
    pesel: str = ""
    document_kind: str = ""
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class GuardianValues:
    """One parent or guardian; `address` only for one who lives apart from the child."""

    role: str
    first_names: str
    surname: str
    email: str = ""
    phone: str = ""
    lives_with_child: bool = True
    address: AddressValues = field(default_factory=AddressValues)


@dataclass(frozen=True, slots=True)
class ResidenceValues:
    """Where the child lives, and whether that is in the municipality."""

    is_resident: bool
    address: AddressValues


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """When the institution took what came on paper.

    Of what was typed in late also why: `late_because` is a `LateReason`, `note` is in words.
    """

    received_at: datetime
    late_because: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of the parent: a criterion, for the whole application or one institution.

    A claim is the answer "yes" to it, so claims have the same shape.
    """

    criterion: str
    institution: str | None = None
