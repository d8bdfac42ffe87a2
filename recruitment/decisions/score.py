"""A score in the words of the law: residence first, then each stage apart, never a sum."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Score:
    """What decides an order of children: residence in the municipality, stage 1, stage 2."""

    resident: bool
    statutory: int
    municipal: int

    @property
    def in_words(self) -> str:
        """The score for people."""
        words = (
            _(
                "mieszka w gminie, kryteria ustawowe: %(statutory)s pkt, samorządowe: %(municipal)s pkt"
            )
            if self.resident
            else _(
                "mieszka poza gminą, kryteria ustawowe: %(statutory)s pkt, samorządowe: %(municipal)s pkt"
            )
        )
        return words % {"statutory": self.statutory, "municipal": self.municipal}
