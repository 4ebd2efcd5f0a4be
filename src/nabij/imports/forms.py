# SPDX-License-Identifier: EUPL-1.2
"""What a colleague fills in to import a file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.core.spreadsheets import Cell
from nabij.imports.choices import COLUMN_LABELS, ImportKind, OnKnown
from nabij.imports.rules.cells import as_text
from nabij.imports.rules.columns import COLUMNS

MOST_EXAMPLES = 3


class UploadForm(forms.Form):
    """What kind of rows, and the file."""

    kind = forms.ChoiceField(label=_("What is in it"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx), OpenDocument (.ods) or CSV. The first row names the columns."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if kinds:
            self.fields["kind"].initial = kinds[0].value


class ColumnsForm(forms.Form):
    """Per column of the file what it is."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        names: Sequence[str],
        codes: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        without: frozenset[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        choices = [("", _("Leave out"))]
        choices += [(code, COLUMN_LABELS[code]) for code in COLUMNS[kind] if code not in without]
        for place, name in enumerate(names):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name or _("(no name)"),
                required=False,
                choices=choices,
                initial=codes[place] if place < len(codes) else "",
                help_text=examples(place, rows),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, str] = {}
        for name, code in data.items():
            if code and code in used:
                said = _("You chose this for %(other)s too. Choose one of the two.")
                self.add_error(name, str(said) % {"other": self.fields[used[code]].label})
            used.setdefault(code, name)
        if not any(data.values()) and not self.errors:
            raise forms.ValidationError(_("Say of at least one column what it is."))
        return data

    @property
    def codes(self) -> list[str]:
        """Return what was chosen, per column of the file."""
        return [self.cleaned_data[name] for name in self.fields]


def examples(place: int, rows: Sequence[Sequence[Cell]]) -> str:
    """Return what stands below a header, some of it."""
    found = dict.fromkeys(as_text(row[place])[:30] for row in rows if place < len(row))
    return " · ".join([text for text in found if text][:MOST_EXAMPLES])


class WriteForm(forms.Form):
    """What happens to who is known already."""

    on_known = forms.ChoiceField(
        label=_("Who is known, with changes"),
        choices=OnKnown.choices,
        initial=OnKnown.SKIP,
        widget=forms.RadioSelect,
    )
