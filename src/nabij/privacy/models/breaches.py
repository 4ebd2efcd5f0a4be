# SPDX-License-Identifier: EUPL-1.2
"""Data breaches: what happened, the risk, whom it was told, and the clock of 72 hours."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.privacy.choices.breaches import DataKind, HowMany, Risk, Told, Undone, WhoHasIt
from nabij.privacy.rules.breaches import HOURS


@tracked()
class Breach(models.Model):
    """A data breach or the suspicion of one (NL: datalek); never removed: this is the register.

    `due_at` is 72 hours after it was discovered. What happened is written by whoever reports it
    and read by who looks into it only.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    entry_key = models.CharField(max_length=32, unique=True)
    what = models.CharField(_("what happened"), max_length=2000)
    find = models.OneToOneField("privacy.Find", on_delete=models.PROTECT, null=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField()
    discovered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=10, choices=DataKind), default=list)
    how_many = models.CharField(max_length=10, choices=HowMany, blank=True)
    who_has_it = models.CharField(max_length=10, choices=WhoHasIt, blank=True)
    undone = models.CharField(max_length=10, choices=Undone, blank=True)
    measures = models.CharField(_("measures"), max_length=1000, blank=True)
    risk = models.CharField(max_length=10, choices=Risk, blank=True)
    tell_authority = models.CharField(max_length=3, choices=Told, blank=True)
    authority_reason = models.CharField(_("reason"), max_length=400, blank=True)
    authority_told_at = models.DateTimeField(null=True)
    authority_number = models.CharField(max_length=40, blank=True)
    tell_clients = models.CharField(max_length=3, choices=Told, blank=True)
    clients_reason = models.CharField(_("reason"), max_length=400, blank=True)
    clients_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="breach_due_after_discovery",
                condition=Q(due_at=F("discovered_at") + HOURS),
            ),
            models.CheckConstraint(
                name="breach_decisions_have_reasons",
                condition=(Q(tell_authority="") | ~Q(authority_reason=""))
                & (Q(tell_clients="") | ~Q(clients_reason="")),
            ),
            models.CheckConstraint(
                name="breach_told_only_where_decided",
                condition=(Q(authority_told_at__isnull=True) | Q(tell_authority="yes"))
                & (Q(clients_told_at__isnull=True) | Q(tell_clients="yes")),
            ),
            models.CheckConstraint(
                name="breach_closed_when_decided_and_done",
                condition=Q(closed_at__isnull=True)
                | (
                    (Q(tell_authority="no") | Q(authority_told_at__isnull=False))
                    & (Q(tell_clients="no") | Q(clients_told_at__isnull=False))
                    & ~Q(tell_authority="")
                    & ~Q(tell_clients="")
                    & ~Q(risk="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="breach_open")
        ]

    def __str__(self) -> str:
        return f"breach {self.ref}"
