"""The page of a paper application as a clerk fills it in, and what it answers."""

import re

from django.utils.html import strip_tags

from recruitment.applications.models import Application, Channel
from tests.factories import at
from tests.recruitment.verification.scene import PESEL

PAGE = "/placowka/wniosek-papierowy/"
NOW = at(3, 8, 14, 45)


def typed(scene, **changes):
    """A right page, with changes; a change to None takes the field off the page."""
    data = {
        "receipt-received_on_day": "8",
        "receipt-received_on_month": "marca",
        "receipt-received_on_year": "2027",
        "receipt-received_time": "10:15",
        "receipt-note": "",
        "receipt-idempotency_key": "klucz",
        "child-first_names": "Ola",
        "child-surname": "Ćwik",
        "child-pesel": PESEL,
        "child-has_statement": "no",
        "guardians-1-role": "mother",
        "guardians-1-first_names": "Ewa",
        "guardians-1-surname": "Ćwik",
        "guardians-1-email": "",
        "guardians-1-phone": "601 602 603",
        "guardians-1-lives_with_child": "yes",
        "guardians-question-exists": "no",
        "address-is_resident": "yes",
        "address-street": "ul. Łąkowa",
        "address-house_number": "7",
        "address-flat_number": "",
        "address-postcode": "05120",
        "address-city": "Legionowo",
        "choices-position_1": scene.our_group.pk,
        "choices-position_2": scene.their_group.pk,
        "choices-position_3": "",
        "criteria-large-family": "yes",
        "criteria-disability": "no",
        "criteria-both-work": "no",
        "criteria-one-works": "no",
        "criteria-sibling": ["2"],
    }
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in {**data, **named}.items() if value is not None}


def entered() -> Application | None:
    return Application.objects.filter(channel=Channel.PAPER).first()


def errors(response) -> dict[str, list[str]]:
    """Every error of the page at its full field name."""
    return {
        form.add_prefix(name) if name != "__all__" else "page": [str(text) for text in texts]
        for form in response.context["forms"]
        for name, texts in form.errors.items()
    }


def text_of(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))
