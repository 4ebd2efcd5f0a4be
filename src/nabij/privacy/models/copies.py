# SPDX-License-Identifier: EUPL-1.2
"""The copy that a person asked for, and what was left out of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.privacy.models.requests import PrivacyRequest


class PersonCopy(models.Model):
    """Everything about a person, for a request of theirs: a FHIR Bundle and a paper to read.

    Both are sealed, and wiped on `expires_on`. `counts` says how many rows of each kind are in it,
    `withheld` how many were left out and on what ground.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="copies")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    bundle = models.BinaryField(null=True, editable=False)
    paper = models.BinaryField(null=True, editable=False)
    counts = models.JSONField(default=dict)
    withheld = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on"], condition=Q(bundle__isnull=False), name="personcopy_there"
            )
        ]

    def __str__(self) -> str:
        return f"copy {self.ref}"


class Withholding(models.Model):
    """What the privacy officer decided about one remark that was made in confidence.

    Never changed: who decides anew adds a row, and the last one counts.
    """

    request = models.ForeignKey(
        PrivacyRequest, on_delete=models.PROTECT, related_name="withholdings"
    )
    interaction_id = models.BigIntegerField()
    is_withheld = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="withholding_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id} for {self.request_id}"
