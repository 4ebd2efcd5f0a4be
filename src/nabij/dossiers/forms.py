# SPDX-License-Identifier: EUPL-1.2
"""What a colleague fills in to take dossiers in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext_lazy as _

from nabij.linkage.choices import FhirVersion, GroundKind

LARGEST_UPLOAD = 512 * 1024 * 1024
LARGEST_ROSTER = 50 * 1024 * 1024
MOST_FILES = 300


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[TemporaryUploadedFile]:
        given = data if data and isinstance(data, list | tuple) else [data or None]
        clean_one = super().clean
        return [clean_one(item, initial) for item in given]


class UploadForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Source"), help_text=_("Who sent these dossiers. One delivery has one source.")
    )
    uploads = FilesField(
        label=_("Files"),
        help_text=_("FHIR as JSON, XML or NDJSON, or a zip with these. Several at once is fine."),
        error_messages={"required": _("Choose at least one file.")},
    )
    fhir_version = forms.ChoiceField(
        label=_("FHIR version"),
        required=False,
        choices=[("", _("As the source or the files say")), *FhirVersion.choices],
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", _("As recorded per client")), *GroundKind.choices],
        help_text=_("Why we may open these dossiers. Without a ground they are kept closed."),
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", _("Choose a source")), *sources]  # type: ignore[attr-defined]

    def clean_uploads(self) -> list[TemporaryUploadedFile]:
        files: list[TemporaryUploadedFile] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _(
                    "These are %(number)s files, and at most %(most)s go at a time. Put them in a zip."
                )
                % {"number": len(files), "most": MOST_FILES}
            )
        if sum(file.size or 0 for file in files) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("Together these are larger than 512 MB. Upload them in parts.")
            )
        return files


class RosterForm(forms.Form):
    file = forms.FileField(
        label=_("Roster"),
        help_text=_("A CSV file of planned visits, as your planning system saves it."),
        error_messages={
            "required": _("Choose the file with the roster."),
            "empty": _("This file is empty."),
        },
    )

    def clean_file(self) -> TemporaryUploadedFile:
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_ROSTER:
            raise forms.ValidationError(_("This file is larger than 50 MB. Upload it in parts."))
        return file


class MendForm(forms.Form):
    file = forms.FileField(
        label=_("Mended file"),
        help_text=_("A resource, bundle or NDJSON that comes in the place of what was refused."),
        error_messages={"required": _("Choose the mended file.")},
    )
