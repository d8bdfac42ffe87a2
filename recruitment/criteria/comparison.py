"""What of a child's points the allocation compares, and so which sets may be put in force.

A set with anything else is read, kept and computed, but not put in force: what the allocation does
not compare would be lost without a word, and a child placed otherwise than the resolution says.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from recruitment.criteria.rules import Kind, RuleSet, Stage

COMPARED = (Stage.PRIORITY, Stage.STATUTORY, Stage.MUNICIPAL)
"""The stages in the order in which they decide."""


def reasons_against(rule_set: RuleSet) -> Iterator[str]:
    """Say, in a sentence for each, what of the set the allocation does not compare."""
    stages = {rule.stage for rule in rule_set.rules}
    if Stage.GATE in stages:
        yield _("Przydział nie sprawdza jeszcze warunków przyjęcia.")
    if Stage.APTITUDE in stages:
        yield _("Przydział nie porównuje jeszcze predyspozycji.")
    first = {rule.kind for rule in rule_set.rules if rule.stage is Stage.PRIORITY}
    if not first <= {Kind.RESIDENCE, Kind.STATEMENT}:
        yield _("Pierwszeństwo w przydziale daje na razie tylko zamieszkanie w gminie.")
    if any(rule_set.unit(stage) > 1 for stage in stages & set(COMPARED)):
        yield _("Przydział porównuje na razie tylko całe punkty.")
