# SPDX-License-Identifier: EUPL-1.2
"""That something of a person is kept and not used for the time being."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.relations.choices.restrictions import RestrictionReason, ToldHow
from nabij.relations.models.parties import Party
from nabij.relations.types import Restrictable, RestrictionInView


class Restriction(models.Model):
    """One thing of a person that is kept and not used (NL: beperking), until it is lifted.

    It names a fact (by its source, type and key, so that it holds for each version), a contact or a
    copy of another provider. Where it names none of these it is about all that we use of somebody
    for anything but their care. It holds from the moment a person asks, before anybody decided, and
    is lifted only after the person was told. A row is never removed but with what it is about.

    Source: AVG 18; `request` is what the person asked.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="restrictions", verbose_name=_("person")
    )
    request = models.ForeignKey(
        "privacy.PrivacyRequest", on_delete=models.PROTECT, related_name="restrictions"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=RestrictionReason)
    since = models.DateField(_("since"))
    source = models.ForeignKey(
        "linkage.Source", on_delete=models.PROTECT, null=True, related_name="+"
    )
    fact_type = models.CharField(max_length=60, default="")
    fact_key = models.CharField(max_length=200, default="")
    interaction = models.ForeignKey(
        "contact.Interaction", on_delete=models.CASCADE, null=True, related_name="+"
    )
    record = models.ForeignKey(
        "linkage.PatientRecord", on_delete=models.CASCADE, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    told_on = models.DateField(_("told on"), null=True)
    told_how = models.CharField(_("told how"), max_length=10, choices=ToldHow, blank=True)
    lifted_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("restriction")
        constraints = [
            models.CheckConstraint(
                name="restriction_reason_known", condition=Q(reason__in=RestrictionReason.values)
            ),
            models.CheckConstraint(
                name="restriction_of_one_thing",
                condition=Q(source__isnull=False, interaction__isnull=True, record__isnull=True)
                & ~Q(fact_type="")
                & ~Q(fact_key="")
                | Q(source__isnull=True, fact_type="", fact_key="")
                & (Q(interaction__isnull=True) | Q(record__isnull=True)),
            ),
            models.CheckConstraint(
                name="restriction_lifted_after_telling",
                condition=Q(lifted_at__isnull=True, told_on__isnull=True, told_how="")
                | Q(lifted_at__isnull=False, told_on__gte=F("since"))
                & Q(told_how__in=ToldHow.values),
            ),
            models.UniqueConstraint(
                fields=["person", "source", "fact_type", "fact_key", "interaction", "record"],
                condition=Q(lifted_at__isnull=True),
                nulls_distinct=False,
                name="restriction_once",
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.ref}"

    @property
    def in_view(self) -> RestrictionInView:
        """Return it as others see it."""
        fact = None
        if self.source_id is not None:
            fact = (self.source_id, self.fact_type, self.fact_key)
        return RestrictionInView(
            ref=self.ref,
            what=Restrictable(
                fact=fact, interaction_id=self.interaction_id, record_id=self.record_id
            ),
            reason=self.reason,
            reason_label=str(RestrictionReason(self.reason).label),
            since=self.since,
            told_on=self.told_on,
            told_how=self.told_how,
            lifted_on=localdate(self.lifted_at) if self.lifted_at else None,
        )
