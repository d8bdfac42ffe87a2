"""Which pages are looked at, by whom, at which moment: every HTML page of the service."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from recruitment.applications.views.criteria_sets import XLSX
from recruitment.applications.workflow import Status
from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet.sheets import write_workbook
from tests.architecture.town import PAPER, Moment
from tests.criteria_sheets import criteria_sheets

Act = Callable[[Page], None]

SHEETS_WITH_MISTAKES = criteria_sheets(
    [
        {at.CODE: "WD", at.NAME: "Wielodzietność", at.POINTS: "dużo"},
        {at.CODE: "WD", at.STAGE: "trzeci"},
    ]
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page; `act` is what is done there before it is looked at."""

    name: str
    application: str | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Tour:
    """The visits of one person at one moment; without a moment the city is empty."""

    title: str
    moment: Moment | None
    who: str | None
    visits: list[Visit] = field(default_factory=list)


_EMPTY_EVERYTHING = """
for (const field of document.querySelectorAll("main form :is(input, textarea, select)")) {
  if (field.type === "hidden" || field.type === "submit") continue;
  if (field.type === "radio" || field.type === "checkbox") field.checked = false;
  else field.value = "";
}
"""


def sends_nothing(button: str) -> Act:
    """Empty every field, press the button: the page comes back with its errors."""

    def act(page: Page) -> None:
        page.evaluate(_EMPTY_EVERYTHING)
        page.get_by_role("main").get_by_role("button", name=button).click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()

    return act


def refuses_without_a_reason(page: Page) -> None:
    """Refuse a claim without saying why."""
    page.get_by_label("nie uznano", exact=True).first.check()
    page.get_by_role("button", name="Zapisz ocenę").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def reads_a_workbook_with_mistakes(page: Page) -> None:
    """Read in a workbook whose cells have mistakes."""
    page.locator("input[type=file]").set_input_files(
        {"name": "uchwala.xlsx", "mimeType": XLSX, "buffer": write_workbook(SHEETS_WITH_MISTAKES)}
    )
    page.get_by_role("button", name="Wczytaj i sprawdź").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def opens_all_details(page: Page) -> None:
    """Unfold what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


DRAFT, FILED, CHECKED = Status.DRAFT, Status.FILED, Status.IN_VERIFICATION
SAVE = "Zapisz i przejdź dalej"

TOURS = [
    Tour("empty city", None, None, [Visit("home"), Visit("results_overview")]),
    Tour("empty city, parent", None, "parent", [Visit("my_applications")]),
    Tour("empty city, staff", None, "staff", [Visit("desk")]),
    Tour("empty city, office", None, "office", [Visit("office")]),
    Tour(
        "a guest while applications are taken",
        Moment.APPLYING,
        None,
        [
            Visit("home"),
            Visit("offer"),
            Visit("institution"),
            Visit("criteria"),
            Visit("calendar"),
            Visit("accessibility"),
            Visit("privacy"),
        ],
    ),
    Tour(
        "a parent with a draft",
        Moment.APPLYING,
        "owner",
        [
            Visit("my_applications"),
            Visit("new_application"),
            Visit("application", DRAFT),
            Visit("application_child", DRAFT),
            Visit("application_guardians", DRAFT),
            Visit("application_address", DRAFT),
            Visit("application_choices", DRAFT),
            Visit("application_criteria", DRAFT, opens_all_details),
            Visit("application_check", DRAFT, opens_all_details),
            Visit("application_withdraw", DRAFT),
        ],
    ),
    Tour(
        "a parent who errs",
        Moment.APPLYING,
        "owner",
        [
            Visit("new_application", None, sends_nothing("Rozpocznij wniosek")),
            Visit("application_child", DRAFT, sends_nothing(SAVE)),
            Visit("application_guardians", DRAFT, sends_nothing(SAVE)),
            Visit("application_address", DRAFT, sends_nothing(SAVE)),
            Visit("application_choices", DRAFT, sends_nothing("Dodaj do listy")),
            Visit("application_criteria", DRAFT, sends_nothing(SAVE)),
            Visit("application_check", DRAFT, sends_nothing("Złóż wniosek")),
        ],
    ),
    Tour(
        "a parent who has filed",
        Moment.APPLYING,
        "owner",
        [
            Visit("application", FILED, opens_all_details),
            Visit("application_filed", FILED),
            Visit("application_reopen", FILED),
            Visit("application_withdraw", FILED),
            Visit("application", Status.RETURNED),
            Visit("application", Status.REJECTED),
            Visit("result", FILED),
        ],
    ),
    Tour(
        "the committee",
        Moment.APPLYING,
        "first chair",
        [
            Visit("desk"),
            Visit("case", FILED, opens_all_details),
            Visit("case", FILED, refuses_without_a_reason),
            Visit("case", CHECKED),
            Visit("case_return", CHECKED),
            Visit("case_return", CHECKED, sends_nothing("Poproś o uzupełnienie")),
            Visit("case_ask_mayor", CHECKED),
            Visit("case_ask_mayor", CHECKED, sends_nothing("Zapisz zapytanie")),
            Visit("case_mayor_answer", CHECKED),
            Visit("case_mayor_answer", CHECKED, sends_nothing("Zapisz odpowiedź")),
            Visit("case_hand_back", CHECKED),
            Visit("case_hand_back", CHECKED, sends_nothing("Zwróć do poprawy")),
            Visit("case_reject", CHECKED),
            Visit("case_reject", CHECKED, sends_nothing("Odrzuć wniosek")),
            Visit("case_unlock", Status.VERIFIED),
            Visit("case_withdraw", CHECKED),
        ],
    ),
    Tour(
        "a committee further down the list",
        Moment.APPLYING,
        "second chair",
        [Visit("desk"), Visit("further_choices")],
    ),
    Tour(
        "the headteacher and the committee",
        Moment.APPLYING,
        "first director",
        [
            Visit("committee"),
            Visit("committee_appoint"),
            Visit("committee_appoint", None, sends_nothing("Powołaj do komisji")),
            Visit("committee_chair"),
            Visit("committee_chair", None, sends_nothing("Powierz przewodniczenie")),
            Visit("committee_end"),
            Visit("committee_end", None, sends_nothing("Odwołaj z komisji")),
        ],
    ),
    Tour(
        "the chair after a meeting",
        Moment.APPLYING,
        "first chair",
        [
            Visit("committee"),
            Visit("meeting_new"),
            Visit("meeting_new", None, sends_nothing("Zwołaj posiedzenie")),
            Visit("meeting"),
            Visit("meeting_move"),
            Visit("meeting_move", None, sends_nothing("Zapisz termin")),
            Visit("protocol_findings"),
            Visit("protocol"),
        ],
    ),
    Tour(
        "the chair of a protocol that waits",
        Moment.TIED,
        "first chair",
        [
            Visit("meeting"),
            Visit("protocol"),
            Visit("protocol_withdraw"),
            Visit("protocol_withdraw", None, sends_nothing("Cofnij do projektu")),
        ],
    ),
    Tour("a member confirms", Moment.TIED, "first member", [Visit("protocol")]),
    Tour(
        "the closed protocol",
        Moment.ANNOUNCED,
        "first clerk",
        [Visit("meeting"), Visit("protocol")],
    ),
    Tour(
        "the secretariat",
        Moment.APPLYING,
        "first clerk",
        [
            Visit("case", FILED),
            Visit("paper_application", None),
            Visit("paper_application", None, sends_nothing("Zapisz i złóż wniosek")),
            Visit("paper_receipt", PAPER),
            Visit("continuations"),
            Visit("continuation_new"),
            Visit("continuation_new", None, sends_nothing("Zapisz deklarację")),
            Visit("continuation"),
            Visit("continuation_withdraw"),
            Visit("continuation_withdraw", None, sends_nothing("Wycofaj deklarację")),
        ],
    ),
    Tour(
        "the office and the criteria",
        Moment.APPLYING,
        "office",
        [
            Visit("criteria_sets"),
            Visit("criteria_sets", None, reads_a_workbook_with_mistakes),
            Visit("criteria_set", None, opens_all_details),
        ],
    ),
    Tour(
        "the secretariat after the closing",
        Moment.TIED,
        "first clerk",
        [Visit("continuations"), Visit("continuation")],
    ),
    Tour(
        "the office before a tie is decided",
        Moment.TIED,
        "office",
        [
            Visit("office"),
            Visit("start_run"),
            Visit("start_run", None, sends_nothing("Uruchom przydział")),
            Visit("unverified"),
            Visit("continuations_overview"),
            Visit("move_stage"),
            Visit("run", None, opens_all_details),
            Visit("tie"),
            Visit("tie", None, sends_nothing("Zapisz kolejność")),
        ],
    ),
    Tour(
        "the office before the announcement",
        Moment.ORDERED,
        "office",
        [
            Visit("run"),
            Visit("order_correction"),
            Visit("publish_run"),
            Visit("publish_run", None, sends_nothing("Ogłoś wyniki")),
        ],
    ),
    Tour(
        "after the announcement",
        Moment.ANNOUNCED,
        "owner",
        [
            Visit("home"),
            Visit("calendar"),
            Visit("results_overview"),
            Visit("my_applications"),
            Visit("application", Status.VERIFIED),
            Visit("result", Status.VERIFIED, opens_all_details),
            Visit("result", Status.REJECTED),
        ],
    ),
    Tour("the office afterwards", Moment.ANNOUNCED, "office", [Visit("office"), Visit("run")]),
    Tour("the committee afterwards", Moment.ANNOUNCED, "first chair", [Visit("desk")]),
    Tour(
        "one's own account",
        Moment.APPLYING,
        "another parent",
        [
            Visit("account_email"),
            Visit("account_change_password"),
            Visit("account_change_password", None, sends_nothing("Zapisz nowe hasło")),
            Visit("account_reauthenticate"),
            Visit("account_email_verification_sent"),
            Visit("account_reset_password_from_key_done"),
            Visit("account_logout"),
        ],
    ),
]

# Addresses that are in no tour, and why.
ELSEWHERE = {
    "calendar_ics": "a file for calendars",
    "run_file": "a file",
    "run_workbook": "a spreadsheet",
    "run_summary": "a spreadsheet",
    "institution_workbook": "a spreadsheet",
    "institution_summary": "a spreadsheet",
    "criteria_set_file": "a spreadsheet",
    "shipped_criteria_file": "a spreadsheet",
    "criteria_set_activate": "takes a POST only",
    "protocol_pdf": "a file",
    "paper_receipt_pdf": "a file",
    "continuation_pdf": "a file",
    "committees": "leads on at once; of several in tests/recruitment/committee/test_views.py",
    "start": "leads on at once",
    "set_language": "leads back at once",
    "prolong_session": "takes a POST only",
    "protocol_present": "takes a POST only",
    "protocol_confirm": "takes a POST only",
    "protocol_close": "takes a POST only",
    "run_progress": "a part of a page, in tests/allocation/test_in_browser.py",
    "account_login": "in tests/ui/test_gallery.py",
    "account_signup": "in tests/ui/test_gallery.py",
    "account_inactive": "in tests/ui/test_gallery.py",
    "account_reset_password": "in tests/ui/test_gallery.py",
    "account_reset_password_done": "in tests/ui/test_gallery.py",
    "account_reset_password_from_key": "in tests/ui/test_gallery.py",
    "account_set_password": "leads on: everybody has a password",
    "account_confirm_login_code": "leads on: nobody signs in by a code",
}
