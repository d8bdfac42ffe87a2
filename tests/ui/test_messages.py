"""What allauth says through django.contrib.messages, in our words."""

from django.template.loader import render_to_string


def test_signing_in_leaves_no_banner() -> None:
    assert render_to_string("account/messages/logged_in.txt").strip() == ""


def test_confirmation_names_the_address() -> None:
    told = render_to_string("account/messages/email_confirmed.txt", {"email": "a@example.org"})

    assert told.strip() == "Adres a@example.org jest potwierdzony."
