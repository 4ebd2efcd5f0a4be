# SPDX-License-Identifier: EUPL-1.2
"""That somebody does not want to be approached for anything but their care."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from nabij.relations.models.parties import Party


class Objection(models.Model):
    """Somebody objects to being approached: absolute, until they lift it themselves.

    It says nothing of care, so commerce reads it and obeys. A row is never removed.
    """

    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="objections")
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    lifted_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="objection_once"
            )
        ]

    def __str__(self) -> str:
        return f"objection of {self.person_id}"
