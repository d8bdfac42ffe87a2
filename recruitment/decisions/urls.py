from django.urls import path

from recruitment.decisions import views

urlpatterns = [
    path("wniosek/<public_id:public_id>/wynik/", views.result, name="result"),
    path("wyniki/", views.results_overview, name="results_overview"),
]
