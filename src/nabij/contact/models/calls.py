# SPDX-License-Identifier: EUPL-1.2
"""A call that comes in, as the telephone exchange tells it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref


class IncomingCall(models.Model):
    """Who rings which colleague, told by an exchange; forgotten after a day.

    `key` is the exchange's own name of the call: the same event twice is one call. One that rings
    at several colleagues, or is put through, has a row for each. The number
    stands nowhere else: addresses and logs name the `ref` only. `opened_at` is when the colleague
    opened the card, `ended_at` when the exchange said that the call is over. `caller` and `about`
    are who it turned out to be and whom it is about, until that is recorded as a contact.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    exchange = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    number = models.CharField(_("number"), max_length=20, blank=True)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    caller = models.ForeignKey(
        "relations.Party", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    about = models.ForeignKey(
        "relations.Party", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "key", "colleague"], name="incomingcall_rings_once"
            )
        ]
        indexes = [
            models.Index(fields=["colleague", "-at"], name="incomingcall_colleague"),
            models.Index(fields=["at"], name="incomingcall_at"),
        ]

    def __str__(self) -> str:
        return f"call {self.ref}"
