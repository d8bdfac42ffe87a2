"""The headers of every sheet, in the order in which they are written."""

SET_HEADERS = ("Co", "Wartość")
NAME, LEGAL_BASIS, NOTE = "Nazwa", "Podstawa prawna", "Uwaga"
VALID_FROM, VALID_TO = "Obowiązuje od", "Obowiązuje do"
THRESHOLD = "Próg dochodu na osobę (zł)"
THRESHOLD_DISABLED = "Próg dochodu na osobę z dzieckiem niepełnosprawnym (zł)"
FACTS = (NAME, LEGAL_BASIS, VALID_FROM, VALID_TO, THRESHOLD, THRESHOLD_DISABLED, NOTE)

CODE, STAGE, KIND, SCOPE, POINTS = "Kod", "Etap", "Rodzaj", "Liczy się", "Punkty"
MULTIPLIER, CAP, GROUP, EXCLUDED_BY = "Mnożnik", "Najwyżej", "Grupa", "Nie liczy się obok"
IN_COMPLEX, AGE_FROM, AGE_TO, DEFERRED = "Cały zespół", "Wiek od", "Wiek do", "Także odroczone"
INSTITUTIONS, GROUP_KINDS = "Tylko placówki", "Tylko rodzaje oddziałów"
QUESTION, VERIFICATION = "Pytanie", "Jak się sprawdza"
NAME_EN, QUESTION_EN, NAME_UK, QUESTION_UK = (
    "Nazwa po angielsku",
    "Pytanie po angielsku",
    "Nazwa po ukraińsku",
    "Pytanie po ukraińsku",
)
LANGUAGES = {"en": (NAME_EN, QUESTION_EN), "uk": (NAME_UK, QUESTION_UK)}
CRITERIA_HEADERS = (
    CODE,
    STAGE,
    KIND,
    SCOPE,
    POINTS,
    MULTIPLIER,
    CAP,
    GROUP,
    EXCLUDED_BY,
    IN_COMPLEX,
    AGE_FROM,
    AGE_TO,
    DEFERRED,
    INSTITUTIONS,
    GROUP_KINDS,
    VERIFICATION,
    NAME,
    QUESTION,
    LEGAL_BASIS,
    NAME_EN,
    QUESTION_EN,
    NAME_UK,
    QUESTION_UK,
)

CRITERION, LEVEL, AT_LEAST, UP_TO = "Kryterium", "Poziom", "Od", "Do"
LEVEL_HEADERS = (CRITERION, LEVEL, POINTS, AT_LEAST, UP_TO, NAME)

DOCUMENT, PROOF = "Dokument", "Jak potwierdza"
EVIDENCE_HEADERS = (CRITERION, DOCUMENT, PROOF)

WHAT_COUNTS = "Co się liczy"
GROUP_HEADERS = (CODE, WHAT_COUNTS, CAP)

EXAMPLE, AGE, IS_DEFERRED, PARENTS = "Przykład", "Wiek", "Odroczone", "Rodzice"
LISTED, CHOICE, COMPLEX, GROUP_KIND = "Placówki", "Wybór", "Zespół", "Rodzaj oddziału"
UNMET = "Niespełnione warunki"
EXAMPLE_HEADERS = (EXAMPLE, AGE, IS_DEFERRED, PARENTS, LISTED, CHOICE, COMPLEX, GROUP_KIND)
"""Then one column for each criterion that is asked, and the points expected."""
