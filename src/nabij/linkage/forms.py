# SPDX-License-Identifier: EUPL-1.2
"""Forms of linkage."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import ROLE_LABELS, PurposeOfUse
from nabij.core.viewer import Role
from nabij.linkage.choices import Category, Decision, GivenHow, GroundKind
from nabij.linkage.queries import Copy
from nabij.web.fields import DayField, TextField

LATER = timedelta(days=7)
MOST_DRAWN = 500
RECEIVING_ROLES = [
    (f"role:{role.value}", ROLE_LABELS[role])
    for role in (Role.CARE_PROFESSIONAL, Role.FRONT_OFFICE)
]
PURPOSES = [
    (purpose.value, purpose.label)
    for purpose in (PurposeOfUse.TREATMENT, PurposeOfUse.CARE_MANAGEMENT)
]
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
    category = forms.ChoiceField(
        label=_("What may be seen"),
        required=False,
        choices=Category.choices,
        widget=forms.RadioSelect,
    )
    includes_sensitive = forms.BooleanField(
        label=_("Sensitive data too: psychiatry, addiction, abuse"), required=False
    )
    receivers = forms.MultipleChoiceField(
        label=_("By whom"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nobody, and everybody who is involved in the care may look."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("What for"),
        required=False,
        choices=PURPOSES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing, and it may be used for all of the care."),
    )
    given_by = forms.ChoiceField(label=_("Who decided"), required=False)
    given_how = forms.ChoiceField(
        label=_("How it was told"), required=False, choices=GivenHow.choices
    )
    given_on = DayField(label=_("Told on"), required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        receivers: Sequence[tuple[str, str]] = (),
        givers: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields
        chosen["receivers"].choices = [*RECEIVING_ROLES, *receivers]
        chosen["given_by"].choices = [("", _("the client")), *givers]
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today
        if not self.is_bound:
            self.initial.setdefault("starts_on", today)
            self.initial.setdefault("kind", GroundKind.CONSENT)
            self.initial.setdefault("decision", Decision.GIVEN)
            self.initial.setdefault("category", Category.CARE)
            self.initial.setdefault("given_how", GivenHow.SPOKEN)
            self.initial.setdefault("given_on", today)

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
