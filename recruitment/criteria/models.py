"""Criteria sets: a council's resolution as it was imported, and a row for each criterion."""

from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.criteria import resolution, rules
from recruitment.criteria.numbers import WITHOUT_POINTS, shown
from recruitment.criteria.spreadsheet.reading import read_stored
from recruitment.procedures.models import Procedure


class Stage(models.IntegerChoices):
    GATE = rules.Stage.GATE, _("warunek przyjęcia")
    PRIORITY = rules.Stage.PRIORITY, _("pierwszeństwo")
    APTITUDE = rules.Stage.APTITUDE, _("predyspozycje")
    STATUTORY = rules.Stage.STATUTORY, _("I etap – kryteria ustawowe")
    MUNICIPAL = rules.Stage.MUNICIPAL, _("II etap – kryteria samorządowe")


class Kind(models.TextChoices):
    DECLARED = rules.Kind.DECLARED, _("tak albo nie")
    GRADED = rules.Kind.GRADED, _("poziomy")
    PARENTS = rules.Kind.PARENTS, _("rodzice")
    NUMBER = rules.Kind.NUMBER, _("liczba")
    INCOME = rules.Kind.INCOME, _("dochód na osobę")
    AGE = rules.Kind.AGE, _("wiek dziecka, wyliczane")
    FIRST_CHOICE = rules.Kind.FIRST_CHOICE, _("placówka pierwszego wyboru, wyliczane")
    RESIDENCE = rules.Kind.RESIDENCE, _("zamieszkanie w gminie")
    STATEMENT = rules.Kind.STATEMENT, _("orzeczenie o potrzebie kształcenia specjalnego")


class Scope(models.TextChoices):
    APPLICATION = rules.Scope.APPLICATION, _("w każdej wybranej placówce")
    CHOICE = rules.Scope.CHOICE, _("osobno w każdej wybranej placówce")
    FIRST_CHOICE_ONLY = (
        rules.Scope.FIRST_CHOICE_ONLY,
        _("tylko w placówce pierwszego wyboru, w każdej jej grupie"),
    )


class Verification(models.TextChoices):
    DOCUMENT = resolution.Verification.DOCUMENT, _("dokument")
    DECLARATION = resolution.Verification.DECLARATION, _("oświadczenie")
    REGISTER = resolution.Verification.REGISTER, _("rejestr albo dane placówki")
    COMPUTED = resolution.Verification.COMPUTED, _("wyliczane")


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def in_force(self, procedure: Procedure) -> Self:
        """The set by which the procedure counts points; none before the office activates one."""
        return self.filter(procedure=procedure, is_active=True)


class CriteriaSet(models.Model):
    """One version of the criteria of a procedure. A stored version is never changed.

    `sheets` is the spreadsheet as it was read: what the criteria rows were made of, and what is
    exported.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="criteria_sets")
    version = models.PositiveSmallIntegerField(_("wersja"))
    is_active = models.BooleanField(_("obowiązuje"), default=False)
    name = models.CharField(_("nazwa"), max_length=200)
    legal_basis = models.CharField(_("podstawa prawna"), max_length=300)
    note = models.TextField(_("uwaga dla czytających"), blank=True)
    sheets = models.JSONField()
    added_at = models.DateTimeField(_("dodany"))
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    activated_at = models.DateTimeField(_("obowiązuje od"), null=True, blank=True)
    activated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("zestaw kryteriów")
        verbose_name_plural = _("zestawy kryteriów")
        ordering: ClassVar = ["procedure", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "version"], name="criteria_set_version_unique"
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(is_active=True),
                name="criteria_set_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(activated_at__isnull=False),
                name="criteria_set_activated_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, wersja {self.version}"

    @cached_property
    def resolution(self) -> resolution.Resolution:
        """The whole set as values, without its examples."""
        return read_stored(self.sheets)


class Criterion(models.Model):
    """One criterion of a set, in words, for pages and for the claims that point at it.

    What it gives is computed by the rules of the set; `points` is the most it can give.
    """

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("kod"), max_length=20)
    position = models.PositiveSmallIntegerField(_("kolejność"))
    stage = models.PositiveSmallIntegerField(_("etap"), choices=Stage.choices)
    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind.choices)
    scope = models.CharField(_("zasięg"), max_length=20, choices=Scope.choices)
    points = models.DecimalField(_("punkty"), max_digits=8, decimal_places=2, null=True)
    name = models.CharField(_("nazwa"), max_length=300)
    question = models.CharField(_("pytanie do rodzica"), max_length=300, blank=True)
    in_language = models.JSONField(default=dict, blank=True)
    evidence = models.TextField(_("co potwierdza"), blank=True)
    verification = models.CharField(
        _("jak się sprawdza"), max_length=20, choices=Verification.choices
    )
    legal_basis = models.CharField(_("podstawa prawna"), max_length=300)
    age_from = models.PositiveSmallIntegerField(_("tylko w wieku od"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("tylko w wieku do"), null=True, blank=True)
    deferred_too = models.BooleanField(_("także odroczone"), default=False)

    class Meta:
        verbose_name = _("kryterium")
        verbose_name_plural = _("kryteria")
        ordering: ClassVar = ["stage", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed_per_institution(self) -> bool:
        """Does the parent answer for each chosen institution apart?"""
        return self.scope == Scope.CHOICE

    @cached_property
    def rule(self) -> rules.CriterionRule:
        """What the criterion gives, as a value."""
        found = self.criteria_set.resolution.rules.rules
        return next(rule for rule in found if rule.code == self.code)

    @property
    def within_its_group(self) -> str:
        """The sentence on how it counts together with others of its group; empty without one."""
        groups = self.criteria_set.resolution.rules.groups
        group = next((group for group in groups if group.code == self.rule.group), None)
        if group is None:
            return ""
        if group.cap is not None:
            return gettext("Takie kryteria dają razem najwyżej %(points)s pkt.") % {
                "points": shown(group.cap)
            }
        if group.aggregation is rules.Aggregation.FIRST:
            return gettext("Z takich kryteriów liczy się tylko jedno, pierwsze na liście.")
        return gettext("Z takich kryteriów liczy się tylko jedno, najwyżej punktowane.")

    @property
    def ages(self) -> str:
        """For which ages it counts: `6`, `5–6`, `od 5` or `do 4` in words; empty for all."""
        first, last = self.age_from, self.age_to
        if first is not None and last is not None:
            return str(first) if first == last else f"{first}–{last}"
        if first is not None:
            return gettext("od %(age)d lat") % {"age": first}
        return "" if last is None else gettext("do %(age)d lat") % {"age": last}

    @property
    def shown_points(self) -> str:
        """What it gives: the points, of a graded criterion each level's, the most first.

        Empty for what decides before all points.
        """
        if self.stage in WITHOUT_POINTS:
            return ""
        levels = {level.points for level in self.rule.levels}
        if levels:
            return " / ".join(shown(points) for points in sorted(levels, reverse=True))
        return "" if self.points is None else shown(self.points)

    def level_name(self, level: str) -> str:
        """The words for a level of this criterion."""
        return self.criteria_set.resolution.level_names[self.code, level]

    @property
    def shown_name(self) -> str:
        """The name in the language of the page, or in Polish, in which the resolution is written."""
        return self.in_language.get(get_language(), ["", ""])[0] or self.name

    @property
    def shown_question(self) -> str:
        """The question in the language of the page, or in Polish; without one the name."""
        return self.in_language.get(get_language(), ["", ""])[1] or self.question or self.shown_name
