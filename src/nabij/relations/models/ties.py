# SPDX-License-Identifier: EUPL-1.2
"""What parties are to each other, each with its dates: never a flag on the party."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nabij.core.dates import PartialDate, from_columns
from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.relations.choices import PrecisionChoice, RelationshipKind
from nabij.relations.models.checks import date_has_precision
from nabij.relations.models.parties import Party


@tracked(of=("subject", "object"))
class Relationship(models.Model):
    """The subject is <kind> of the object: 'Anna is informal carer of Bram'.

    `ends_on` is the first day on which it no longer holds.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    subject = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relationships_from")
    object = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relationships_to")
    kind = models.CharField(_("kind"), max_length=25, choices=RelationshipKind)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    starts_precision = models.CharField(max_length=5, choices=PrecisionChoice, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ends_precision = models.CharField(max_length=5, choices=PrecisionChoice, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("order of contact"),
        null=True,
        blank=True,
        help_text=_("1 is who to call first."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="relationship_kind_known", condition=Q(kind__in=RelationshipKind.values)
            ),
            models.CheckConstraint(
                name="relationship_with_another", condition=~Q(subject=F("object"))
            ),
            models.CheckConstraint(
                name="relationship_start_has_precision", condition=date_has_precision("starts")
            ),
            models.CheckConstraint(
                name="relationship_end_has_precision", condition=date_has_precision("ends")
            ),
            models.CheckConstraint(
                name="relationship_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["subject", "object", "kind"],
                condition=Q(ends_on__isnull=True),
                name="relationship_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "subject"],
                condition=Q(ends_on__isnull=True),
                name="relationship_open_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.kind} of {self.object_id}"

    @property
    def starts(self) -> PartialDate | None:
        """Return since when it holds."""
        return from_columns(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> PartialDate | None:
        """Return from when it no longer holds."""
        return from_columns(self.ends_on, self.ends_precision)


@tracked()
class Household(models.Model):
    """Persons who live together; the holder of a membership of the members' service."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    label = models.CharField(_("label"), max_length=120)

    def __str__(self) -> str:
        return self.label


@tracked(of=("person",))
class HouseholdMember(models.Model):
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="households")
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                name="householdmember_one_at_a_time",
            ),
            models.CheckConstraint(
                name="householdmember_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"
