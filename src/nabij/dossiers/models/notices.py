# SPDX-License-Identifier: EUPL-1.2
"""That something changed, and when a team is expected: never what of."""

from django.db import models

from nabij.dossiers.choices import NoticeKind


class DossierNotice(models.Model):
    """That something changed for a person, never what: pages over many persons read only this."""

    person = models.ForeignKey(
        "relations.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=NoticeKind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "at"], name="dossiernotice_once")
        ]
        indexes = [models.Index(fields=["person", "-at"], name="dossiernotice_person_at")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class PlannedVisit(models.Model):
    """When a team is expected at a client, and nothing else of it: from the roster, for the desk.

    Written again with every roster for the days and teams that it speaks of; what is a week old
    goes. The visit itself is a fact, and opens with the dossier only.
    """

    person = models.ForeignKey("relations.Party", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        "access.Unit", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_at", "person"], name="plannedvisit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"
