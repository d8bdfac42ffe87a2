"""Points as people read them."""

from decimal import Decimal

from recruitment.criteria.rules import Stage

WITHOUT_POINTS = (Stage.GATE, Stage.PRIORITY)
"""What is a condition, or decides before all points: a number of it would only mislead."""


def shown(number: Decimal) -> str:
    """Write a number as in Polish, without zeros at its end: 4, or 45,53."""
    whole = number.to_integral_value()
    return (
        str(whole.quantize(Decimal(1)))
        if number == whole
        else f"{number.normalize():f}".replace(".", ",")
    )


def shown_of(stage: int, number: Decimal) -> str:
    """Write what one criterion of the stage gives."""
    return "–" if stage in WITHOUT_POINTS else shown(number)


def in_json(number: Decimal) -> int | float:
    """Return a number that JSON can hold: points have two decimal places at most."""
    return int(number) if number == number.to_integral_value() else float(number)
