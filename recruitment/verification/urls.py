from django.urls import path

from recruitment.verification.views import case, desk, paper

urlpatterns = [
    path("placowka/", desk.desk, name="desk"),
    path("placowka/wniosek/<str:public_id>/", case.case, name="case"),
    path("placowka/wniosek/<str:public_id>/zatwierdz/", case.case_verify, name="case_verify"),
    path("placowka/wniosek/<str:public_id>/uzupelnienie/", case.case_return, name="case_return"),
    path("placowka/wniosek/<str:public_id>/odrzuc/", case.case_reject, name="case_reject"),
    path("placowka/wniosek/<str:public_id>/cofnij/", case.case_unlock, name="case_unlock"),
    path("placowka/wniosek-papierowy/", paper.paper_application, name="paper_application"),
    path(
        "placowka/wniosek-papierowy/<str:public_id>/przyjeto/",
        paper.paper_receipt,
        name="paper_receipt",
    ),
]
