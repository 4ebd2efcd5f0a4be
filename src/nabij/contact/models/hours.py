# SPDX-License-Identifier: EUPL-1.2
"""How long a contact took, for whom it was, and whether it is charged."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nabij.contact.models.appointments import Appointment
from nabij.contact.models.interactions import Interaction


class WorkedTime(models.Model):
    """The minutes that one contact took a colleague, and those of getting there; never changed.

    `party` is whom it was for: a client where it was about one (`is_guarded`), else an
    organisation or somebody at work there. `appointment` and its `appointment_on` are what it was
    planned as.
    """

    interaction = models.OneToOneField(
        Interaction, on_delete=models.PROTECT, related_name="time", primary_key=True
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    appointment_on = models.DateField(null=True)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    travel_minutes = models.PositiveSmallIntegerField(_("minutes of travel"))
    is_billable = models.BooleanField(_("charged"))
    is_guarded = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="workedtime_within_a_day",
                condition=Q(minutes__lte=1440, travel_minutes__lte=1440),
            ),
        ]
        indexes = [
            models.Index(fields=["on", "colleague"], name="workedtime_on"),
            models.Index(fields=["party", "on"], name="workedtime_party"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes of {self.interaction_id}"
