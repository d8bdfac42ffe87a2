"""Put typed values back into the form of a finished page, as a browser does after "Back".

It works on the HTML, so it serves every form of the service, whatever class stands behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = dict[str, str | None]
Fields = Mapping[str, Sequence[str]]

_UNTOUCHED = {"password", "file", "submit", "button", "image", "reset"}
_CHECKED = {"radio", "checkbox"}


@dataclass(slots=True)
class _Control:
    """An input, a button, a text area or an option of a select, and where it stands in the page."""

    tag: str
    name: str
    attributes: Attributes
    start: int
    end: int
    content: str = ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass(slots=True)
class _Form:
    action: str
    controls: list[_Control] = field(default_factory=list)

    def shared(self, fields: Fields) -> int:
        """How many of these fields it has."""
        return len({control.name for control in self.controls} & set(fields))


class _Page(HTMLParser):
    """The forms of the main part of a page; `main_at` is where its content begins."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.address = html, address
        self.main_at = 0
        self.forms: list[_Form] = []
        self._form: _Form | None = None
        self._select = ""
        self._area: _Control | None = None
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        start = self._at
        end = start + len(self.get_starttag_text() or "")
        if tag == "main":
            self.main_at = end
        elif tag == "form" and self.main_at:
            action = urljoin(self.address, attributes.get("action") or "")
            self._form = _Form(urlsplit(action).path)
            self.forms.append(self._form)
        elif tag == "select":
            self._select = attributes.get("name") or ""
        elif tag in {"input", "textarea", "option", "button"} and self._form:
            name = self._select if tag == "option" else attributes.get("name") or ""
            control = _Control(tag, name, attributes, start, end)
            self._form.controls.append(control)
            self._area = control if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" or tag == "main":
            self._form = None
        elif tag == "textarea" and self._area:
            self._area.content = self.html[self._area.end : self._at]
            self._area = None


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    is_visible: bool = True


def filled(html: str, *, address: str, action: str, fields: Fields, note: str) -> str:
    """The page at `address` with `fields` in its form that is sent to `action`.

    The note goes before the content, if anything that people see has changed. Passwords, files and
    forms outside <main> stay as they are; a page without such a form comes back unchanged.
    """
    page = _Page(html, address)
    forms = [form for form in page.forms if form.action == action and form.shared(fields)]
    if not forms:
        return html
    form = max(forms, key=lambda one: one.shared(fields))
    edits = [edit for control in form.controls for edit in _edits(control, fields)]
    if any(edit.is_visible for edit in edits):
        edits.insert(0, _Edit(page.main_at, page.main_at, note))
    return "".join(_pieces(html, edits))


def _edits(control: _Control, fields: Fields) -> Iterator[_Edit]:
    """What to change at this control, if anything."""
    if control.kind in _CHECKED | {"option"} and control.name:
        state = "selected" if control.tag == "option" else "checked"
        values = fields.get(control.name, [])
        is_on = (control.attributes.get("value") or "") in values
        if control.tag == "option" and not values:
            return
        if is_on != (state in control.attributes):
            attributes = {key: item for key, item in control.attributes.items() if key != state}
            if is_on:
                attributes[state] = None
            yield _Edit(control.start, control.end, _tag(control.tag, attributes))
    elif control.tag == "textarea" and control.name in fields:
        text = f"\n{escape(fields[control.name][0])}"
        if text.strip() != control.content.strip():
            yield _Edit(control.end, control.end + len(control.content), text)
    elif control.tag == "input" and control.kind not in _UNTOUCHED and control.name in fields:
        value = fields[control.name][0]
        if value != (control.attributes.get("value") or ""):
            text = _tag("input", {**control.attributes, "value": value})
            yield _Edit(control.start, control.end, text, is_visible=control.kind != "hidden")


def _tag(name: str, attributes: Attributes) -> str:
    parts = (
        key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{' '.join([name, *parts])}>"


def _pieces(html: str, edits: list[_Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield html[at : edit.start]
        yield edit.text
        at = edit.end
    yield html[at:]
