"""Who can sign in to the demo, and who acted in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Role, RoleGrant, User
from schools.models import Institution, StaffMembership, StaffRole

DOMAIN = "demo.example.org"
PASSWORD = "kasztany-i-klocki-7"  # noqa: S105 -- of accounts that exist only in a demo
_IN_OFFICE_FOR = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class Login:
    """An account that people of the demo sign in with."""

    name: str
    first_name: str
    last_name: str
    purpose: str
    institution: str = ""
    staff_role: StaffRole | None = None
    role: Role | None = None

    @property
    def email(self) -> str:
        """The account's address, in a domain that no mail can reach."""
        return f"{self.name}@{DOMAIN}"


PARENT = Login("rodzic", "Anna", "Testowa", "rodzic: jeden wniosek złożony i jeden szkic")
CHAIR = Login(
    "komisja.pm2",
    "Ewa",
    "Komisyjna",
    "przewodnicząca komisji w Przedszkolu nr 2",
    "PM2",
    StaffRole.COMMITTEE_CHAIR,
)
MEMBERS = (
    Login(
        "komisja2.pm2",
        "Piotr",
        "Członkowski",
        "członek komisji w Przedszkolu nr 2",
        "PM2",
        StaffRole.COMMITTEE_MEMBER,
    ),
    Login(
        "komisja3.pm2",
        "Alicja",
        "Żurawska",
        "członkini komisji w Przedszkolu nr 2",
        "PM2",
        StaffRole.COMMITTEE_MEMBER,
    ),
)
OFFICE = Login("urzad", "Barbara", "Urzędowa", "pracownica wydziału edukacji", role=Role.OFFICE)
LOGINS = (
    PARENT,
    Login(
        "dyrektor.pm2",
        "Maria",
        "Dyrektorska",
        "dyrektorka Przedszkola nr 2",
        "PM2",
        StaffRole.DIRECTOR,
    ),
    CHAIR,
    *MEMBERS,
    Login(
        "komisja.pm7",
        "Jan",
        "Członkowski",
        "członek komisji w Przedszkolu nr 7",
        "PM7",
        StaffRole.COMMITTEE_MEMBER,
    ),
    OFFICE,
    Login("urzad2", "Tomasz", "Drugi", "drugi pracownik wydziału edukacji", role=Role.OFFICE),
)


def build_logins(institutions: dict[str, Institution], today: date) -> dict[str, User]:
    """The accounts of `LOGINS` with their roles, by the name of the login."""
    password = make_password(PASSWORD)
    since = today - _IN_OFFICE_FOR
    users = User.objects.bulk_create(
        User(
            email=login.email,
            first_name=login.first_name,
            last_name=login.last_name,
            password=password,
        )
        for login in LOGINS
    )
    by_name = dict(zip((login.name for login in LOGINS), users, strict=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    StaffMembership.objects.bulk_create(
        StaffMembership(
            user=by_name[login.name],
            institution=institutions[login.institution],
            role=login.staff_role,
            starts_on=since,
        )
        for login in LOGINS
        if login.staff_role
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=by_name[login.name], role=login.role, starts_on=since)
        for login in LOGINS
        if login.role
    )
    return by_name


def build_chairs(
    institutions: dict[str, Institution], logins: dict[str, User], today: date
) -> dict[int, User]:
    """Who leads the committee of each institution, by its key; nobody can sign in as the added ones."""
    own = institutions[CHAIR.institution]
    others = [institution for institution in institutions.values() if institution != own]
    users = User.objects.bulk_create(
        User(
            email=f"komisja.{institution.code.lower()}.przewodniczaca@{DOMAIN}",
            first_name="Komisja",
            last_name=institution.short_name,
            password=make_password(None),
        )
        for institution in others
    )
    StaffMembership.objects.bulk_create(
        StaffMembership(
            user=user,
            institution=institution,
            role=StaffRole.COMMITTEE_CHAIR,
            starts_on=today - _IN_OFFICE_FOR,
        )
        for institution, user in zip(others, users, strict=True)
    )
    chairs = {institution.pk: user for institution, user in zip(others, users, strict=True)}
    return chairs | {own.pk: logins[CHAIR.name]}
