# SPDX-License-Identifier: EUPL-1.2
"""The forms above a list: its filters and order, and which columns it shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer
from nabij.lists.choices import SharedWith
from nabij.lists.queries import ViewLine
from nabij.lists.types import Asked, Listing
from nabij.web.fields import TextField

LONGEST_VALUE = 100


class FilterForm(forms.Form):
    """What to show of a list and in which order."""

    def __init__(self, *args: Any, listing: Listing, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in listing.filters:
            if field := one.field(viewer):
                self.fields[one.name] = field
        self.fields["sort"] = forms.ChoiceField(
            label=_("Order"),
            required=False,
            choices=[(sort.name, sort.label) for sort in listing.sorts],
        )

    @property
    def asked(self) -> Asked:
        """Return what was typed, wrong or not: it is judged where it is used."""
        typed = {name: str(self.data.get(name, ""))[:LONGEST_VALUE].strip() for name in self.fields}
        sort = typed.pop("sort")
        return Asked(filters={name: text for name, text in typed.items() if text}, sort=sort)


class ColumnsForm(forms.Form):
    """Which columns a colleague wants to see."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, listing: Listing, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(column.name, column.label) for column in listing.columns_for(viewer)]
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]


class ViewForm(forms.Form):
    """The name of a view, and with whom it is shared."""

    name = TextField(
        label=_("Name of the view"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the view a name.")},
    )
    shared_with = forms.ChoiceField(label=_("For whom"), choices=SharedWith.choices)
    team_ref = forms.ChoiceField(label=_("Which team"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        teams = [(team.ref, team.name) for team in access_queries.own_teams(viewer=viewer)]
        self.fields["team_ref"].choices = [("", "—"), *teams]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, view: ViewLine | None, *, viewer: Viewer) -> "ViewForm":
        """Return the form of a view of one's own, or of a new one."""
        if view is None:
            return cls(viewer=viewer)
        initial = {"name": view.name, "shared_with": view.shared_with, "team_ref": view.team_ref}
        return cls(initial=initial, viewer=viewer)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("shared_with") == SharedWith.TEAM and not given.get("team_ref"):
            self.add_error("team_ref", str(_("Choose with which team you share it.")))
        return given
