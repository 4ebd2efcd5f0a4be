# SPDX-License-Identifier: EUPL-1.2
"""Roster files that were given, and what came of each."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from nabij.core.refs import new_ref
from nabij.dossiers.models.intakes import Intake


class Roster(models.Model):
    """One roster file (NL: rooster), from when it is given until it is told what came of it.

    `content` is the file, sealed and wiped once it is in. `told` is what is said of single rows,
    teams and client numbers, sealed too, and wiped after a week; `counts` stay.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    source = models.ForeignKey("linkage.Source", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.BinaryField(null=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, related_name="+")
    is_known = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    told = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
