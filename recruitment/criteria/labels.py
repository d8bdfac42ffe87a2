"""The words for what the computation of points says."""

from django.utils.translation import gettext_lazy as _

from recruitment.criteria.points import Why

WHY_LABELS = {
    Why.COUNTED: _("liczy się"),
    Why.NOT_CLAIMED: _("nie zaznaczono"),
    Why.NOT_VERIFIED: _("komisja jeszcze nie potwierdziła"),
    Why.REJECTED: _("komisja nie uznała"),
    Why.OTHER_INSTITUTION: _("dotyczy innej placówki"),
    Why.NOT_FIRST_CHOICE: _("tylko w placówce pierwszego wyboru"),
    Why.OTHER_AGE: _("nie dotyczy dzieci w tym wieku"),
    Why.OTHER_GROUP: _("nie dotyczy oddziału tego rodzaju"),
    Why.NO_LEVEL: _("odpowiedź nie daje punktów"),
    Why.EXCLUDED: _("liczy się kryterium, które je zastępuje"),
    Why.BETTER_OF_GROUP: _("liczy się inne kryterium z tej grupy"),
    Why.CAPPED: _("liczy się do górnej granicy"),
}
