from django.urls import path

from allocation import views

urlpatterns = [
    path("urzad/", views.office, name="office"),
    path("urzad/niezweryfikowane/", views.unverified, name="unverified"),
    path("urzad/przydzial/", views.start, name="start_run"),
    path("urzad/przydzial/<int:number>/", views.run, name="run"),
    path("urzad/przydzial/<int:number>/postep/", views.run_progress, name="run_progress"),
    path("urzad/przydzial/<int:number>/remis/<int:index>/", views.tie, name="tie"),
    path(
        "urzad/przydzial/<int:number>/kolejnosc/<int:pk>/",
        views.order_correction,
        name="order_correction",
    ),
    path("urzad/przydzial/<int:number>/ogloszenie/", views.publish, name="publish_run"),
    path("urzad/przydzial/<int:number>/pliki/<str:name>", views.run_file, name="run_file"),
]
