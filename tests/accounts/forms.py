"""The forms of a page as a browser would send them, read apart from the code under test."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = 'Zażółć <b>"gęślą"</b> & jaźń'
NOT_TYPED = {"csrfmiddlewaretoken", "next", "language"}


@dataclass
class PageForm:
    """One form of <main>: what stands in it now, and what the choices offer."""

    action: str
    stands: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    def changed(self) -> dict[str, list[str]]:
        """Everything filled in differently: new texts, and the last choice of each kind."""
        texts = {name: [TYPED] for name in self.texts}
        choices = {name: offered[-1:] for name, offered in self.offers.items()}
        return {**self.stands, **texts, **choices}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.in_main = False
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "main":
            self.in_main = True
        elif tag == "form" and self.in_main:
            self.forms.append(PageForm(given.get("action", "")))
        elif not self.forms or not self.in_main:
            return
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.forms[-1].texts.add(name)
            self.forms[-1].stands[name] = [""]
        elif tag == "option":
            self._choice(self.select, given, "selected")
        elif tag == "input" and given.get("type") in {"radio", "checkbox"}:
            self._choice(name, given, "checked")
        elif tag == "input" and name not in NOT_TYPED:
            self.forms[-1].stands[name] = [given.get("value", "")]
            if given.get("type") not in {"hidden", "password"}:
                self.forms[-1].texts.add(name)

    def _choice(self, name: str, given: dict[str, str], state: str) -> None:
        self.forms[-1].offers.setdefault(name, []).append(given.get("value", ""))
        if state in given:
            self.forms[-1].stands.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].stands[self.area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False
        elif tag == "textarea":
            self.area = ""


def forms_of(html: str) -> list[PageForm]:
    """The forms in <main>, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
