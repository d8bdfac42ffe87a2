from django.urls import path

from recruitment.verification.views import case, desk, further, mayor, paper, steps

urlpatterns = [
    path("placowka/", desk.desk, name="desk"),
    path("placowka/dalsze-wybory/", further.further, name="further_choices"),
    path("placowka/wniosek/<public_id:public_id>/", case.case, name="case"),
    path(
        "placowka/wniosek/<public_id:public_id>/uzupelnienie/",
        steps.case_return,
        name="case_return",
    ),
    path(
        "placowka/wniosek/<public_id:public_id>/zapytanie/",
        mayor.case_ask_mayor,
        name="case_ask_mayor",
    ),
    path(
        "placowka/wniosek/<public_id:public_id>/zapytanie/<int:question>/",
        mayor.case_mayor_answer,
        name="case_mayor_answer",
    ),
    path(
        "placowka/wniosek/<public_id:public_id>/do-poprawy/",
        steps.case_hand_back,
        name="case_hand_back",
    ),
    path("placowka/wniosek/<public_id:public_id>/odrzuc/", steps.case_reject, name="case_reject"),
    path("placowka/wniosek/<public_id:public_id>/cofnij/", steps.case_unlock, name="case_unlock"),
    path(
        "placowka/wniosek/<public_id:public_id>/rezygnacja/",
        steps.case_withdraw,
        name="case_withdraw",
    ),
    path("placowka/wniosek-papierowy/", paper.paper_application, name="paper_application"),
    path(
        "placowka/wniosek-papierowy/<public_id:public_id>/przyjeto/",
        paper.paper_receipt,
        name="paper_receipt",
    ),
    path(
        "placowka/wniosek-papierowy/<public_id:public_id>/potwierdzenie.pdf",
        paper.paper_receipt_pdf,
        name="paper_receipt_pdf",
    ),
]
