from django.urls import path

from ui import views

urlpatterns = [
    path("", views.gallery, name="component_gallery"),
    path("tabela/", views.wide_table, name="component_gallery_table"),
    path("formularz/", views.form_page, name="component_gallery_form"),
]
