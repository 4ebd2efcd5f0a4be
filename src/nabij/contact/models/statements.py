# SPDX-License-Identifier: EUPL-1.2
"""What a client states beside something in the dossier, in the client's own words."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import Channel
from nabij.contact.models.interactions import Interaction
from nabij.contact.models.texts import GuardedText


class ClientStatementQuerySet(models.QuerySet["ClientStatement"]):
    def in_force(self) -> "ClientStatementQuerySet":
        """Return the latest version of each that was not withdrawn."""
        newer = ClientStatement.objects.filter(ref=OuterRef("ref"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer), is_withdrawn=False)


ClientStatementManager = models.Manager.from_queryset(ClientStatementQuerySet)


class ClientStatement(GuardedText):
    """One version of what a client states beside a fact, a contact or the whole dossier.

    A correction and a withdrawal add a version; none is ever changed, and only an erasure removes
    them. A fact is named by its source and key, so that the statement stays when the source sends
    it anew. Row-level security (migration 0014) shows a statement where the same transaction shows
    what it stands beside. `ref` is made with the form: the same form sent twice is one statement.
    `said_by` is who spoke for the client, None for the client.

    Source: WGBO 7:454 paragraph 2; AVG 16.
    """

    pk = models.CompositePrimaryKey("ref", "version")
    ref = models.CharField(max_length=16)
    person = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    source = models.ForeignKey(
        "linkage.Source",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("source"),
    )
    fact_type = models.CharField(max_length=60, default="")
    fact_key = models.CharField(max_length=200, default="")
    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, null=True, related_name="statements"
    )
    said_by = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    channel = models.CharField(_("how it was told"), max_length=10, choices=Channel)
    said_on = models.DateField(_("told on"))
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = ClientStatementManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clientstatement_channel_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="clientstatement_beside_one_thing",
                condition=Q(source__isnull=False, interaction__isnull=True)
                & ~Q(fact_type="")
                & ~Q(fact_key="")
                | Q(source__isnull=True, fact_type="", fact_key=""),
            ),
            models.CheckConstraint(
                name="clientstatement_says_something", condition=Q(is_withdrawn=True) | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.ref} version {self.version}"
