from django.urls import path

from recruitment.committee.views import composition, meetings, protocols

_COMMITTEE = "placowka/komisja/<slug:code>/"
_PERSON = f"{_COMMITTEE}osoba/<int:person>/"
_MEETING = "placowka/komisja/posiedzenie/<int:meeting>/"
_PROTOCOL = f"{_MEETING}protokol/"

urlpatterns = [
    path("placowka/komisja/", composition.committees, name="committees"),
    path(_COMMITTEE, composition.committee, name="committee"),
    path(f"{_COMMITTEE}powolanie/", composition.committee_appoint, name="committee_appoint"),
    path(f"{_PERSON}przewodniczenie/", composition.committee_chair, name="committee_chair"),
    path(f"{_PERSON}odwolanie/", composition.committee_end, name="committee_end"),
    path(f"{_COMMITTEE}nowe-posiedzenie/", meetings.meeting_new, name="meeting_new"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}termin/", meetings.meeting_move, name="meeting_move"),
    path(_PROTOCOL, protocols.protocol, name="protocol"),
    path(f"{_PROTOCOL}ustalenia/", protocols.protocol_findings, name="protocol_findings"),
    path(f"{_PROTOCOL}przedstawienie/", protocols.protocol_present, name="protocol_present"),
    path(f"{_PROTOCOL}potwierdzenie/", protocols.protocol_confirm, name="protocol_confirm"),
    path(f"{_PROTOCOL}cofniecie/", protocols.protocol_withdraw, name="protocol_withdraw"),
    path(f"{_PROTOCOL}zamkniecie/", protocols.protocol_close, name="protocol_close"),
    path(f"{_MEETING}protokol.pdf", protocols.protocol_pdf, name="protocol_pdf"),
]
