"""The flaws of a resolution in Polish, and the cells where they stand."""

from django.utils.translation import gettext as _

from recruitment.criteria.rules import Flaw
from recruitment.criteria.spreadsheet import columns as at

FLAW_CELLS = {
    Flaw.NEGATIVE: at.POINTS,
    Flaw.TOO_FINE: at.POINTS,
    Flaw.TWICE: at.CODE,
    Flaw.NEEDS_LEVELS: at.KIND,
    Flaw.UNUSED_LEVELS: at.KIND,
    Flaw.LEVELS_OF_PARENTS: at.KIND,
    Flaw.LEVELS_OR_MULTIPLIER: at.MULTIPLIER,
    Flaw.UNUSED_MULTIPLIER: at.MULTIPLIER,
    Flaw.NEEDS_THRESHOLDS: at.KIND,
    Flaw.FIRST_CHOICE_SCOPE: at.SCOPE,
    Flaw.EXCLUDES_ITSELF: at.EXCLUDED_BY,
    Flaw.EXCLUDE_EACH_OTHER: at.EXCLUDED_BY,
    Flaw.EXCLUDED_GATE: at.EXCLUDED_BY,
    Flaw.UNKNOWN_GROUP: at.GROUP,
    Flaw.GROUP_OF_ONE_STAGE: at.GROUP,
    Flaw.UNKNOWN_CRITERION: at.EXCLUDED_BY,
    Flaw.CAP_OF_SUM: at.CAP,
    Flaw.AGES: at.AGE_FROM,
    Flaw.LEVEL_BOUNDS: at.AT_LEAST,
}
"""Under which header the cell stands that a flaw is about."""


def flaw_in_words(flaw: Flaw) -> str:
    """Say what is wrong, and what to do about it."""
    return {
        Flaw.NEGATIVE: _("Punkty nie mogą być mniejsze od zera."),
        Flaw.TOO_FINE: _("Punkty mogą mieć najwyżej dwa miejsca po przecinku."),
        Flaw.TWICE: _("Ten kod stoi już wyżej. Każdy kod może wystąpić raz."),
        Flaw.NEEDS_LEVELS: _("Dopisz poziomy tego kryterium w arkuszu „Poziomy”."),
        Flaw.UNUSED_LEVELS: _("Kryterium tego rodzaju nie ma poziomów. Usuń je albo zmień rodzaj."),
        Flaw.LEVELS_OF_PARENTS: _("Kryterium o rodzicach ma tylko poziomy „wszyscy” i „jedno”."),
        Flaw.LEVELS_OR_MULTIPLIER: _("Podaj albo mnożnik, albo poziomy tego kryterium."),
        Flaw.UNUSED_MULTIPLIER: _(
            "Mnożnik ma tylko kryterium rodzaju „liczba”, a górną granicę tylko mnożnik. Usuń tę liczbę."
        ),
        Flaw.NEEDS_THRESHOLDS: _("Kryterium dochodu wymaga progów dochodu w arkuszu „Zestaw”."),
        Flaw.FIRST_CHOICE_SCOPE: _(
            "Takie kryterium liczy się tylko w placówce pierwszego wyboru. Wpisz to tutaj."
        ),
        Flaw.EXCLUDES_ITSELF: _("Kryterium nie może wykluczać samego siebie."),
        Flaw.EXCLUDE_EACH_OTHER: _(
            "Te kryteria wykluczają się nawzajem i żadne by się nie liczyło. Zostaw jeden wpis."
        ),
        Flaw.EXCLUDED_GATE: _("Warunek obowiązuje zawsze, obok każdego kryterium. Usuń ten wpis."),
        Flaw.GROUP_OF_ONE_STAGE: _(
            "W jednej grupie stoją kryteria jednego etapu, a warunki nie należą do grup."
        ),
        Flaw.UNKNOWN_GROUP: _("Takiej grupy nie ma w arkuszu „Grupy”. Dopisz ją tam."),
        Flaw.UNKNOWN_CRITERION: _(
            "Takiego kryterium nie ma w tym zestawie. Popraw kod albo dopisz kryterium."
        ),
        Flaw.CAP_OF_SUM: _("Górną granicę ma suma, i tylko ona. Wpisz ją albo usuń."),
        Flaw.AGES: _("Pierwszy wiek nie może być większy niż ostatni."),
        Flaw.LEVEL_BOUNDS: _("Dolna granica nie może być większa niż górna."),
    }[flaw]
