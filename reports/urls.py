from django.urls import path

from reports import views

urlpatterns = [
    path("urzad/przydzial/<int:number>/listy.xlsx", views.office_workbook, name="run_workbook"),
    path("placowka/listy.xlsx", views.institution_workbook, name="institution_workbook"),
]
