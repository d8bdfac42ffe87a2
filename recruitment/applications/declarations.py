"""The sentences that a parent confirms when filing; what was confirmed is kept in the submission."""

from django.utils.translation import gettext_lazy as _

# The exact clause that a declaration under criminal liability must hold (art. 150 ust. 6).
LIABILITY = _("Jestem świadomy odpowiedzialności karnej za złożenie fałszywego oświadczenia.")
INFORMATION = _("Znam informację o przetwarzaniu danych osobowych w naborze.")
