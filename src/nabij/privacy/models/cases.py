# SPDX-License-Identifier: EUPL-1.2
"""What the privacy officer has to look into, and whom it was told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.privacy.choices import CaseKind, CaseState


class Case(models.Model):
    """Something for the privacy officer to look into (NL: zaak).

    `about` names what it came of, so that it is opened once: `move <ref>`, `merge <ref>`, or
    `line <number> <person> <time>` of the log that the client says is not right: that has a term,
    `due_on`, and is opened once more when it was answered.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=20, choices=CaseKind)
    about = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    what = models.CharField(_("what is not right"), max_length=1000, blank=True)
    due_on = models.DateField(null=True)
    happened_at = models.DateTimeField()
    opened_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(_("outcome"), max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_kind_known", condition=Q(kind__in=CaseKind.values)),
            models.CheckConstraint(
                name="case_mixed_has_two_persons",
                condition=~Q(kind=CaseKind.MIXED_PICTURE) | Q(other__isnull=False),
            ),
            models.CheckConstraint(
                name="case_of_a_client_has_a_term",
                condition=~Q(kind=CaseKind.LOG_LINE) | Q(due_on__isnull=False) & ~Q(what=""),
            ),
            models.CheckConstraint(
                name="case_closed_says_what_came_of_it",
                condition=Q(state=CaseState.OPEN, outcome="", closed_at__isnull=True)
                | Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class CaseNotice(models.Model):
    """That a colleague saw the picture of `case.person` with records of somebody else in it."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    records = ArrayField(models.BigIntegerField())
    times = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="casenotice_once"),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="casenotice_unread"
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.ref}"
