# SPDX-License-Identifier: EUPL-1.2
"""Forms of linkage."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.linkage.choices import Decision, GroundKind
from nabij.linkage.queries import Copy
from nabij.web.fields import DayField, TextField

LATER = timedelta(days=7)
MOST_DRAWN = 500
DECISIONS = [
    (Decision.GIVEN.value, _("It may be open")),
    (Decision.REFUSED.value, _("Refused: it stays closed")),
    (Decision.WITHDRAWN.value, _("Withdrawn: it may no longer be open")),
]


class GroundForm(forms.Form):
    """What the client decided about one copy, on what ground, and how we know."""

    decision = forms.ChoiceField(
        label=_("What did the client decide?"), choices=DECISIONS, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("On what ground"), choices=GroundKind.choices)
    starts_on = DayField(label=_("From"), may_be_future=True)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        may_be_future=True,
        help_text=_("Leave it empty when no end was agreed."),
    )
    evidence = TextField(
        label=_("How do we know?"),
        max_length=200,
        help_text=_("For example: form signed on 3 March, or told by phone to Anja."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    includes_sensitive = forms.BooleanField(
        label=_("Sensitive data too: psychiatry, addiction, abuse"), required=False
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today
        if not self.is_bound:
            self.initial.setdefault("starts_on", today)
            self.initial.setdefault("kind", GroundKind.CONSENT)
            self.initial.setdefault("decision", Decision.GIVEN)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start, at the field."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("This day lies before the first one."))
        return found


class LaterForm(forms.Form):
    """Until when a question stands at the back; left empty it is a week."""

    until = DayField(label=_("Until"), required=False, may_be_future=True)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        cast("DayField", self.fields["until"]).today = today

    def clean_until(self) -> date:
        """Refuse a day that has passed."""
        until: date = self.cleaned_data["until"] or self.today + LATER
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until


class SplitForm(forms.Form):
    """Which copies are of somebody else, and how we know."""

    reason = TextField(
        label=_("How do you know?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stamp = TextField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, records: Sequence[Copy], stamp: str) -> None:
        super().__init__(data, initial={"stamp": stamp})
        self.copies = records
        choices = [(record.link_ref, record.title or _("shielded source")) for record in records]
        self.fields["records"] = forms.MultipleChoiceField(
            label=_("These are of somebody else"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one record.")},
        )

    def rows(self) -> Iterator[tuple[Copy, Any]]:
        """Yield each copy with its box."""
        yield from zip(self.copies, self["records"].subwidgets, strict=True)


class SampleForm(forms.Form):
    """How many links, and as many records, are drawn to be judged."""

    count = forms.IntegerField(
        label=_("How many links?"),
        min_value=1,
        max_value=MOST_DRAWN,
        initial=50,
        help_text=_("As many records are drawn to see what was missed."),
    )
