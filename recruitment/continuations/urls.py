from django.urls import path

from recruitment.continuations.views import desk, office

_DECLARATION = "placowka/deklaracje/<public_id:public_id>/"

urlpatterns = [
    path("placowka/deklaracje/", desk.continuations, name="continuations"),
    path("placowka/deklaracja/nowa/", desk.continuation_new, name="continuation_new"),
    path(_DECLARATION, desk.continuation, name="continuation"),
    path(f"{_DECLARATION}potwierdzenie.pdf", desk.continuation_pdf, name="continuation_pdf"),
    path(f"{_DECLARATION}wycofanie/", desk.continuation_withdraw, name="continuation_withdraw"),
    path("urzad/deklaracje/", office.continuations_overview, name="continuations_overview"),
]
