"""Sentences about what was typed, alike in every form."""

from django.utils.translation import gettext_lazy as _

TOO_LONG = _("Skróć tekst do %(limit_value)d znaków. Teraz ma ich %(show_value)d.")
