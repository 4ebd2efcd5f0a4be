# SPDX-License-Identifier: EUPL-1.2
"""What the engine hands out: resources found, refusals, and the columns read from a resource."""

from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

Media = Literal["json", "xml"]
Version = Literal["stu3", "r4"]
DataClass = Literal["b", "c", "d"]
Node = dict[str, Any]
"""One element of the neutral tree; read it through `tree`, never directly."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file the reader accepts; everything above is refused with a reason.

    Bytes unless the name says otherwise. `string` follows the FHIR limit of 1 MiB for a string;
    base64 data of documents may be larger (`data`).
    """

    file: int = 256 * 1024 * 1024
    xml: int = 64 * 1024 * 1024
    line: int = 64 * 1024 * 1024
    string: int = 1024 * 1024
    data: int = 48 * 1024 * 1024
    depth: int = 100
    bundles_deep: int = 5
    zip_ratio: int = 100
    zip_total: int = 2 * 1024 * 1024 * 1024
    zip_members: int = 20_000


LIMITS = Limits()


class Found(msgspec.Struct, frozen=True):
    """One resource as it stands in a file (a msgspec struct: one is made per resource).

    `original` is exact: the bytes of the resource for JSON, standalone canonical XML for XML.
    `pointer` says where: a JSON pointer, `line 12` for NDJSON, a path of elements for XML.
    `declared` holds what the bundles around it, and a CapabilityStatement before it in the file,
    say about the version (profile urls; `http://hl7.org/fhir|4.0.1`).
    """

    position: int
    pointer: str
    full_url: str | None
    type: str
    id: str | None
    media: Media
    original: bytes
    tree: Node
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A resource or file that was not read, with a sentence that says why and what to do.

    `reason` is a gettext msgid with %(name)s placeholders filled from `values`.
    """

    position: int
    pointer: str
    code: str
    reason: str
    original: bytes
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason in English, filled in."""
        return self.reason % self.values if self.values else self.reason


ReferenceKind = Literal[
    "relative", "absolute", "urn", "contained", "logical", "display_only", "unreadable"
]


class ReferenceFound(msgspec.Struct, frozen=True):
    """One reference of a resource to another (a msgspec struct: some are made per resource).

    `role` is the element without indexes (`participant.actor`); the role of a STU3
    PractitionerRole extension is that of the reference it extends. `path` is its JSON pointer.
    `target_key` is the id, for `urn` the whole urn, for `contained` the local id.
    `identifier_value` is normalised; for a BSN `identifier_system` is `bsn`.
    """

    role: str
    path: str
    kind: ReferenceKind
    target_type: str | None
    target_key: str | None
    reference: str
    identifier_system: str
    identifier_value: str
    display: str


@dataclass(frozen=True, slots=True)
class IdentifierFound:
    """An identifier with its system normalised (`bsn`, `agb`, `ura`, `uzovi`, `big`, `uzi`, `kvk`)
    or as sent; `value` is '' when masked or absent; `note` flags what was odd (`padded`)."""

    system: str
    value: str
    state: Literal["present", "masked", "absent"] = "present"
    note: str = ""


@dataclass(frozen=True, slots=True)
class NameFound:
    """A person's name after nl-core, in parts; parts that are not given are ''."""

    given_names: str = ""
    initials: str = ""
    call_name: str = ""
    own_prefix: str = ""
    own_name: str = ""
    partner_prefix: str = ""
    partner_name: str = ""
    name_use: Literal["own", "partner", "partner_own", "own_partner", ""] = ""
    prefix: str = ""
    suffix: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AddressFound:
    """An address in parts; `to` is the Dutch "to"/"by" (opposite, by) of a house number."""

    use: Literal["home", "temp", "postal", "visit", "work", "old", ""] = ""
    street: str = ""
    house_number: str = ""
    suffix: str = ""
    unit: str = ""
    to: str = ""
    postcode: str = ""
    city: str = ""
    municipality: str = ""
    country: str = ""
    text: str = ""
    starts: str | None = None
    ends: str | None = None
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class TelecomFound:
    """A way to reach someone, as sent (`value` is not normalised)."""

    system: Literal["phone", "email", "fax", "url", "sms", "pager", "other"]
    value: str
    use: Literal["home", "work", "mobile", "temp", "old", ""] = ""
    rank: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ContactFound:
    """A contact of a patient as in Patient.contact; relationships are displays."""

    name: NameFound
    relationships: tuple[str, ...]
    relationship_codes: tuple[str, ...]
    telecoms: tuple[TelecomFound, ...]
    addresses: tuple[AddressFound, ...]
    organisation: ReferenceFound | None = None
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageFound:
    """A language a person speaks, with the note of the source on it."""

    code: str
    text: str
    is_preferred: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PatientColumns:
    """What is read from a Patient: one source's copy of a person.

    Dates are FHIR strings (YYYY, YYYY-MM, YYYY-MM-DD or an instant), never completed.
    """

    source_key: str
    name: NameFound
    birth: str | None
    gender: Literal["male", "female", "other", "unknown", ""]
    is_deceased: bool
    deceased: str | None
    is_active: bool
    is_understood: bool
    addresses: tuple[AddressFound, ...]
    telecoms: tuple[TelecomFound, ...]
    identifiers: tuple[IdentifierFound, ...]
    bsn: str
    bsn_state: Literal["present", "masked", "absent"]
    general_practitioners: tuple[ReferenceFound, ...]
    managing_organisation: ReferenceFound | None
    contacts: tuple[ContactFound, ...]
    languages: tuple[LanguageFound, ...]
    marital_status: str
    data_class: DataClass
    references: tuple[ReferenceFound, ...]
    unknown_modifiers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class FactColumns(msgspec.Struct, frozen=True):
    """What is read from a resource about a person (a msgspec struct: one is made per resource).

    `is_active` is true for a state in force (problem, medication) and for an event that stands
    (not entered in error, cancelled or not done); whether `ends` has passed is for who has a
    clock. `is_understood` is false when something changes the meaning in a way not known here.
    `subject` is None when no Patient is named. `text` holds no narrative.
    """

    source_key: str
    type: str
    kind: str
    subject: ReferenceFound | None
    code_system: str
    code: str
    code_text: str
    category: str
    status: str
    is_active: bool
    is_understood: bool
    starts: str | None
    ends: str | None
    recorded: str | None
    value: str
    unit: str
    text: str
    author: str
    details: dict[str, Any]
    data_class: DataClass
    references: tuple[ReferenceFound, ...]
    is_entered_in_error: bool = False
    unknown_modifiers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryColumns:
    """What is read from a resource that is not about one person: providers, products, terms."""

    source_key: str
    type: str
    name: str
    identifiers: tuple[IdentifierFound, ...]
    specialty: str
    type_text: str
    type_code: str
    telecoms: tuple[TelecomFound, ...]
    city: str
    is_active: bool
    is_understood: bool
    details: dict[str, Any]
    references: tuple[ReferenceFound, ...]
    unknown_modifiers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


Columns = PatientColumns | FactColumns | DirectoryColumns
