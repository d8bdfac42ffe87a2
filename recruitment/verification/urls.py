from django.urls import path

from recruitment.verification.views import case, desk, further, paper

urlpatterns = [
    path("placowka/", desk.desk, name="desk"),
    path("placowka/dalsze-wybory/", further.further, name="further_choices"),
    path("placowka/wniosek/<public_id:public_id>/", case.case, name="case"),
    path("placowka/wniosek/<public_id:public_id>/zatwierdz/", case.case_verify, name="case_verify"),
    path(
        "placowka/wniosek/<public_id:public_id>/uzupelnienie/", case.case_return, name="case_return"
    ),
    path(
        "placowka/wniosek/<public_id:public_id>/do-poprawy/",
        case.case_hand_back,
        name="case_hand_back",
    ),
    path("placowka/wniosek/<public_id:public_id>/odrzuc/", case.case_reject, name="case_reject"),
    path("placowka/wniosek/<public_id:public_id>/cofnij/", case.case_unlock, name="case_unlock"),
    path(
        "placowka/wniosek/<public_id:public_id>/rezygnacja/",
        case.case_withdraw,
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
