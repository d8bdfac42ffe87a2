"""What each stage and the places of each group mean for a family, in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.procedures.models import Procedure, StageCode, UnfilledReserve
from schools.models import GroupKind


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


def free_places(group: Any, procedure: Procedure) -> str:
    """The free places of a group of `offered_groups`, and how many of them are not for everybody."""
    free, kept = group.free_places, group.free_for_statement
    counts = {"free": free, "kept": kept}
    if kept == 0:
        return gettext("wolne miejsca: %(free)d") % counts
    if (
        group.kind != GroupKind.SPECIAL
        and procedure.unfilled_reserve == UnfilledReserve.OPEN_TO_ALL
    ):
        return (
            gettext("wolne miejsca: %(free)d, w tym %(kept)d najpierw dla dzieci z orzeczeniem")
            % counts
        )
    if kept == free:
        return gettext("wolne miejsca: %(free)d, tylko dla dzieci z orzeczeniem") % counts
    return (
        gettext("wolne miejsca: %(free)d, w tym %(kept)d tylko dla dzieci z orzeczeniem") % counts
    )


_LISTS_ARE_OUT = StageWords(
    _("Listy dzieci zakwalifikowanych i niezakwalifikowanych są ogłoszone."),
    _("Wynik swojego dziecka zobaczysz po zalogowaniu, we wniosku."),
)


def words_of(stage: StageCode, *, is_published: bool) -> StageWords:
    """The words of a stage; of the lists they tell whether these are out."""
    if stage is StageCode.QUALIFIED_LISTS and is_published:
        return _LISTS_ARE_OUT
    return STAGE_WORDS[stage]
