# SPDX-License-Identifier: EUPL-1.2
"""What one colleague left half done, follows, and has read; of nobody else."""

from django.conf import settings
from django.db import models

LONGEST_FORM = 80


class Draft(models.Model):
    """What a colleague typed in a form and did not send, sealed for that colleague and form."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    form = models.CharField(max_length=LONGEST_FORM)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["colleague", "form"], name="draft_one_per_form")
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"draft of {self.form}"


class Watch(models.Model):
    """That a colleague wants to know when a party is changed by somebody else."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    party = models.ForeignKey("relations.Party", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["colleague", "party"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} watches {self.party_id}"


class NoticeRead(models.Model):
    """That a colleague has read a notice; what the notice is follows from the work itself."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.CharField(max_length=80)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["colleague", "key"], name="noticeread_once")]
        indexes = [models.Index(fields=["read_at"], name="noticeread_read_at")]

    def __str__(self) -> str:
        return self.key
