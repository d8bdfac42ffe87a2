"""The parent's addresses. An application is named by a random id, never by anything about a child."""

from django.urls import path

from recruitment.applications.views import case, criteria_sets, filing, starting
from recruitment.applications.views.choices import ChoicesView
from recruitment.applications.views.sections import (
    AddressView,
    ChildView,
    CriteriaView,
    GuardiansView,
)

_ONE = "wniosek/<public_id:public_id>/"
_VERSION = "urzad/kryteria/<int:version>/"

urlpatterns = [
    path("wnioski/nowy/", starting.new_application, name="new_application"),
    path(_ONE, case.application_page, name="application"),
    path(f"{_ONE}dziecko/", ChildView.as_view(), name="application_child"),
    path(f"{_ONE}rodzice/", GuardiansView.as_view(), name="application_guardians"),
    path(f"{_ONE}adres/", AddressView.as_view(), name="application_address"),
    path(f"{_ONE}wybor/", ChoicesView.as_view(), name="application_choices"),
    path(f"{_ONE}kryteria/", CriteriaView.as_view(), name="application_criteria"),
    path(f"{_ONE}sprawdz/", filing.application_check, name="application_check"),
    path(f"{_ONE}zlozono/", filing.application_filed, name="application_filed"),
    path(f"{_ONE}popraw/", case.application_reopen, name="application_reopen"),
    path(f"{_ONE}rezygnacja/", case.application_withdraw, name="application_withdraw"),
    path("urzad/kryteria/", criteria_sets.criteria_sets, name="criteria_sets"),
    path(_VERSION, criteria_sets.criteria_set, name="criteria_set"),
    path(f"{_VERSION}wlacz/", criteria_sets.criteria_set_activate, name="criteria_set_activate"),
    path(f"{_VERSION}kryteria.xlsx", criteria_sets.criteria_set_file, name="criteria_set_file"),
    path(
        "urzad/kryteria/przyklady/<slug:name>.xlsx",
        criteria_sets.shipped_criteria_file,
        name="shipped_criteria_file",
    ),
]
