# SPDX-License-Identifier: EUPL-1.2
"""What was said. Apart from everything else: the database opens it by the access log only."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import TextClass
from nabij.contact.models.interactions import Interaction

LONGEST_TEXT = 10_000


class GuardedText(models.Model):
    """One version of a text; a correction adds the next, and none is ever changed or removed.

    Row-level security (migration 0002) shows it where the log entry of the same transaction opened
    all of `person_ids` for its class of data. Without persons it is business, and free to read.
    Nothing is returned by an insert: who writes a text need not be able to read it.
    """

    version = models.PositiveIntegerField()
    person_ids = ArrayField(models.BigIntegerField(), default=list)
    data_class = models.CharField(max_length=1, choices=TextClass)
    text = models.TextField(_("what was said"), max_length=LONGEST_TEXT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()

    class Meta:
        abstract = True


class InteractionText(GuardedText):
    """What was said in an interaction."""

    pk = models.CompositePrimaryKey("interaction_id", "version")
    interaction = models.ForeignKey(
        Interaction, on_delete=models.PROTECT, related_name="texts", db_index=False
    )

    def __str__(self) -> str:
        return f"text {self.version} of {self.interaction_id}"
