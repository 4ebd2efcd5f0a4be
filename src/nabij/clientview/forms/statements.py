# SPDX-License-Identifier: EUPL-1.2
"""The forms by which a colleague writes down what a client states beside the dossier."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import SAID_CLASSES, Channel
from nabij.contact.types import Stated
from nabij.core.refs import is_ref, new_ref
from nabij.relations.types import Card
from nabij.web.fields import DayField, TextField

LONGEST = 2000


class SaidForm(forms.Form):
    """Who told it, by what channel and on which day."""

    said_by = forms.ChoiceField(label=_("Who says this"), required=False)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, initial=Channel.VISIT)
    said_on = DayField(label=_("Told on"))

    def __init__(
        self, *args: Any, today: date, speakers: Sequence[Card] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.speakers = speakers
        chosen: Any = self.fields
        chosen["said_by"].choices = [("", _("the client")), *((s.ref, s.name) for s in speakers)]
        chosen["said_on"].today = today
        if not self.is_bound:
            self.initial.setdefault("said_on", today)

    def stated(self) -> Stated:
        """Return what was filled in."""
        given = self.cleaned_data
        by = next((card.id for card in self.speakers if card.ref == given["said_by"]), None)
        return Stated(
            text=given.get("text", "").strip(),
            said_on=given["said_on"],
            channel=given["channel"],
            said_by_id=by,
        )


class TextForm(SaidForm):
    """The same, with what the client states."""

    text = TextField(
        label=_("What does the client state?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("In the words of the client. It stays beside it, and nobody takes it away."),
    )


class StatementForm(TextForm):
    """What the client states, in the client's own words.

    `data_class`: who may read it, asked only of what stands beside the dossier as a whole; beside
    something else it is read by whoever sees that.
    """

    data_class = forms.ChoiceField(label=_("Who may read this"), choices=SAID_CLASSES)
    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_of_all: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_of_all:
            del self.fields["data_class"]
        self.initial.setdefault("entry_key", new_ref())

    @property
    def ref(self) -> str:
        """Return the ref that was made with the form."""
        key = self.cleaned_data["entry_key"]
        return key if is_ref(key) else new_ref()


class CorrectionForm(TextForm):
    """The statement as the client wants it now; the old text stays to be read."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 2, widget=forms.HiddenInput)

    def save_over(self, version: int) -> None:
        """Keep what was typed, and let it be saved over what a colleague wrote meanwhile."""
        self.data = {**self.data, "version": version}


class WithdrawalForm(SaidForm):
    """That the client wants the statement away, and how we know."""

    prefix = "withdraw"
    version = forms.IntegerField(min_value=1, max_value=2**31 - 2, widget=forms.HiddenInput)
