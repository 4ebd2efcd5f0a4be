# SPDX-License-Identifier: EUPL-1.2
"""The form of an organisation."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.relations.choices import AddressUse, ContactSystem, ContactUse, OrganisationKind
from nabij.relations.forms.fields import EmailField, IdentifierField, PostcodeField
from nabij.relations.forms.persons import ADDRESS_PARTS, slots
from nabij.relations.types import AddressFields, ContactPointFields, OrganisationFields
from nabij.web.fields import PhoneField, TextField, line

NUMBERS = ("kvk", "vestiging", "agb", "ura", "uzovi")


class OrganisationForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(
        label=_("Name"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    legal_name = line(_("Legal name"), 250)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    website = line(_("Website"), 250)
    kvk = IdentifierField(kind="kvk", label=_("Chamber of Commerce number"), required=False)
    vestiging = IdentifierField(kind="vestiging", label=_("Branch number"), required=False)
    agb = IdentifierField(kind="agb", label=_("AGB code"), required=False)
    ura = IdentifierField(kind="ura", label=_("URA number"), required=False)
    uzovi = IdentifierField(kind="uzovi", label=_("UZOVI code"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    phone_2 = PhoneField(label=_("Second phone"), required=False)
    email = EmailField(label=_("E-mail"), required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False, max_length=12)
    house_number = line(_("House number"), 20)
    suffix = line(_("Suffix"), 20)
    street = line(_("Street"), 200)
    city = line(_("City"), 80)
    country = line(_("Country"), 60, help_text=_("Only when it is not the Netherlands."))
    unit_id = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, choices=[]
    )
    is_someone_else = forms.BooleanField(
        label=_("I compared them: this is another organisation"), required=False
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit_id"].choices = [("", "—"), *units]  # type: ignore[attr-defined]
        if self.initial:
            del self.fields["is_someone_else"]
            for name, field in self.fields.items():
                field.show_hidden_initial = name != "version"

    def to_fields(self, kept: OrganisationFields | None = None) -> OrganisationFields:
        """Return what was filled in; of `kept`, what this form does not show stays."""
        data = self.cleaned_data
        place: dict[str, Any] = {part: data.get(part) or "" for part in ADDRESS_PARTS}
        visit = AddressFields(use=AddressUse.VISIT, **place)
        known = kept.contact_points if kept else ()
        shown = {(system, value) for system, value in slots(known).values() if value}
        before = {(point.system, point.value): point for point in known}
        typed = [
            (1, (ContactSystem.PHONE, data["phone"])),
            (2, (ContactSystem.PHONE, data["phone_2"])),
            (1, (ContactSystem.EMAIL, data["email"])),
        ]
        points = [
            replace(before[key], rank=rank)
            if key in before
            else ContactPointFields(system=key[0], value=key[1], use=ContactUse.WORK, rank=rank)
            for rank, key in typed
            if key[1]
        ]
        rest = [point for key, point in before.items() if key not in shown]
        numbers = {system: data[system] for system in NUMBERS}
        others = kept.identifiers if kept else {}
        return OrganisationFields(
            name=data["name"],
            kind=data["kind"],
            legal_name=data["legal_name"],
            website=data["website"],
            unit_id=data["unit_id"],
            identifiers={**others, **numbers},
            addresses=(
                *(() if visit.is_empty else (visit,)),
                *(a for a in (kept.addresses if kept else ()) if a.use != AddressUse.VISIT),
            ),
            contact_points=(*points, *rest),
        )


def organisation_initial(fields: OrganisationFields, version: int) -> dict[str, Any]:
    """Return the values with which the form of a known organisation opens."""
    visit = next((a for a in fields.addresses if a.use == AddressUse.VISIT), AddressFields())
    return {
        "version": version,
        "name": fields.name,
        "legal_name": fields.legal_name,
        "kind": fields.kind,
        "website": fields.website,
        "unit_id": fields.unit_id or "",
        **{system: fields.identifiers.get(system, "") for system in NUMBERS},
        **{part: getattr(visit, part) for part in ADDRESS_PARTS},
        **{field: value for field, (_system, value) in slots(fields.contact_points).items()},
    }
