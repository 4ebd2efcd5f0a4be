# SPDX-License-Identifier: EUPL-1.2
"""The form of a person: all that a colleague records in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.core.dates import PartialDate
from nabij.relations import rules
from nabij.relations.choices import (
    AddressUse,
    ContactSystem,
    ContactUse,
    DocumentKind,
    FormOfAddress,
    Gender,
    IdentifierState,
    Language,
    NameUse,
)
from nabij.relations.forms.fields import (
    EmailField,
    IdentifierField,
    PostcodeField,
)
from nabij.relations.types import AddressFields, ContactPointFields, PersonFields, PersonName
from nabij.web.fields import DayField, PartialDateField, PhoneField, line

NAME_PARTS = (
    "given_names", "initials", "call_name", "own_prefix", "own_name", "partner_prefix",
    "partner_name", "name_use",
)  # fmt: skip
ADDRESS_PARTS = ("street", "house_number", "suffix", "postcode", "city", "country")


class PersonForm(forms.Form):
    """Names after nl-core, birth, contact and home address."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    call_name = line(_("Call name"), 80)
    initials = line(_("Initials"), 40)
    given_names = line(_("Given names"), 200)
    own_prefix = line(_("Prefix"), 40)
    own_name = line(_("Surname at birth"), 150)
    partner_prefix = line(_("Prefix of partner's name"), 40)
    partner_name = line(_("Surname of partner"), 150)
    name_use = forms.ChoiceField(label=_("Goes by"), choices=NameUse.choices, initial=NameUse.OWN)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN)
    birth = PartialDateField(
        label=_("Birth date"),
        required=False,
        help_text=_("For example 9-3-1941; if that is all you know, March 1941 or 1941."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    phone_2 = PhoneField(label=_("Second phone"), required=False)
    email = EmailField(label=_("E-mail"), required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False, max_length=12)
    house_number = line(_("House number"), 20)
    suffix = line(_("Suffix"), 20)
    street = line(_("Street"), 200)
    city = line(_("City"), 80)
    country = line(_("Country"), 60, help_text=_("Only when it is not the Netherlands."))
    is_secret = forms.BooleanField(
        label=_("The address is secret: show it to no one outside the care"), required=False
    )
    form_of_address = forms.ChoiceField(
        label=_("Wants to be addressed"), choices=FormOfAddress.choices, required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", "—"), *Language.choices], required=False
    )
    client_number = line(_("Client number"), 20)
    unit_id = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, choices=[]
    )
    is_shielded = forms.BooleanField(
        label=_("Shielded: only the team of this person finds the name"), required=False
    )
    bsn = IdentifierField(
        kind="bsn",
        label=_("BSN"),
        required=False,
        help_text=_("Only for someone who receives care."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    is_someone_else = forms.BooleanField(
        label=_("I compared them: this is someone else"), required=False
    )
    is_sure = forms.BooleanField(label=_("I am sure: this is someone else"), required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        units: Iterable[tuple[int, str]],
        may_use_bsn: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["birth"].today = today  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = [("", "—"), *units]  # type: ignore[attr-defined]
        is_new = not self.initial
        if not (may_use_bsn and is_new):
            del self.fields["bsn"]
        if not is_new:
            del self.fields["is_someone_else"], self.fields["is_sure"]
            for name, field in self.fields.items():
                field.show_hidden_initial = name != "version"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "own_name" in data and not data.get("own_prefix"):
            data["own_prefix"], data["own_name"] = rules.split_prefix(data["own_name"])
        if "partner_name" in data and not data.get("partner_prefix"):
            data["partner_prefix"], data["partner_name"] = rules.split_prefix(data["partner_name"])
        if not any(data.get(part) for part in NAME_PARTS if part != "name_use"):
            self.add_error("own_name", str(_("Fill in a name.")))
        needs_partner = data.get("name_use") not in {None, "own"} and not data.get("partner_name")
        if needs_partner and data.get("own_name"):
            self.add_error("partner_name", str(_("Fill in the name that this person goes by.")))
        return data

    def to_fields(self, kept: PersonFields | None = None) -> PersonFields:
        """Return what was filled in; of `kept`, what this form does not show stays."""
        return person_fields_from(self.cleaned_data, kept)


def person_fields_from(data: Mapping[str, Any], kept: PersonFields | None) -> PersonFields:
    """Return the fields of a person from cleaned data, which may be incomplete."""
    home = AddressFields(
        use=AddressUse.HOME,
        is_secret=bool(data.get("is_secret")),
        **{part: data.get(part) or "" for part in ADDRESS_PARTS},
    )
    before = next((a for a in kept.addresses if a.use == AddressUse.HOME), None) if kept else None
    if before is not None:
        home = replace(home, unit_id=before.unit_id, municipality_code=_municipality(before, home))
    others = tuple(a for a in kept.addresses if a.use != AddressUse.HOME) if kept else ()
    return PersonFields(
        name=PersonName(
            **{part: data.get(part) or "" for part in NAME_PARTS if part != "name_use"},
            name_use=data.get("name_use") or NameUse.OWN,
        ),
        gender=data.get("gender") or Gender.UNKNOWN,
        birth=data.get("birth"),
        form_of_address=data.get("form_of_address") or "",
        language=data.get("language") or "",
        client_number=data.get("client_number") or "",
        unit_id=data.get("unit_id"),
        is_shielded=bool(data.get("is_shielded")),
        addresses=((home,) if not home.is_empty else ()) + others,
        contact_points=_contact_points(data, kept),
    )


def _municipality(before: AddressFields, now: AddressFields) -> str:
    return before.municipality_code if before.city == now.city else ""


def _contact_points(
    data: Mapping[str, Any], kept: PersonFields | None
) -> tuple[ContactPointFields, ...]:
    """Return the points that this form shows, filled in anew, and the others as they were."""
    known = kept.contact_points if kept else ()
    before = {(point.system, point.value): point for point in known}
    shown = {(system, value) for system, value in slots(known).values() if value}
    typed = [
        (1, ContactSystem.PHONE, data.get("phone") or ""),
        (2, ContactSystem.PHONE, data.get("phone_2") or ""),
        (1, ContactSystem.EMAIL, data.get("email") or ""),
    ]
    points = []
    for rank, system, value in typed:
        if value:
            old = before.get((system, value))
            use = ContactUse.MOBILE if value.startswith("+316") else ContactUse.HOME
            points.append(
                replace(old, rank=rank)
                if old
                else ContactPointFields(system=system, value=value, use=use, rank=rank)
            )
    rest = [point for key, point in before.items() if key not in shown]
    return tuple(points + rest)


def slots(points: Iterable[ContactPointFields]) -> dict[str, tuple[str, str]]:
    """Return which contact point stands in which field of the form: (system, value)."""
    listed = list(points)
    phones = [point.value for point in listed if point.system == ContactSystem.PHONE] + ["", ""]
    emails = [point.value for point in listed if point.system == ContactSystem.EMAIL] + [""]
    return {
        "phone": (ContactSystem.PHONE, phones[0]),
        "phone_2": (ContactSystem.PHONE, phones[1]),
        "email": (ContactSystem.EMAIL, emails[0]),
    }


def person_initial(fields: PersonFields, version: int) -> dict[str, Any]:
    """Return the values with which the form of a known person opens."""
    home = next((a for a in fields.addresses if a.use == AddressUse.HOME), AddressFields())
    return {
        "version": version,
        **{part: getattr(fields.name, part) for part in NAME_PARTS},
        **{part: getattr(home, part) for part in ADDRESS_PARTS},
        **{field: value for field, (_system, value) in slots(fields.contact_points).items()},
        "is_secret": home.is_secret,
        "gender": fields.gender,
        "birth": fields.birth,
        "form_of_address": fields.form_of_address,
        "language": fields.language,
        "client_number": fields.client_number,
        "unit_id": fields.unit_id or "",
        "is_shielded": fields.is_shielded,
    }


class BsnForm(forms.Form):
    """A BSN with how it was checked; of a document its kind and number, never an image."""

    bsn = IdentifierField(
        kind="bsn",
        label=_("BSN"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Leave it empty when it is known and only the check is new."),
    )
    state = forms.ChoiceField(label=_("How was it checked?"), choices=IdentifierState.choices)
    document_kind = forms.ChoiceField(
        label=_("Identity document"), choices=[("", "—"), *DocumentKind.choices], required=False
    )
    document_number = line(
        _("Number of the document"),
        20,
        help_text=_("It is kept sealed. Never keep a copy or photo of the document."),
    )
    source = line(
        _("Message or register"),
        120,
        help_text=_("For example: referral of the hospital, or the BSN register (SBV-Z)."),
    )
    checked_on = DayField(label=_("On which day?"), required=False)
    is_removed = forms.BooleanField(label=_("Remove this BSN"), required=False)
    is_known_to_be_shared = forms.BooleanField(
        label=_("I checked both persons: save it here too"), required=False
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["checked_on"].today = today  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("checked_on", PartialDate(today))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == IdentifierState.SEEN:
            for name in ("document_kind", "document_number", "checked_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, str(_("Fill this in for a document that was seen.")))
        return data
