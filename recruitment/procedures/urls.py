from django.urls import path

from recruitment.procedures.views import office, public

urlpatterns = [
    path("", public.home, name="home"),
    path("oferta/", public.offer, name="offer"),
    path("oferta/<slug:code>/", public.institution, name="institution"),
    path("terminy/", public.calendar, name="calendar"),
    path("terminy.ics", public.calendar_ics, name="calendar_ics"),
    path("urzad/terminy/<slug:code>/", office.move_stage, name="move_stage"),
]
