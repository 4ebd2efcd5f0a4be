# SPDX-License-Identifier: EUPL-1.2
"""Forms for relationships, households and contact instructions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.relations import rules
from nabij.relations.choices import SYMMETRIC_KINDS, InstructionKind, RelationshipKind
from nabij.relations.queries.ties import Tie, shows_note
from nabij.relations.types import Card
from nabij.web.fields import DayField, PartialDateField, TextField, line

REVERSED = "<"


class RelationshipForm(forms.Form):
    """What the other and this party are to each other, since when and until when.

    A choice ending in `<` says what this party is to the other. With `tie` it corrects what is
    recorded: the direction stays.
    """

    kind = forms.ChoiceField(label=_("Relationship"), choices=[])
    rank = forms.TypedChoiceField(
        label=_("Order of contact"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), (1, _("1: call first")), (2, "2"), (3, "3"), (4, "4"), (5, "5")],
    )
    starts = PartialDateField(label=_("Since"), required=False)
    ends = PartialDateField(
        label=_("Until"),
        required=False,
        may_be_future=True,
        help_text=_("Leave it empty as long as it holds."),
    )
    note = line(_("Note"), 200)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        today: date,
        party: Card,
        other: Card,
        tie: Tie | None = None,
        **options: Any,
    ) -> None:
        if tie is not None:
            options["initial"] = _initial(tie)
        super().__init__(*args, **options)
        names = {"name": party.name, "other": other.name}
        towards = (_("%(other)s is to %(name)s:") % names, _kinds(other, party))
        back = (_("%(name)s is to %(other)s:") % names, _kinds(party, other, mark=REVERSED))
        chosen: Any = self.fields
        if tie is None:
            chosen["kind"].choices = [group for group in (towards, back) if group[1]]
        elif tie.is_from_other:
            chosen["kind"].choices = [(towards[0], _possible(other, party))]
        else:
            chosen["kind"].choices = [(back[0], _possible(party, other, mark=REVERSED))]
        for name in ("starts", "ends"):
            chosen[name].today = today
        if not (party.is_person and other.is_person):
            del self.fields["rank"]
        if tie is not None and not shows_note(other, is_from_other=tie.is_from_other):
            del self.fields["note"]

    @property
    def is_reversed(self) -> bool:
        """Tell whether the party itself is it to the other."""
        return str(self.cleaned_data["kind"]).endswith(REVERSED)

    @property
    def plain_kind(self) -> str:
        """Return the code of the kind that was chosen."""
        return str(self.cleaned_data["kind"]).removesuffix(REVERSED)


def _initial(tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind if tie.is_from_other else f"{tie.kind}{REVERSED}",
        "rank": tie.rank,
        "starts": tie.starts,
        "ends": tie.ends,
        "note": tie.note,
        "version": tie.version,
    }


def _possible(subject: Card, object_: Card, *, mark: str = "") -> list[tuple[str, Any]]:
    """Return what the subject can be to the object."""
    return [
        (f"{kind.value}{mark}", kind.label)
        for kind in RelationshipKind
        if rules.may_hold(
            kind, subject_is_person=subject.is_person, object_is_person=object_.is_person
        )
    ]


def _kinds(subject: Card, object_: Card, *, mark: str = "") -> list[tuple[str, Any]]:
    """Return what is offered: what is mutual one way only, and not what selling makes."""
    both_ways = {*SYMMETRIC_KINDS, RelationshipKind.PARENT, RelationshipKind.CHILD}
    left_out = {RelationshipKind.PROSPECT, RelationshipKind.LEAD} | (both_ways if mark else set())
    kinds = _possible(subject, object_, mark=mark)
    return [(code, label) for code, label in kinds if code.removesuffix(mark) not in left_out]


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
