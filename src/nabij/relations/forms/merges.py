# SPDX-License-Identifier: EUPL-1.2
"""What a colleague fills in to merge two of the same, and to take that back."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.relations.queries import MergePreview
from nabij.relations.queries.merges import FieldChoice, PointChoice
from nabij.web.fields import TextField

KEPT, GIVEN = "kept", "given"
SIDES = [(KEPT, _("of the one who stays")), (GIVEN, _("of the other"))]


class ReasonForm(forms.Form):
    """Why: others read it later."""

    reason = TextField(
        label=_("How do you know?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MergeForm(ReasonForm):
    """Per field that differs, whose value holds; and which phone numbers and addresses hold."""

    stamp = TextField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, preview: MergePreview) -> None:
        super().__init__(data, initial={"stamp": preview.stamp})
        self.preview = preview
        self.fields["reason"].help_text = _(
            "For example: same phone number, and her daughter says so."
        )
        for choice in preview.fields:
            if choice.differs:
                self.fields[f"field-{choice.name}"] = forms.ChoiceField(
                    label=choice.label,
                    choices=SIDES,
                    required=False,
                    initial=GIVEN if choice.is_given else KEPT,
                    widget=forms.RadioSelect,
                )
        points = [(str(point.id), point.fields.value) for point in preview.points]
        self.fields["points"] = forms.MultipleChoiceField(
            label=_("These hold"),
            choices=points,
            required=False,
            initial=[key for key, _value in points],
            widget=forms.CheckboxSelectMultiple,
        )

    def rows(self) -> Iterator[tuple[FieldChoice, list[Any]]]:
        """Yield each known field with the two radio buttons that choose, none where all agrees."""
        for choice in self.preview.fields:
            if not (choice.kept or choice.given):
                continue
            name = f"field-{choice.name}"
            yield choice, list(self[name].subwidgets) if name in self.fields else []

    def point_rows(self) -> Iterator[tuple[PointChoice, Any]]:
        """Yield each phone number and address with its box."""
        yield from zip(self.preview.points, self["points"].subwidgets, strict=True)

    def chosen(self) -> list[str]:
        """Return the names of the fields for which the other one's value holds."""
        return [
            choice.name
            for choice in self.preview.fields
            if self.cleaned_data.get(f"field-{choice.name}") == GIVEN
        ]

    def without(self) -> list[int]:
        """Return the keys of the phone numbers and addresses that hold no longer."""
        holding = set(self.cleaned_data["points"])
        return [point.id for point in self.preview.points if str(point.id) not in holding]
