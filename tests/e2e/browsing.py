"""A person at a browser: what every page must hold wherever the story goes."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 844}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
_AXE_SCRIPT = Axe().axe_script
# Only what is told of leaves the browser: the whole report of a page is thousands of elements.
_VIOLATIONS = """
async (options) => {
  const report = await axe.run(document, options);
  return report.violations.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 200))]);
}
"""


@dataclass
class Person:
    """Somebody with a browser of their own; notes down whatever the browser complains of."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._note_foreign_request)

    def _note_console(self, message: Any) -> None:
        # The browser reports a 404 or 422 answer itself; whether it was right is the story's matter.
        # It also says what it has cleared after signing out.
        if not message.text.startswith(("Failed to load resource", "Clear-Site-Data header on")):
            self.complaints.append(f"console: {message.text}")

    def _note_foreign_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.complaints.append(f"foreign request: {request.url}")

    def opens(self, path: str) -> Page:
        """Go to a path of the service."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def signs_in(self, email: str, password: str) -> None:
        """Sign in through the page, as anybody would."""
        self.opens("/konto/login/")
        self.page.get_by_label("Adres e-mail").fill(email)
        self.page.get_by_label("Hasło", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Zaloguj").click()
        expect(self.page.get_by_role("button", name="Wyloguj")).to_be_visible()

    def leaves(self) -> None:
        """Close the browser; nothing may have been complained of on the way."""
        self.context.close()
        assert self.complaints == []


def assert_page_is_sound(page: Page) -> None:
    """No axe violation on a phone and on a desk, and no sideways scroll on the narrowest screen."""
    before = page.viewport_size
    page.evaluate(_AXE_SCRIPT)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        violations = page.evaluate(_VIOLATIONS, AXE_OPTIONS)
        assert violations == [], f"{page.url} at {size['width']} px: {violations}"
    page.set_viewport_size(NARROWEST)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px at 320 px"
    if before:
        page.set_viewport_size(before)
