"""rules.csv: one rule of the procedure on each line."""

from collections.abc import Mapping

from allocation.engine.errors import InputError, quoted
from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.sheet import read_sheet

PLACES_IN_DOCUMENT = {
    "ties": "rules.ties",
    "lottery_seed": "rules.lottery.seed",
    "lottery_level": "rules.lottery.level",
    "reserve_order": "rules.reserve_order",
    "unfilled_reserve": "rules.unfilled_reserve",
    "closing": "rules.closing",
    "mechanism": "rules.mechanism",
}
OF_LOTTERY = {"lottery_seed": "seed", "lottery_level": "level"}


def read_rules(data: bytes, drawn: Mapping[str, int], places: Places) -> dict[str, object]:
    """Return the rules, and in them the numbers that children have drawn; empty ones are unset."""
    given = _given(data, places)
    rules: dict[str, object] = {
        rule: value for rule, value in given.items() if rule not in OF_LOTTERY
    }
    lottery: dict[str, object] = {
        field: given[rule] for rule, field in OF_LOTTERY.items() if rule in given
    }
    if drawn:
        lottery["rank"] = dict(drawn)
    if lottery:
        rules["lottery"] = lottery
    return rules


def _given(data: bytes, places: Places) -> dict[str, str]:
    places.note("rules.lottery", 'rules.csv, rule "lottery_seed"')
    for rule, place in PLACES_IN_DOCUMENT.items():
        places.note(place, f"rules.csv, rule {quoted(rule)}")
    given: dict[str, str] = {}
    for row in read_sheet("rules.csv", data, required=("rule", "value")).rows:
        rule, value = row.text("rule"), row.text("value")
        if rule not in PLACES_IN_DOCUMENT:
            known = ", ".join(PLACES_IN_DOCUMENT)
            raise InputError(row.place("rule"), f"must be one of {known}, not {quoted(rule)}")
        if rule in given:
            raise InputError(row.place("rule"), f"{quoted(rule)} is given twice")
        places.note(PLACES_IN_DOCUMENT[rule], row.place("value"))
        if value:
            given[rule] = value
    return given
