"""Criteria sets: a council's resolution as rows, with the law's own criteria beside it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruitment.criteria import points as scoring
from recruitment.procedures.models import Procedure


class Stage(models.IntegerChoices):
    PRIORITY = scoring.Stage.PRIORITY, _("pierwszeństwo")
    STATUTORY = scoring.Stage.STATUTORY, _("I etap – kryteria ustawowe")
    MUNICIPAL = scoring.Stage.MUNICIPAL, _("II etap – kryteria samorządowe")


class Kind(models.TextChoices):
    DECLARED = scoring.Kind.DECLARED, _("deklarowane przez rodzica")
    FIRST_CHOICE = scoring.Kind.FIRST_CHOICE, _("placówka pierwszego wyboru, wyliczane")
    RESIDENCE = scoring.Kind.RESIDENCE, _("zamieszkanie w gminie")
    STATEMENT = scoring.Kind.STATEMENT, _("orzeczenie o potrzebie kształcenia specjalnego")


class Scope(models.TextChoices):
    APPLICATION = scoring.Scope.APPLICATION, _("w każdej wybranej placówce")
    CHOICE = scoring.Scope.CHOICE, _("osobno w każdej wybranej placówce")
    FIRST_CHOICE_ONLY = (
        scoring.Scope.FIRST_CHOICE_ONLY,
        _("tylko w placówce pierwszego wyboru, w każdej jej grupie"),
    )


class CriteriaSet(models.Model):
    """The criteria of one procedure: the statutory ones and those of the council's resolution."""

    procedure = models.OneToOneField(
        Procedure, on_delete=models.CASCADE, related_name="criteria_set"
    )
    name = models.CharField(_("nazwa"), max_length=200)
    legal_basis = models.CharField(_("podstawa prawna"), max_length=300)
    note = models.TextField(_("uwaga dla czytających"), blank=True)

    class Meta:
        verbose_name = _("zestaw kryteriów")
        verbose_name_plural = _("zestawy kryteriów")

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One criterion: what it asks, what proves it, what it gives, and where the law says so."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("kod"), max_length=20)
    position = models.PositiveSmallIntegerField(_("kolejność"))
    stage = models.PositiveSmallIntegerField(_("etap"), choices=Stage.choices)
    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind.choices)
    scope = models.CharField(_("zasięg"), max_length=20, choices=Scope.choices)
    points = models.PositiveSmallIntegerField(_("punkty"))
    name = models.CharField(_("nazwa"), max_length=300)
    question = models.CharField(_("pytanie do rodzica"), max_length=300, blank=True)
    evidence = models.CharField(_("co potwierdza"), max_length=300, blank=True)
    legal_basis = models.CharField(_("podstawa prawna"), max_length=300)
    exclusive_group = models.SlugField(_("grupa wykluczających się"), max_length=40, blank=True)
    counts_in_complex = models.BooleanField(_("liczy się w całym zespole"), default=False)
    birth_year_from = models.PositiveSmallIntegerField(
        _("tylko roczniki od"), null=True, blank=True
    )
    birth_year_to = models.PositiveSmallIntegerField(_("tylko roczniki do"), null=True, blank=True)

    class Meta:
        verbose_name = _("kryterium")
        verbose_name_plural = _("kryteria")
        ordering: ClassVar = ["stage", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_unique"),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.FIRST_CHOICE)
                | models.Q(scope=Scope.FIRST_CHOICE_ONLY),
                name="criterion_first_choice_scope",
                violation_error_message=_(
                    "Kryterium pierwszego wyboru ma zasięg pierwszego wyboru."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed_per_institution(self) -> bool:
        """Does the parent answer for each chosen institution apart?"""
        return self.scope == Scope.CHOICE

    def as_rule(self) -> scoring.CriterionRule:
        """This row as a value for the computation of points."""
        return scoring.CriterionRule(
            code=self.code,
            stage=scoring.Stage(self.stage),
            kind=scoring.Kind(self.kind),
            scope=scoring.Scope(self.scope),
            points=self.points,
            exclusive_group=self.exclusive_group,
            counts_in_complex=self.counts_in_complex,
            birth_year_from=self.birth_year_from,
            birth_year_to=self.birth_year_to,
        )
