# SPDX-License-Identifier: EUPL-1.2
"""Forms for relationships, households and contact instructions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.relations.choices import (
    BUSINESS_KINDS,
    PERSON_KINDS,
    STRUCTURE_KINDS,
    InstructionKind,
    RelationshipKind,
)
from nabij.relations.types import Card
from nabij.web.fields import DayField, PartialDateField, TextField, line

PERSON_AND_CLIENT_KINDS = (
    *PERSON_KINDS,
    RelationshipKind.CLIENT,
    RelationshipKind.MEMBER,
    RelationshipKind.EMPLOYEE,
    RelationshipKind.VOLUNTEER,
    RelationshipKind.REFERRER,
)


class RelationshipForm(forms.Form):
    """Who the other is to this party."""

    other = TextField(max_length=16, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[])
    is_reversed = forms.BooleanField(required=False)
    rank = forms.TypedChoiceField(
        label=_("Order of contact"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), (1, _("1: call first")), (2, "2"), (3, "3"), (4, "4"), (5, "5")],
    )
    starts = PartialDateField(label=_("Since"), required=False)
    note = line(_("Note"), 200)

    def __init__(
        self, *args: Any, today: date, party: Card, other: Card | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        is_person = party.is_person
        kinds = PERSON_AND_CLIENT_KINDS if is_person else (*BUSINESS_KINDS, *STRUCTURE_KINDS)
        names = {"name": party.name, "other": other.name if other else _("the other")}
        self.fields["kind"].label = _("What is %(other)s to %(name)s?") % names
        self.fields["is_reversed"].label = (
            _("The other way round: %(name)s is it to %(other)s") % names
        )
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["starts"].today = today  # type: ignore[attr-defined]
        if not is_person:
            del self.fields["rank"]


class EndForm(forms.Form):
    """From which day something no longer holds."""

    ends = PartialDateField(label=_("Until"), required=True)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends"].today = today  # type: ignore[attr-defined]


class HouseholdForm(forms.Form):
    """With whom somebody lives, since when."""

    other = TextField(max_length=16, widget=forms.HiddenInput)
    on = DayField(label=_("Since"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].today = today  # type: ignore[attr-defined]


class InstructionForm(forms.Form):
    """What to mind in contact, and until when."""

    kind = forms.ChoiceField(label=_("About"), choices=InstructionKind.choices)
    text = TextField(
        label=_("Instruction"),
        max_length=120,
        help_text=_("Short, as you would tell a colleague: hard of hearing, let it ring."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    starts_on = DayField(label=_("From"), may_be_future=True)
    ends_on = DayField(
        label=_("Until"),
        may_be_future=True,
        help_text=_("On this day somebody asks whether it still holds."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("starts_on", today)
            self.initial.setdefault("ends_on", _next_year(today))

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on <= self.fields["ends_on"].today:  # type: ignore[attr-defined]
            raise forms.ValidationError(
                str(_("This day has passed: the instruction would never show."))
            )
        return ends_on


class KeySafeForm(forms.Form):
    """The code of the key safe and where it hangs."""

    code = TextField(
        label=_("Code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty to remove the key safe."),
    )
    place = line(_("Where it hangs"), 120)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))
