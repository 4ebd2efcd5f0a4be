# SPDX-License-Identifier: EUPL-1.2
"""What goes into the actions: plain values, already brought into the form that is stored."""

from dataclasses import dataclass, field
from datetime import date

from nabij.core.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """The parts of a name after nl-core; `name_use` is own, partner, partner_own or own_partner."""

    given_names: str = ""
    initials: str = ""
    call_name: str = ""
    own_prefix: str = ""
    own_name: str = ""
    partner_prefix: str = ""
    partner_name: str = ""
    name_use: str = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFields:
    """One address; a Dutch postcode as `8011AB`."""

    use: str = "home"
    street: str = ""
    house_number: str = ""
    suffix: str = ""
    unit_id: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    municipality_code: str = ""
    is_secret: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of a place is filled in."""
        return not (self.street or self.postcode or self.city or self.country)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointFields:
    """One phone number (E.164), e-mail address or web address."""

    system: str
    value: str
    use: str = "home"
    rank: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BsnCheckFields:
    """Where a BSN came from or how it was checked: `step` is from_message, seen or confirmed.

    `source` names the sender of the message or the register, `checked_by_id` the colleague.
    """

    step: str = "from_message"
    source: str = ""
    document_kind: str = ""
    document_number: str = ""
    checked_on: date | None = None
    checked_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What every colleague with a relations role may see of anybody: name, birth year and city.

    `is_open`: the viewer may see the contact data too. `is_objecting`: they do not want to be
    approached for anything but their care.
    """

    id: int
    ref: str
    is_person: bool
    name: str
    birth_year: int | None
    city: str
    is_open: bool
    is_objecting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFields:
    """A person as recorded by a colleague or taken from a message."""

    name: PersonName
    gender: str = "unknown"
    birth: PartialDate | None = None
    is_deceased: bool = False
    deceased: PartialDate | None = None
    form_of_address: str = ""
    language: str = ""
    client_number: str = ""
    unit_id: int | None = None
    is_shielded: bool = False
    addresses: tuple[AddressFields, ...] = ()
    contact_points: tuple[ContactPointFields, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFields:
    """An organisation; `identifiers` maps a system (agb, kvk, ...) to its normalised value."""

    name: str
    kind: str = "other"
    legal_name: str = ""
    website: str = ""
    unit_id: int | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    addresses: tuple[AddressFields, ...] = ()
    contact_points: tuple[ContactPointFields, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictable:
    """One thing of a person of which the use can be restricted.

    A fact by its source, type and key, a contact, or a copy of another provider by its record; none
    of these is all that is used for anything but care.
    """

    fact: tuple[int, str, str] | None = None
    interaction_id: int | None = None
    record_id: int | None = None

    @property
    def is_no_care(self) -> bool:
        """Tell whether it is all that is used for anything but care."""
        return self == Restrictable()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionInView:
    """What is restricted, on what ground (AVG 18) and since when; lifted since `lifted_on`."""

    ref: str
    what: Restrictable
    reason: str
    reason_label: str
    since: date
    told_on: date | None = None
    told_how: str = ""
    lifted_on: date | None = None
