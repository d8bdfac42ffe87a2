"""What each stage means for a family, in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from recruitment.procedures.models import StageCode


@dataclass(frozen=True, slots=True)
class StageWords:
    """What happens in the stage, and what a parent does in it."""

    happens: Any
    to_do: Any


STAGE_WORDS = {
    StageCode.CONTINUATION: StageWords(
        _("Rodzice dzieci, które już chodzą do przedszkola, składają deklaracje."),
        _("Deklarację złóż w swoim przedszkolu. Bez niej dziecko straci miejsce."),
    ),
    StageCode.APPLICATION: StageWords(
        _("Trwa składanie wniosków. Godzina złożenia nie ma wpływu na wynik."),
        _("Złóż wniosek przed końcem terminu. Sam szkic nie bierze udziału w naborze."),
    ),
    StageCode.VERIFICATION: StageWords(
        _("Komisje w placówkach sprawdzają wnioski i dokumenty."),
        _("Zaglądaj do swojego wniosku. Komisja może poprosić o uzupełnienie."),
    ),
    StageCode.ALLOCATION: StageWords(
        _("Komisje ustalają, które dzieci się zakwalifikowały."),
        _("Teraz nie trzeba nic robić. Poczekaj na ogłoszenie list."),
    ),
    StageCode.QUALIFIED_LISTS: StageWords(
        _("To czas ogłoszenia list dzieci zakwalifikowanych i niezakwalifikowanych."),
        _("Wynik swojego dziecka zobaczysz po zalogowaniu, we wniosku."),
    ),
    StageCode.CONFIRMATION: StageWords(
        _("Rodzice dzieci zakwalifikowanych potwierdzają wolę przyjęcia."),
        _("Potwierdź wolę przed końcem terminu. Brak potwierdzenia oznacza rezygnację z miejsca."),
    ),
    StageCode.ADMITTED_LISTS: StageWords(
        _("To czas ogłoszenia list dzieci przyjętych i nieprzyjętych."),
        _("Jeśli dziecko nie zostało przyjęte, możesz poprosić komisję o uzasadnienie."),
    ),
}
