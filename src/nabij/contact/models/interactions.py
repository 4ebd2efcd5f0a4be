# SPDX-License-Identifier: EUPL-1.2
"""One contact with somebody: who, when, with which colleague. What was said is not here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import Channel, ConfidenceReason, Direction, Outcome, Topic
from nabij.core.history import tracked
from nabij.core.refs import new_ref


@tracked(of=("counterpart", "on_behalf_of"), without=("entry_key",))
class Interaction(models.Model):
    """A contact (NL: contactmoment) over any channel with one counterpart.

    `is_guarded`: it is about a person in private, so its text opens by the access log only.
    `in_confidence_at`: what the counterpart said is not for the person it is about to read, unless
    the privacy officer decides so; `confidence_reason` says why, or why no longer. `entry_key` is
    made with the form: the same form sent twice is one interaction.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    # Asked for by party through InteractionParty only, so without indexes of their own.
    counterpart = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    on_behalf_of = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    topic = models.CharField(_("topic"), max_length=15, choices=Topic)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    at = models.DateTimeField(_("when"))
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entry_key = models.CharField(max_length=16, default=new_ref, editable=False)
    is_guarded = models.BooleanField()
    in_confidence_at = models.DateTimeField(_("said in confidence"), null=True)
    confidence_reason = models.CharField(
        _("why in confidence"), max_length=12, choices=ConfidenceReason, blank=True
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interaction_channel_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="interaction_direction_known", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(
                name="interaction_topic_known", condition=Q(topic__in=Topic.values)
            ),
            models.CheckConstraint(
                name="interaction_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.UniqueConstraint(
                fields=["colleague", "entry_key"], name="interaction_entered_once"
            ),
        ]
        # Asked only when a party goes: the database looks whether anything points to it.
        indexes = [
            models.Index(fields=["counterpart"], name="interaction_counterpart"),
            models.Index(
                fields=["on_behalf_of"],
                condition=Q(on_behalf_of__isnull=False),
                name="interaction_on_behalf_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.ref}"


@tracked(of=("party",), without=("at",))
class InteractionParty(models.Model):
    """Whom an interaction concerns and how, one row per party: the timeline reads this.

    Who spoke is the counterpart, one per interaction; the subjects are the persons whom it was
    about, any number; somebody may be both. `at` is that of the interaction, for the index.
    """

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="parties")
    party = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_counterpart = models.BooleanField(default=False)
    is_subject = models.BooleanField(default=False)
    is_on_behalf_of = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interaction", "party"], name="interactionparty_once"),
            models.UniqueConstraint(
                fields=["interaction"],
                condition=Q(is_counterpart=True),
                name="interactionparty_one_counterpart",
            ),
            models.CheckConstraint(
                name="interactionparty_has_a_part",
                condition=Q(is_counterpart=True) | Q(is_subject=True) | Q(is_on_behalf_of=True),
            ),
        ]
        indexes = [models.Index(fields=["party", "-at", "-id"], name="interactionparty_timeline")]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.interaction_id}"
