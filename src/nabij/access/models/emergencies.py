# SPDX-License-Identifier: EUPL-1.2
"""The emergency button: who opened whom without a way in, until when and why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nabij.access.models.institution import User
from nabij.core.refs import new_ref


class Emergency(models.Model):
    """One push of the emergency button, by one colleague for one client.

    It opens what a care relation would open, until `ends_at`. What the client shut stays shut,
    unless the colleague states both that the client cannot decide now and that serious harm
    threatens: `opens_shut`. A row is never removed; stopping sets `ends_at`.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    entry_key = models.CharField(max_length=32)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=400)
    cannot_decide = models.BooleanField(default=False)
    harm_threatens = models.BooleanField(default=False)
    shut_reason = models.CharField(_("reason"), max_length=400, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    review_by = models.DateField()

    class Meta:
        constraints = [
            # The same form sent again is the same emergency: it opens nothing anew.
            models.UniqueConstraint(fields=["user", "entry_key"], name="emergency_form_once"),
            models.CheckConstraint(
                name="emergency_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(name="emergency_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="emergency_opens_shut_by_both_and_reason",
                condition=Q(cannot_decide=False, harm_threatens=False, shut_reason="")
                | Q(cannot_decide=True, harm_threatens=True) & ~Q(shut_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-ends_at"], name="emergency_user_end"),
            models.Index(fields=["-starts_at"], name="emergency_start"),
        ]

    def __str__(self) -> str:
        return f"emergency {self.ref}"

    @property
    def opens_shut(self) -> bool:
        """Tell whether it opens what the client shut as well."""
        return self.cannot_decide and self.harm_threatens
