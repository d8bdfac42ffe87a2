"""Root addresses: Polish for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

from accounts.views import prolong_session
from config.views import start

urlpatterns = [
    path("", include("recruitment.procedures.urls")),
    path("", include("recruitment.criteria.urls")),
    path("", include("recruitment.applications.urls")),
    path("", include("recruitment.verification.urls")),
    path("", include("recruitment.continuations.urls")),
    path("", include("recruitment.committee.urls")),
    path("", include("recruitment.decisions.urls")),
    path("", include("allocation.urls")),
    path("", include("reports.urls")),
    path("start/", start, name="start"),
    path("konto/", include("allauth.account.urls")),
    path("sesja/", prolong_session, name="prolong_session"),
    path("jezyk/setlang/", login_not_required(set_language), name="set_language"),
    path(
        "dostepnosc/",
        login_not_required(TemplateView.as_view(template_name="pages/accessibility.html")),
        name="accessibility",
    ),
    path(
        "rodo/",
        login_not_required(TemplateView.as_view(template_name="pages/privacy.html")),
        name="privacy",
    ),
]

if getattr(settings, "SHOW_COMPONENT_GALLERY", False):
    urlpatterns += [path("dev/komponenty/", include("ui.urls"))]
