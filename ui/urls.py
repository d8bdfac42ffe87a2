from django.urls import path

from ui import views

urlpatterns = [
    path("dev/komponenty/", views.gallery, name="component_gallery"),
    path("dev/komponenty/tabela/", views.wide_table, name="component_gallery_table"),
    path("dev/komponenty/formularz/", views.form_page, name="component_gallery_form"),
]
