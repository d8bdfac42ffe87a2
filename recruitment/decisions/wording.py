"""A decision in sentences: numbers never stand without the words that explain them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recruitment.applications.models import Application
from recruitment.applications.wording import Deadline, Stages
from recruitment.applications.workflow import Status
from recruitment.criteria.labels import WHY_LABELS
from recruitment.criteria.numbers import shown_of
from recruitment.criteria.points import Why
from recruitment.decisions.models import ChoiceDecision, ChoiceReason, ChoiceResult
from recruitment.procedures.calendar import days_left
from recruitment.procedures.models import StageCode

_RESULTS = {
    ChoiceResult.QUALIFIED: gettext_lazy("Dziecko jest tu zakwalifikowane."),
    ChoiceResult.NOT_CONSIDERED: gettext_lazy(
        "Tej grupy nie rozpatrywano, bo dziecko dostało miejsce wyżej na liście."
    ),
}
_REASONS = {
    ChoiceReason.HIGHER_POINTS: gettext_lazy(
        "Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej."
    ),
    ChoiceReason.COMMITTEE_ORDER: gettext_lazy(
        "Ostatnie zakwalifikowane dziecko ma tyle samo punktów. O kolejności zdecydowała komisja."
    ),
    ChoiceReason.NO_PLACES: gettext_lazy("W tej grupie nie było wolnych miejsc."),
    ChoiceReason.NOT_ELIGIBLE: gettext_lazy(
        "Ta grupa jest dla innych dzieci: z innego rocznika albo z orzeczeniem."
    ),
    ChoiceReason.GROUP_CLOSED: gettext_lazy(
        "Ta grupa nie powstanie, bo zgłosiło się do niej za mało dzieci."
    ),
    ChoiceReason.RESERVED: gettext_lazy(
        "Wolne miejsca w tej grupie są zastrzeżone dla dzieci z orzeczeniem."
    ),
}
_WITHOUT_DECISION = {
    Status.DRAFT: gettext_lazy("Wniosek nie został złożony, więc nie brał udziału w naborze."),
    Status.REJECTED: gettext_lazy(
        "Wniosek odrzucono z przyczyn formalnych, więc nie brał udziału w kwalifikacji."
    ),
    Status.WITHDRAWN: gettext_lazy(
        "Rodzina zrezygnowała z naboru, więc wniosek nie brał udziału w kwalifikacji."
    ),
}
_NOT_VERIFIED = gettext_lazy(
    "Komisja nie zweryfikowała wniosku w terminie, więc nie brał on udziału w kwalifikacji."
)

_ENOUGH_STATUTORY = gettext_lazy("Miejsce dałoby co najmniej %(points)s pkt za kryteria ustawowe.")
_ENOUGH_MUNICIPAL = gettext_lazy(
    "Miejsce dałoby co najmniej %(points)s pkt za kryteria samorządowe."
)
_CLAIM_MATTERED = gettext_lazy("Z uznanym kryterium „%(criterion)s” byłoby tu miejsce.")
_CLAIM_DID_NOT_MATTER = gettext_lazy(
    "Nawet z uznanym kryterium „%(criterion)s” nie byłoby tu miejsca."
)


@dataclass(frozen=True, slots=True)
class Announced:
    """The announced result in a sentence; `confirm_by` is for a qualified child alone.

    `is_late` says that the time for confirming the will is over.
    """

    sentence: str
    confirm_by: Deadline | None = None
    is_late: bool = False


def announced_result(application: Application, stages: Stages, now: datetime) -> Announced | None:
    """What was decided of the child, once that is announced; None when nothing was decided."""
    if not application.procedure.is_published or not hasattr(application, "decision"):
        return None
    group = application.decision.group
    if group is None:
        return Announced(_("Dziecko niezakwalifikowane do żadnej z wybranych grup."))
    stage = stages.get(StageCode.CONFIRMATION)
    return Announced(
        _("Dziecko zakwalifikowane: %(institution)s, %(group)s.")
        % {"institution": group.institution, "group": group},
        Deadline(stage.ends_at, days_left(stage.ends_at, now)) if stage else None,
        is_late=stage is not None and stage.is_over(now),
    )


def sentences_about(choice: ChoiceDecision) -> list[str]:
    """What came of a choice, the child's own points, and those of the last qualified child."""
    result = ChoiceResult(choice.result)
    why = _RESULTS.get(result) or _REASONS[ChoiceReason(choice.reason)]
    if result is ChoiceResult.NOT_CONSIDERED or choice.reason == ChoiceReason.NOT_ELIGIBLE:
        return [str(why)]
    sentences = [str(why), _("Twoje dziecko: %(score)s.") % {"score": choice.own.in_words}]
    if choice.last is not None:
        sentences.append(
            _("Ostatnie zakwalifikowane dziecko: %(score)s.") % {"score": choice.last.in_words}
        )
    return sentences + _what_would_have_changed(choice)


def _what_would_have_changed(choice: ChoiceDecision) -> list[str]:
    """Who stood before the child, and what would have given it the place; each was tried out."""
    told = choice.explanation
    if not told:
        return []
    sentences: list[str] = []
    if told["ahead"]:
        number_ahead = ngettext(
            "Przed Twoim dzieckiem było tu %(ahead)s dziecko.",
            "Przed Twoim dzieckiem było tu dzieci: %(ahead)s.",
            told["ahead"],
        )
        sentences.append(number_ahead % {"ahead": told["ahead"]})
    for enough, sentence in (
        (told["enough_statutory"], _ENOUGH_STATUTORY),
        (told["enough_municipal"], _ENOUGH_MUNICIPAL),
    ):
        if enough is not None:
            sentences.append(sentence % {"points": enough})
    if told["if_first_in_order"]:
        sentences.append(_("Pierwsze miejsce w kolejności komisji dałoby tu miejsce."))
    for name, would in told["claims"]:
        sentence = _CLAIM_MATTERED if would else _CLAIM_DID_NOT_MATTER
        sentences.append(sentence % {"criterion": name})
    return sentences


def breakdown_of(choice: ChoiceDecision) -> list[list[str]]:
    """The points of a choice line by line: the criterion, what came of it, points."""
    return [
        [
            line["name"],
            str(WHY_LABELS[Why(line["why"])]),
            shown_of(line["stage"], Decimal(str(line["points"]))),
        ]
        for line in choice.lines
    ]


def sentence_without_decision(status: Status) -> str:
    """Why an application has no decision after the announcement."""
    return str(_WITHOUT_DECISION.get(status, _NOT_VERIFIED))
