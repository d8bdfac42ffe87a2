"""Nothing is decided silently: open ties, and orders that do not speak of every equal child."""

from allocation.engine import Child, Choice, Group, Problem, Rules, allocate
from allocation.ties import OpenTie, open_ties

POINTS = (1, 100, 4)


def ask(places: int, *children: Child, rules: Rules | None = None) -> tuple[OpenTie, ...]:
    problem = Problem((Group("sowki", places),), children, rules or Rules())
    return open_ties(problem, allocate(problem))


def child(name: str, order: int = 0, points: tuple[int, int, int] = POINTS) -> Child:
    return Child(name, (Choice("sowki", (*points, order)),))


def tie(places: int, *children: str, is_outdated: bool = False) -> tuple[OpenTie]:
    return (OpenTie("sowki", places, POINTS, children, is_outdated),)


def test_equal_children_who_do_not_all_fit_wait_for_the_committee():
    better = child("ewa", points=(1, 200, 0))

    assert ask(2, child("bartek"), child("anna"), better) == tie(1, "anna", "bartek")


def test_an_order_of_everybody_closes_the_tie():
    assert ask(1, child("anna", order=1), child("bartek", order=2)) == ()


def test_an_order_still_works_when_one_of_its_children_has_left():
    assert ask(1, child("anna", order=3), child("celina", order=1)) == ()


def test_an_order_that_is_silent_about_a_refused_equal_is_asked_again_with_everybody():
    newcomer = child("celina")

    found = ask(1, child("anna", order=2), child("bartek", order=1), newcomer)

    assert found == tie(1, "anna", "bartek", "celina", is_outdated=True)


def test_two_newcomers_below_an_order_are_one_question_with_everybody():
    found = ask(2, child("anna", order=1), child("celina"), child("darek"))

    assert found == tie(2, "anna", "celina", "darek", is_outdated=True)


def test_an_order_does_not_matter_when_all_equals_are_admitted():
    assert ask(3, child("anna", order=2), child("bartek", order=1), child("celina")) == ()


def test_an_order_does_not_matter_when_all_equals_are_refused():
    better = child("ewa", points=(1, 200, 0))

    assert ask(1, better, child("anna", order=2), child("celina")) == ()


def test_a_newcomer_with_a_place_higher_on_its_list_does_not_compete():
    newcomer = Child("celina", (Choice("pszczolki", (*POINTS, 0)), Choice("sowki", (*POINTS, 0))))
    problem = Problem(
        (Group("pszczolki", 1), Group("sowki", 1)),
        (child("anna", order=2), child("bartek", order=1), newcomer),
    )

    assert open_ties(problem, allocate(problem)) == ()


def test_an_order_at_other_points_says_nothing_here():
    other = (1, 50, 0)
    found = ask(1, child("anna"), child("bartek"), child("darek", order=1, points=other))

    assert found == tie(1, "anna", "bartek")


def test_a_tie_survives_being_stored():
    (found,) = tie(1, "anna", "bartek", is_outdated=True)

    assert OpenTie.from_json(found.to_json()) == found
