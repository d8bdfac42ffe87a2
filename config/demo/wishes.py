"""What a family asks for: the ranked choices, and the criteria it claims."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.demo.chance import Chance
from config.demo.households import Child, Household
from config.demo.institutions import OpenGroup
from recruitment.criteria.models import Criterion
from recruitment.procedures.models import Procedure
from schools.models import Group, GroupKind

# How sought after an institution is; the demo has to show crowded groups and empty places.
POPULARITY = {
    "PM1": 9,
    "PM2": 5,
    "PM5": 4,
    "PM6": 8,
    "PM7": 3,
    "PM10": 5,
    "PM11": 7,
    "PM12": 3,
    "PM14": 5,
    "SP1": 7,
    "SP3": 5,
}
KIND_APPEAL = {
    GroupKind.GENERAL: 1.0,
    GroupKind.INTEGRATION: 0.6,
    GroupKind.SPECIAL: 0.0,
    GroupKind.PRESCHOOL_CLASS: 0.8,
}
KIND_APPEAL_WITH_STATEMENT = {
    GroupKind.GENERAL: 0.2,
    GroupKind.INTEGRATION: 3.0,
    GroupKind.SPECIAL: 3.0,
    GroupKind.PRESCHOOL_CLASS: 0.1,
}
NUMBERS_OF_CHOICES = (1, 2, 3)
NUMBER_WEIGHTS = (6, 16, 78)

DISABLED_WITH_STATEMENT_SHARE = 0.7
NEAR_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Claimed:
    """A criterion that a family claims; `group` names the institution of a per-choice claim."""

    criterion: Criterion
    group: Group | None = None


class Wishes:
    """Draws choices and claims for one child after another."""

    def __init__(
        self,
        procedure: Procedure,
        open_groups: Iterable[OpenGroup],
        criteria: dict[str, Criterion],
        chance: Chance,
    ) -> None:
        self._procedure = procedure
        self._chance = chance
        self._criteria = criteria
        self._by_district: dict[int, list[Group]] = defaultdict(list)
        for open_group in open_groups:
            self._by_district[open_group.district].append(open_group.group)

    def draw_choices(self, household: Household, child: Child) -> list[Group]:
        """One to three groups of the family's district that take the child, most wanted first."""
        chance = self._chance
        open_to_child = [
            group
            for group in self._by_district[household.district]
            if group.birth_year_from <= child.birth_on.year <= group.birth_year_to
        ]
        most = chance.weighted(NUMBERS_OF_CHOICES, NUMBER_WEIGHTS)
        choices: list[Group] = []
        favourites = [
            group
            for group in open_to_child
            if group.institution.code == household.favourite and _appeal(group, child) > 0
        ]
        if favourites:
            choices.append(chance.choice(favourites))
        while len(choices) < most:
            rest = [group for group in open_to_child if group not in choices]
            weights = [_appeal(group, child) for group in rest]
            if not any(weights):
                break
            choices.append(chance.weighted(rest, weights))
        return choices

    def draw_claims(
        self, household: Household, child: Child, choices: Sequence[Group]
    ) -> list[Claimed]:
        """What the family says of itself; the claims about siblings are true."""
        codes = [*household.circumstances]
        if child.has_statement:
            codes.append("ORZ")
            if self._chance.happens(DISABLED_WITH_STATEMENT_SHARE):
                codes.append("S2")
        claims = [Claimed(self._criteria[code]) for code in codes]
        seen: set[int] = set()
        for group in choices:
            if group.institution_id not in seen:
                seen.add(group.institution_id)
                claims += self._at_institution(household, child, group)
        return claims

    def _at_institution(self, household: Household, child: Child, group: Group) -> list[Claimed]:
        claims = []
        preparation = self._criteria["G1"]
        if (
            household.is_resident
            and self._procedure.age_of(child.birth_on) == preparation.age_from
            and self._chance.happens(NEAR_SHARE)
        ):
            claims.append(Claimed(preparation, group))
        if household.sibling_at == group.institution.code:
            claims.append(Claimed(self._criteria["G2"], group))
        return claims


def _appeal(group: Group, child: Child) -> float:
    """How much a family wants a group: the institution's name, and the kind that fits the child."""
    institution = group.institution.code.split("-")[0]
    appeal = KIND_APPEAL_WITH_STATEMENT if child.has_statement else KIND_APPEAL
    return POPULARITY[institution] * appeal[GroupKind(group.kind)]
