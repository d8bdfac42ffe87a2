from django.urls import path

from recruitment.verification import views

urlpatterns = [
    path("placowka/", views.desk, name="desk"),
    path("placowka/wniosek/<str:public_id>/", views.case, name="case"),
    path("placowka/wniosek/<str:public_id>/zatwierdz/", views.case_verify, name="case_verify"),
    path("placowka/wniosek/<str:public_id>/uzupelnienie/", views.case_return, name="case_return"),
    path("placowka/wniosek/<str:public_id>/odrzuc/", views.case_reject, name="case_reject"),
    path("placowka/wniosek/<str:public_id>/cofnij/", views.case_unlock, name="case_unlock"),
]
