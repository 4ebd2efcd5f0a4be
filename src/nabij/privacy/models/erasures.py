# SPDX-License-Identifier: EUPL-1.2
"""What goes of somebody, what stays and why; and what holds all of it for now."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.privacy.choices.erasures import ErasureKind, HoldGround
from nabij.privacy.models.requests import PrivacyRequest


class LegalHold(models.Model):
    """That nothing of a person may go for now, on what ground; it ends by hand."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=10, choices=HoldGround)
    reason = models.CharField(_("reason"), max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="legalhold_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["person", "ground"],
                condition=Q(ended_at__isnull=True),
                name="legalhold_once",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.ref}"


class Erasure(models.Model):
    """One erasure or destruction: listed, approved by a second person, carried out.

    `plan` has a line per kind of row: what goes, is made empty or stays, how many, and why. Its
    `stamp` is what was approved: another list asks for approval again. After it was carried out
    `plan` is what was done. `party_keys` are those under which the person stood.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    request = models.OneToOneField(PrivacyRequest, on_delete=models.PROTECT, related_name="erasure")
    kind = models.CharField(max_length=12, choices=ErasureKind)
    party_keys = ArrayField(models.BigIntegerField(), default=list)
    plan = models.JSONField(default=list)
    stamp = models.CharField(max_length=64, blank=True)
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    listed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_approved_by_a_second_person",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("listed_by")),
            ),
            models.CheckConstraint(
                name="erasure_carried_out_when_approved",
                condition=Q(carried_out_at__isnull=True) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
