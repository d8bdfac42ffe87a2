"""How many people make a committee, and how many of them make a quorum; whole numbers only."""

FEWEST_MEMBERS = 3


def quorum_of(members: int) -> int:
    """At least two thirds of the members must be present (regulation Dz.U. 2019 poz. 1737)."""
    return (2 * members + 2) // 3
