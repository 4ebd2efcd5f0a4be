# SPDX-License-Identifier: EUPL-1.2
"""What colleagues say about links, and what is drawn to measure linking."""

from django.conf import settings
from django.db import models

from nabij.core.refs import new_ref
from nabij.linkage.choices import MachineSaid, Verdict
from nabij.linkage.models.links import RecordLink
from nabij.linkage.models.records import Source


class Sample(models.Model):
    """A draw of links and of records at random, to be judged like any other question.

    Only what is drawn at random tells how much of everything is right. `links` that linking made
    were drawn; and records, to see whether they belong to somebody else too. `drawn` tells per key
    of a source how many records, and how many of them had a person who looked alike.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    links = models.PositiveIntegerField()
    drawn = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sample {self.ref}"


class Judgement(models.Model):
    """What a colleague said about a question; never removed, only taken back.

    `machine` and `score` are what linking had made of it, so that both can be compared.
    """

    link = models.ForeignKey(RecordLink, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, null=True, related_name="+")
    machine = models.CharField(max_length=10, choices=MachineSaid)
    score = models.FloatField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    undo = models.JSONField(default=dict)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["judged_by", "-id"], name="judgement_last_of"),
            models.Index(fields=["link", "-id"], name="judgement_of_link"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} about {self.link_id}"


class ReviewClaim(models.Model):
    """Which question a colleague has open, so that two do not get the same one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    link = models.ForeignKey(RecordLink, on_delete=models.CASCADE, related_name="claims")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} looks at {self.link_id}"
