# SPDX-License-Identifier: EUPL-1.2
"""What only a person has, and what only an organisation has."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nabij.core.dates import PartialDate, from_columns
from nabij.core.history import tracked
from nabij.relations.choices import (
    FormOfAddress,
    Gender,
    NameUse,
    OrganisationKind,
    PrecisionChoice,
)
from nabij.relations.models.checks import date_has_precision
from nabij.relations.models.parties import Party
from nabij.relations.types import PersonName


@tracked(of=("party",), without=("match_keys",))
class PersonDetail(models.Model):
    """What only a person has; names after nl-core (zib NameInformation)."""

    party = models.OneToOneField(
        Party, on_delete=models.CASCADE, primary_key=True, related_name="person"
    )
    given_names = models.CharField(_("given names"), max_length=200, blank=True)
    initials = models.CharField(_("initials"), max_length=40, blank=True)
    call_name = models.CharField(_("call name"), max_length=80, blank=True)
    own_prefix = models.CharField(_("prefix of own name"), max_length=40, blank=True)
    own_name = models.CharField(_("own name"), max_length=150, blank=True)
    partner_prefix = models.CharField(_("prefix of partner's name"), max_length=40, blank=True)
    partner_name = models.CharField(_("partner's name"), max_length=150, blank=True)
    name_use = models.CharField(_("name use"), max_length=12, choices=NameUse, default=NameUse.OWN)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.UNKNOWN)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)
    deceased_precision = models.CharField(max_length=5, choices=PrecisionChoice, blank=True)
    is_deceased = models.BooleanField(_("has died"), default=False)
    form_of_address = models.CharField(
        _("form of address"), max_length=12, choices=FormOfAddress, blank=True
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    # Under these a new or changed record finds this person; see `matching.keys`.
    match_keys = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="persondetail_gender_known", condition=Q(gender__in=Gender.values)
            ),
            models.CheckConstraint(
                name="persondetail_name_use_known", condition=Q(name_use__in=NameUse.values)
            ),
            models.CheckConstraint(
                name="persondetail_death_has_precision", condition=date_has_precision("deceased")
            ),
            models.CheckConstraint(
                name="persondetail_died_means_deceased",
                condition=Q(deceased_on__isnull=True) | Q(is_deceased=True),
            ),
        ]
        indexes = [
            # Without a list of what waits: that would be read through at every look.
            GinIndex(fields=["match_keys"], fastupdate=False, name="persondetail_match"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def deceased(self) -> PartialDate | None:
        """Return the date of death with its precision; None may also mean that it is not known."""
        return from_columns(self.deceased_on, self.deceased_precision)

    @property
    def name(self) -> PersonName:
        """Return the parts of the name."""
        return PersonName(
            given_names=self.given_names,
            initials=self.initials,
            call_name=self.call_name,
            own_prefix=self.own_prefix,
            own_name=self.own_name,
            partner_prefix=self.partner_prefix,
            partner_name=self.partner_name,
            name_use=self.name_use,
        )


@tracked(of=("party",))
class OrganisationDetail(models.Model):
    """What only an organisation has."""

    party = models.OneToOneField(
        Party, on_delete=models.CASCADE, primary_key=True, related_name="organisation"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    legal_name = models.CharField(_("legal name"), max_length=250, blank=True)
    website = models.CharField(_("website"), max_length=250, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisationdetail_kind_known", condition=Q(kind__in=OrganisationKind.values)
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="organisationdetail_kind")]

    def __str__(self) -> str:
        return f"organisation {self.pk}"
