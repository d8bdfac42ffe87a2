"""The words of the spreadsheet, in Polish in every language of the pages: the file is one."""

from recruitment.criteria.resolution import Proof, Verification
from recruitment.criteria.rules import Aggregation, Kind, Scope, Stage

SET, CRITERIA, LEVELS, EVIDENCE, GROUPS, EXAMPLES = (
    "Zestaw",
    "Kryteria",
    "Poziomy",
    "Dowody",
    "Grupy",
    "Przykłady",
)

STAGES = {
    "warunek": Stage.GATE,
    "pierwszeństwo": Stage.PRIORITY,
    "predyspozycje": Stage.APTITUDE,
    "ustawowe": Stage.STATUTORY,
    "samorządowe": Stage.MUNICIPAL,
}
KINDS = {
    "tak albo nie": Kind.DECLARED,
    "poziomy": Kind.GRADED,
    "rodzice": Kind.PARENTS,
    "liczba": Kind.NUMBER,
    "dochód": Kind.INCOME,
    "wiek": Kind.AGE,
    "pierwszy wybór": Kind.FIRST_CHOICE,
    "zamieszkanie": Kind.RESIDENCE,
    "orzeczenie": Kind.STATEMENT,
}
SCOPES = {
    "wniosek": Scope.APPLICATION,
    "każda placówka osobno": Scope.CHOICE,
    "placówka pierwszego wyboru": Scope.FIRST_CHOICE_ONLY,
}
AGGREGATIONS = {
    "najwyżej punktowane": Aggregation.BEST,
    "pierwsze z listy": Aggregation.FIRST,
    "suma": Aggregation.SUM,
}
PROOFS = {
    "wymagany": Proof.REQUIRED,
    "jeden z": Proof.ONE_OF,
    "do wglądu": Proof.SEEN,
}
VERIFICATIONS = {
    "dokument": Verification.DOCUMENT,
    "oświadczenie": Verification.DECLARATION,
    "rejestr": Verification.REGISTER,
    "wyliczane": Verification.COMPUTED,
}
YES_AND_NO = {"tak": True, "nie": False}

TOTALS = {
    "Pierwszeństwo": Stage.PRIORITY,
    "Predyspozycje": Stage.APTITUDE,
    "Ustawowe": Stage.STATUTORY,
    "Samorządowe": Stage.MUNICIPAL,
}
"""Columns of the examples that tell the points expected."""
