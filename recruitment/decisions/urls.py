from django.urls import path

from recruitment.decisions.views import listing, results

urlpatterns = [
    path("wnioski/", listing.my_applications, name="my_applications"),
    path("wniosek/<public_id:public_id>/wynik/", results.result, name="result"),
    path("wyniki/", results.results_overview, name="results_overview"),
]
