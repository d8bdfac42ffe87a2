"""Tags and filters of every page: {% load ui %}."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, Field
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ui import qr
from ui.dates import day_and_hour

register = template.Library()

# `required` stops the browser from sending a draft, placeholders vanish when needed.
NOT_RENDERED = {"required", "placeholder", "class"}

# Errors of what was typed, whatever was asked: their sentences cannot name the field.
NAMELESS_CODES = {
    "unanswered",
    "max_length",
    "characters",
    "incomplete",
    "day",
    "month",
    "year",
    "no_such_day",
}


@register.simple_tag
def control_attrs(attrs: dict[str, Any], css_class: str, error_class: str = "") -> SafeString:
    """Attributes of a form control: our class, the author's classes, the error class."""
    classes = [css_class, attrs.get("class", "")]
    if attrs.get("aria-invalid"):
        classes.append(error_class)
    rendered = {name: value for name, value in attrs.items() if name not in NOT_RENDERED}
    return flatatt({"class": " ".join(filter(None, classes))} | rendered)


@register.simple_tag
def counted_attrs(attrs: dict[str, Any]) -> SafeString:
    """As control_attrs, for a text whose length is counted beneath it instead of cut off."""
    described_by = [attrs.get("aria-describedby"), f"{attrs['id']}-info"]
    shown = {name: value for name, value in attrs.items() if name != "maxlength"}
    shown["aria-describedby"] = " ".join(filter(None, described_by))
    return control_attrs(shown, "govuk-textarea govuk-js-character-count", "govuk-textarea--error")


@register.simple_tag
def number_attrs(attrs: dict[str, Any]) -> SafeString:
    """As control_attrs, without what only type="number" may carry."""
    shown = {name: value for name, value in attrs.items() if name not in {"min", "max", "step"}}
    return control_attrs(shown, "govuk-input", "govuk-input--error")


@register.simple_tag
def choice_attrs(attrs: dict[str, Any], css_class: str, *, hint: Any = None) -> SafeString:
    """Attributes of one radio or checkbox; the author's class belongs to the whole set."""
    own = {name: value for name, value in attrs.items() if name not in NOT_RENDERED}
    if css_class == "govuk-radios__input":
        own.pop("aria-invalid", None)
    if hint:
        own["aria-describedby"] = f"{attrs['id']}_hint"
    return flatatt({"class": css_class} | own)


def error_target(field: BoundField) -> str:
    """Id of the control to correct: the first radio, checkbox or wrong date box of a group."""
    widget = field.field.widget
    if hasattr(widget, "error_id"):
        return widget.error_id(field.auto_id, field.value())
    return field.id_for_label or f"{field.auto_id}_0"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the error summary: what is said at the field, and of which field it is said."""

    text: str
    target: str = ""
    field: str = ""
    form: str = ""
    is_nameless: bool = False


def form_errors(form: Any) -> Iterator[Wrong]:
    title = str(getattr(form, "title", ""))
    for message in form.non_field_errors():
        yield Wrong(message)
    for field in form:
        target = "" if field.is_hidden else error_target(field)
        for error in field.errors.as_data():
            for message in error.messages:
                yield Wrong(
                    text=message,
                    target=target,
                    field=strip_tags(str(field.label)),
                    form=title,
                    is_nameless=error.code in NAMELESS_CODES
                    or message == Field.default_error_messages["required"],
                )


def all_errors(source: Any) -> Iterator[Wrong]:
    """Errors of a form, a formset, or a list of them, in the order of the page."""
    if not source:
        return
    if hasattr(source, "non_form_errors"):
        yield from (Wrong(message) for message in source.non_form_errors())
    if hasattr(source, "non_field_errors"):
        yield from form_errors(source)
    else:
        for form in source:
            yield from all_errors(form)


def in_summary(wrong: Wrong, repeated: Collection[str]) -> str:
    """The sentence at the field, after the names without which nobody knows of which it speaks."""
    names = [wrong.form] if wrong.form else []
    if wrong.field and (wrong.is_nameless or wrong.text in repeated):
        names.append(wrong.field)
    name = " – ".join(names)
    if not name:
        return wrong.text
    return f"{name} {wrong.text}" if name.endswith("?") else f"{name}: {wrong.text}"


@register.simple_tag
def error_items(*sources: Any) -> list[dict[str, str]]:
    """Rows of the error summary; no two of them say the same of different fields."""
    found = [wrong for source in sources for wrong in all_errors(source)]
    times = Counter((wrong.form, wrong.text) for wrong in found)
    repeated = {text for (_form, text), number in times.items() if number > 1}
    return [{"text": in_summary(wrong, repeated), "target": wrong.target} for wrong in found]


@register.simple_tag
def site_settings() -> dict[str, object]:
    """settings.SITE for the frame: account pages of allauth call something else `site`."""
    return settings.SITE


@register.simple_tag(takes_context=True)
def error_title(context: template.Context) -> str:
    """`Błąd: ` at the beginning of <title> when the page shows a form with errors."""
    shown = [context.get(name) for name in ("form", "forms", "formset")]
    return gettext("Błąd: ") if error_items(*shown) else ""


@register.simple_tag
def status_tag(text: str, tone: str = "") -> SafeString:
    """A coloured status: tone is blue (default), green, yellow, red or grey; `plain` is only text."""
    return render_to_string("components/tag.html", {"text": text, "tone": tone})


@register.simple_tag
def qr_svg(address: str, title: str) -> SafeString:
    """The QR code of an address, drawn in place; `title` says what it opens."""
    return mark_safe(qr.qr_svg(address, title))  # noqa: S308 -- segno escapes the title


@register.simple_block_tag
def component(content: str, name: str, **arguments: Any) -> SafeString:
    """{% component "inset" %}…{% endcomponent %}: components/inset.html around a piece of page."""
    return render_to_string(f"components/{name}.html", {"content": content, **arguments})


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, param: str = "") -> str:
    """Address of another page of the list with the same filters."""
    query = context["request"].GET.copy()
    query[param or "page"] = number
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """First, last and neighbouring pages, with an ellipsis between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def pairs(left: Iterable[Any], right: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Columns with the cells of a row."""
    return list(zip(left, right, strict=True))


@register.filter
def phone_digits(number: str) -> str:
    """+48227664000, for a tel: link to a Polish number."""
    digits = "".join(character for character in str(number) if character.isdigit())
    return f"+{digits}" if str(number).startswith("+") else f"+48{digits}"


@register.filter(expects_localtime=True)
def long_date(value: datetime.date | None) -> str:
    """14 marca 2027"""
    return date_format(value, "j E Y") if value else ""


@register.filter(expects_localtime=True)
def long_datetime(value: datetime.datetime | None) -> str:
    """14 marca 2027, godz. 8:00"""
    return day_and_hour(value) if value else ""
