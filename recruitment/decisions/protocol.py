"""What a committee's protocol says of the announced lists: how long each is, and its hash."""

from django.utils.translation import gettext as _

from recruitment.applications.canonical import canonical, sha256_of
from recruitment.committee.sections import Scope, Section
from recruitment.decisions.models import ChoiceDecision, ChoiceResult


def lists(scope: Scope) -> Section | None:
    """The lists of the institution's groups, if they were announced in the time of the protocol.

    No child is named: the hash of the numbers tells whether a list is the one that was announced.
    """
    found = ChoiceDecision.objects.filter(
        decision__application__procedure=scope.procedure,
        group__institution=scope.institution,
        decision__decided_at__lte=scope.to_at,
    )
    if scope.from_at is not None:
        found = found.filter(decision__decided_at__gt=scope.from_at)
    listed: dict[str, dict[str, list[str]]] = {}
    for group, result, number in found.order_by(
        "group__name", "group_id", "decision__application__number"
    ).values_list("group__name", "result", "decision__application__number"):
        listed.setdefault(group, {}).setdefault(result, []).append(number)
    if not listed:
        return None
    return Section(
        title=_("Załączone listy"),
        note=_(
            "Skrót (sha256) liczy się z numerów wniosków na liście. Nazwiska są na listach w placówce."
        ),
        columns=(_("Grupa"), _("Zakwalifikowani"), _("Niezakwalifikowani"), _("Skrót listy")),
        rows=tuple(
            (
                group,
                str(len(numbers.get(ChoiceResult.QUALIFIED, []))),
                str(len(numbers.get(ChoiceResult.NOT_QUALIFIED, []))),
                _hash(group, numbers),
            )
            for group, numbers in listed.items()
        ),
    )


def _hash(group: str, numbers: dict[str, list[str]]) -> str:
    return sha256_of(canonical({"group": group, **numbers}))
