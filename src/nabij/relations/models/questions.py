# SPDX-License-Identifier: EUPL-1.2
"""Questions about persons whom the asker may not see."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.relations.choices import QuestionAnswer
from nabij.relations.models.parties import Party


class DuplicateQuestion(models.Model):
    """A colleague asks whether somebody they record is this person, who is shielded from them.

    What they typed is not kept: they know it, and the administrator need not.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(_("answer"), max_length=5, choices=QuestionAnswer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "asked_by"],
                condition=Q(answer=""),
                name="duplicatequestion_asked_once",
            ),
            models.CheckConstraint(
                name="duplicatequestion_answered_by_somebody",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(
                    answer__in=QuestionAnswer.values,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.ref}"
