"""The desk's list as a queue: a case that was opened from it knows its place there.

What narrows and orders the list stands in the address, and goes with every link and form of a case.
So the same queue is found again in each tab, without anything kept on the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.applications.models.application import ApplicationQuerySet
from recruitment.procedures.models import Procedure
from recruitment.verification.filters import DeskFilter
from recruitment.verification.queries import desk_applications
from schools.models import Institution

ORDERS = {
    "child": ("candidate__sort_key", "pk"),
    "number": ("number", "pk"),
    "filed_at": ("filed_at", "pk"),
}
KEPT = ("q", "status", "channel", "institution", "sort")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands: which of how many, and the names in addresses of its neighbours.

    `number` is None for one that the list does not hold, or holds no longer.
    """

    number: int | None
    total: int
    previous: str | None
    following: str | None


def query_of(address: Mapping[str, str]) -> str:
    """What narrows and orders the list, to be put behind an address; empty for the whole list."""
    kept = _kept_of(address)
    return f"?{urlencode(kept)}" if kept else ""


def _kept_of(address: Mapping[str, str]) -> dict[str, str]:
    return {name: address[name] for name in KEPT if address.get(name)}


class Queue:
    """The applications of a person's desk as the address of a page narrows and orders them."""

    def __init__(
        self, user: User, procedure: Procedure, today: date, address: Mapping[str, str]
    ) -> None:
        institutions = Institution.objects.of_staff(user, today)
        self.institutions = list(institutions)
        self.whole: ApplicationQuerySet = desk_applications(user, procedure, today)
        self.filter = DeskFilter(
            address,
            queryset=self.whole,
            institutions=institutions,
            has_several=len(self.institutions) > 1,
            today=today,
        )
        self._kept = _kept_of(address)

    @property
    def query(self) -> str:
        """What narrows and orders the list, to be put behind an address: `?status=waiting`."""
        return query_of(self._kept)

    @property
    def listed(self) -> ApplicationQuerySet:
        """What the filters leave, in no order."""
        applications: ApplicationQuerySet = self.filter.qs
        return applications

    def place_of(self, application: Application) -> Place | None:
        """Its place among those listed; None for whoever has no such application on the desk."""
        order = self._order()
        if application.public_id not in order:
            return None
        listed = set(self.listed.values_list("public_id", flat=True))
        at = order.index(application.public_id)
        before = [one for one in order[:at] if one in listed]
        after = [one for one in order[at + 1 :] if one in listed]
        return Place(
            number=len(before) + 1 if application.public_id in listed else None,
            total=len(listed),
            previous=before[-1] if before else None,
            following=after[0] if after else None,
        )

    def first_to_decide(self, after: Application | None = None) -> str | None:
        """The first of those listed that waits for nobody but the committee; None when all are done.

        With `after` the first one behind that application, then from the beginning of the list.
        """
        to_decide = set(self.listed.to_decide().values_list("public_id", flat=True))
        order = self._order()
        if after is not None and after.public_id in order:
            at = order.index(after.public_id)
            order = order[at + 1 :] + order[:at]
        return next((one for one in order if one in to_decide), None)

    def _order(self) -> list[str]:
        """Every application of the desk in the order of the list."""
        sort = self._kept.get("sort", "child")
        keys = ORDERS.get(sort.removeprefix("-"), ORDERS["child"])
        ordered = self.whole.order_by(*keys)
        if sort.startswith("-"):
            ordered = ordered.reverse()
        return list(ordered.values_list("public_id", flat=True))
