# SPDX-License-Identifier: EUPL-1.2
"""One person with all that relations knows: for the person page and the form."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.dates import PartialDate
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.choices import (
    GREETINGS,
    INVERSE_LABELS,
    TITLES,
    ContactSystem,
    Gender,
    IdentifierSystem,
    Language,
    RelationshipKind,
)
from nabij.relations.models import (
    Address,
    ContactInstruction,
    ContactPoint,
    HouseholdMember,
    Identifier,
    Party,
    PersonDetail,
    Relationship,
)
from nabij.relations.models.parties import MACHINE
from nabij.relations.queries.cards import PartyNotFound, person_cards
from nabij.relations.types import Card, PersonFields, PersonName


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relationship as seen from the person: who the other is to them.

    `is_current` holds today; `phones` only where the viewer may see the other's contact data.
    """

    ref: str
    kind: str
    label: str
    is_from_other: bool
    other: Card
    starts: PartialDate | None
    ends: PartialDate | None
    is_current: bool
    rank: int | None
    note: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdView:
    """The household somebody lives in, with the others in it."""

    ref: str
    label: str
    members: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person beyond the card.

    `ties`, `household`, `instructions`, `client_number` and the key safe belong to the
    organisation of care (class b) and stay empty for roles without that right
    (`shows_organisation` is False then). A secret address is left out of `addresses` for them too,
    with `has_secret_address` set. `bsn_state` is '' when none is known or the role may not know.
    """

    id: int
    ref: str
    version: int
    name: PersonName
    short_name: str
    full_name: str
    formal_name: str
    birth_surname: str
    greeting: str
    birth: PartialDate | None
    is_deceased: bool
    deceased: PartialDate | None
    gender: str
    gender_label: str
    form_of_address: str
    language: str
    language_label: str
    city: str
    client_number: str
    unit_id: int | None
    unit_name: str
    is_shielded: bool
    shows_organisation: bool
    addresses: tuple[Address, ...]
    has_secret_address: bool
    contact_points: tuple[ContactPoint, ...]
    identifiers: tuple[Identifier, ...]
    bsn_state: str
    ties: tuple[Tie, ...]
    household: HouseholdView | None
    instructions: tuple[ContactInstruction, ...]
    has_key_safe: bool
    key_safe_place: str

    @property
    def home(self) -> Address | None:
        """Return the home address of today, else any other open one."""
        homes = [address for address in self.addresses if address.use == "home"]
        return next(iter([*homes, *self.addresses]), None)

    @property
    def phones(self) -> tuple[ContactPoint, ...]:
        """Return the phone numbers in their order."""
        return tuple(p for p in self.contact_points if p.system == ContactSystem.PHONE)

    @property
    def emails(self) -> tuple[ContactPoint, ...]:
        """Return the e-mail addresses in their order."""
        return tuple(p for p in self.contact_points if p.system == ContactSystem.EMAIL)


def person(*, viewer: Viewer, ref: str) -> Person:
    """Return one person beyond the card. At most nine SQL queries; the rows refuse lazy loading.

    The caller logs that it was shown: `access.actions.record_event`, or the entry of the dossier.

    Raises:
        PartyNotFound: there is none, it is no person, or the viewer may see the card at most.
    """
    on = localdate(viewer.at)
    party = _visible_person(viewer, ref=ref)
    shows_organisation = viewer.user_id == MACHINE or access_rules.may(
        viewer.roles, access_rules.DataClass.ORGANISATION
    )
    detail = party.person
    name = detail.name
    addresses = [address for address in party.addresses.all() if _holds(address, on)]
    shown = [a for a in addresses if shows_organisation or not a.is_secret]
    identifiers = list(party.identifiers.all())
    safe = getattr(party, "key_safe", None) if shows_organisation else None
    return Person(
        id=party.pk,
        ref=party.ref,
        version=party.version,
        name=name,
        short_name=party.name,
        full_name=rules.full_name(name),
        formal_name=rules.formal_name(name, str(TITLES.get(detail.gender, ""))),
        birth_surname=rules.birth_surname(name),
        greeting=_greeting(detail),
        birth=party.birth,
        is_deceased=detail.is_deceased,
        deceased=detail.deceased,
        gender=detail.gender,
        gender_label=str(Gender(detail.gender).label),
        form_of_address=detail.form_of_address,
        language=detail.language,
        language_label=_language(detail.language),
        city=party.city,
        client_number=(party.client_number or "") if shows_organisation else "",
        unit_id=party.unit_id,
        unit_name=party.unit.name if party.unit else "",
        is_shielded=party.is_shielded,
        shows_organisation=shows_organisation,
        addresses=tuple(shown),
        has_secret_address=any(address.is_secret for address in addresses),
        contact_points=tuple(party.contact_points.all()),
        identifiers=tuple(i for i in identifiers if i.system != IdentifierSystem.BSN),
        bsn_state=_bsn_state(viewer, identifiers),
        ties=ties_of(viewer=viewer, party_id=party.pk, on=on) if shows_organisation else (),
        household=_household(viewer, party.pk) if shows_organisation else None,
        instructions=_instructions(party.pk, on) if shows_organisation else (),
        has_key_safe=safe is not None,
        key_safe_place=safe.place if safe else "",
    )


def person_fields(*, viewer: Viewer, ref: str) -> tuple[int, int, PersonFields]:
    """Return key, version and recorded fields of a person, for the form. At most four SQL queries.

    Raises:
        PartyNotFound: as for `person`.
    """
    party = _visible_person(viewer, ref=ref)
    detail = party.person
    fields = PersonFields(
        name=detail.name,
        gender=detail.gender,
        birth=party.birth,
        is_deceased=detail.is_deceased,
        deceased=detail.deceased,
        form_of_address=detail.form_of_address,
        language=detail.language,
        client_number=party.client_number or "",
        unit_id=party.unit_id,
        is_shielded=party.is_shielded,
        addresses=tuple(a.fields for a in party.addresses.all() if a.ends_on is None),
        contact_points=tuple(point.fields for point in party.contact_points.all()),
    )
    return party.pk, party.version, fields


def ties_of(*, viewer: Viewer, party_id: int, on: date) -> tuple[Tie, ...]:
    """Return the relationships of a party, those to call first in front, ended ones last.

    Three SQL queries: the rows, the cards of the others, and their phones where visible.
    """
    rows = list(
        Relationship.objects.filter(Q(subject_id=party_id) | Q(object_id=party_id)).fetch_mode(
            models.FETCH_RAISE
        )
    )
    if not rows:
        return ()
    others = {r.object_id if r.subject_id == party_id else r.subject_id for r in rows}
    cards = person_cards(viewer=viewer, ids=others)
    phones = _phones_of(card.id for card in cards.values() if card.is_open)
    found = []
    for row in rows:
        is_from_other = row.object_id == party_id
        other = cards.get(row.subject_id if is_from_other else row.object_id)
        if other is None:  # shielded from this viewer
            continue
        kind = RelationshipKind(row.kind)
        found.append(
            Tie(
                ref=row.ref,
                kind=row.kind,
                label=str(kind.label if is_from_other else INVERSE_LABELS[kind]),
                is_from_other=is_from_other,
                other=other,
                starts=row.starts,
                ends=row.ends,
                is_current=_holds(row, on),
                rank=row.rank,
                note=row.note,
                phones=tuple(phones.get(other.id, ())),
            )
        )
    found.sort(key=lambda tie: (not tie.is_current, tie.rank or 99, tie.label, tie.other.name))
    return tuple(found)


def _phones_of(ids: Iterable[int]) -> dict[int, list[str]]:
    phones: dict[int, list[str]] = defaultdict(list)
    points = ContactPoint.objects.filter(party_id__in=list(ids), system=ContactSystem.PHONE)
    for party_id, value in points.order_by("rank", "pk").values_list("party_id", "value"):
        phones[party_id].append(value)
    return phones


def _visible_person(viewer: Viewer, *, ref: str) -> Party:
    found = (
        Party.objects.visible_to(viewer)
        .persons()
        .filter(ref=ref, canonical__isnull=True)
        .select_related("person", "unit", "key_safe")
        .prefetch_related(
            Prefetch("addresses", Address.objects.order_by("-starts_on", "pk")),
            Prefetch("contact_points", ContactPoint.objects.order_by("rank", "pk")),
            Prefetch("identifiers", Identifier.objects.order_by("system", "pk")),
        )
        .fetch_mode(models.FETCH_RAISE)
        .first()
    )
    if found is None:
        raise PartyNotFound
    return found


def _language(code: str) -> str:
    known = dict(Language.choices)
    return str(known.get(code, code))


def _greeting(detail: PersonDetail) -> str:
    chosen = rules.salutation(
        detail.name, gender=detail.gender, form_of_address=detail.form_of_address
    )
    return str(GREETINGS[chosen.code]) % {"name": chosen.name}


def _holds(row: Address | Relationship, on: date) -> bool:
    return access_rules.is_in_force(row.starts_on, row.ends_on, on)


def _bsn_state(viewer: Viewer, identifiers: list[Identifier]) -> str:
    if viewer.user_id != MACHINE and not access_rules.may_use_bsn(viewer.roles):
        return ""
    return next((i.state for i in identifiers if i.system == IdentifierSystem.BSN), "")


def _household(viewer: Viewer, party_id: int) -> HouseholdView | None:
    own = (
        HouseholdMember.objects.filter(person_id=party_id, ends_on__isnull=True)
        .select_related("household")
        .first()
    )
    if own is None:
        return None
    others = (
        Party.objects.cards(viewer)
        .filter(households__household_id=own.household_id, households__ends_on__isnull=True)
        .exclude(pk=party_id)
        .order_by("sort_key", "pk")
    )
    return HouseholdView(
        ref=own.household.ref,
        label=own.household.label,
        members=tuple(other.card for other in others),
    )


def _instructions(party_id: int, on: date) -> tuple[ContactInstruction, ...]:
    """Return the contact instructions in force on a day: three at most."""
    rows = ContactInstruction.objects.filter(
        person_id=party_id, starts_on__lte=on, ends_on__gt=on
    ).order_by("starts_on", "pk")
    return tuple(rows.fetch_mode(models.FETCH_RAISE))
