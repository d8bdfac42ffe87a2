from django.urls import path

from recruitment.criteria import views

urlpatterns = [
    path("kryteria/", views.criteria, name="criteria"),
]
