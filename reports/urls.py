from django.urls import path

from reports import views

urlpatterns = [
    path("urzad/przydzial/<int:number>/listy.xlsx", views.office_lists, name="run_workbook"),
    path("urzad/przydzial/<int:number>/zestawienie.xlsx", views.office_summary, name="run_summary"),
    path("placowka/listy.xlsx", views.institution_list, name="institution_workbook"),
    path("placowka/zestawienie.xlsx", views.institution_summary, name="institution_summary"),
]
