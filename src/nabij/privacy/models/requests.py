# SPDX-License-Identifier: EUPL-1.2
"""What a person asks about their own data, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.privacy.choices.requests import (
    Asker,
    Decision,
    Ground,
    IdentityCheck,
    RequestKind,
    RequestState,
)


@tracked(of=("person",), without=("entry_key",))
class PrivacyRequest(models.Model):
    """A right that a person uses (NL: verzoek), with its legal clock.

    `due_on` is the last day to answer. A request is decided once, with its ground; `report` says,
    per kind of data, what went and what stayed and why. `asker_party` is who stands for the person
    on record; of anybody else there is a name, and by what right they ask. `entry_key` is made
    with the form.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(_("what is asked"), max_length=15, choices=RequestKind)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    asker = models.CharField(_("who asks"), max_length=15, choices=Asker)
    asker_name = models.CharField(_("name of who asks"), max_length=120, blank=True)
    asker_party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who represents them"),
    )
    authority = models.CharField(_("by what right, and who checked"), max_length=300, blank=True)
    identity = models.CharField(
        _("how we know who asks"), max_length=12, choices=IdentityCheck, blank=True
    )
    received_on = models.DateField(_("came in on"))
    due_on = models.DateField(_("answer by"))
    extension_reason = models.CharField(_("why longer"), max_length=300, blank=True)
    text = models.CharField(_("in their words"), max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.OPEN)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    explanation = models.CharField(_("explanation"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    report = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    entry_key = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("request")
        constraints = [
            models.CheckConstraint(
                name="privacyrequest_kind_known", condition=Q(kind__in=RequestKind.values)
            ),
            models.CheckConstraint(
                name="privacyrequest_due_after_it_came", condition=Q(due_on__gt=F("received_on"))
            ),
            models.CheckConstraint(
                name="privacyrequest_decided_says_what",
                condition=Q(state=RequestState.OPEN, decision="", decided_at__isnull=True)
                | ~Q(state=RequestState.OPEN) & ~Q(decision="") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="privacyrequest_refused_has_a_ground",
                condition=~Q(decision__in=[Decision.REFUSED, Decision.PARTLY]) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="privacyrequest_granted_to_who_is_known",
                condition=~Q(decision__in=[Decision.GRANTED, Decision.PARTLY])
                | ~Q(identity="")
                | Q(kind=RequestKind.MARKETING)  # to stop mail harms nobody
                | Q(asker=Asker.OURSELVES),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(asker=Asker.OURSELVES, state=RequestState.DECIDED),
                name="privacyrequest_proposed_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state=RequestState.OPEN), name="privacyrequest_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
