# SPDX-License-Identifier: EUPL-1.2
"""One person with all that relations knows: for the person page and the form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.dates import PartialDate
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.choices import (
    GREETINGS,
    TITLES,
    ContactSystem,
    Gender,
    IdentifierSystem,
    Language,
)
from nabij.relations.models import (
    Address,
    ContactInstruction,
    ContactPoint,
    HouseholdMember,
    Identifier,
    KeySafe,
    Party,
    PersonDetail,
    Restriction,
)
from nabij.relations.models.merges import current_key, members, version_of
from nabij.relations.models.parties import known_by_work, objecting
from nabij.relations.queries.along import Along
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.ties import Tie, holds, ties_of, with_standings
from nabij.relations.types import Card, PersonFields, PersonName, RestrictionInView

ADDRESSES, CONTACT_POINTS = Along(Address), Along(ContactPoint)
IDENTIFIERS, INSTRUCTIONS = Along(Identifier), Along(ContactInstruction)
RESTRICTIONS = Along(Restriction)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdView:
    """The household somebody lives in, with the others in it whom the viewer may see.

    It goes by their names: a name of its own would name who is shielded by now.
    """

    ref: str
    members: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person beyond the card.

    `ties`, `household`, `instructions`, `client_number` and the key safe belong to the
    organisation of care (class b) and stay empty for roles without that right
    (`shows_organisation` is False then). `keys` are those under which the person stands or stood,
    their own first; `is_objecting` that they do not want to be approached but for their care, and
    `is_known_by_work` tells that they are known for whom they work for and not
    as somebody in care. `restrictions` is what of them is kept and not used (AVG 18). A secret
    address is left out of `addresses` for them too, with `has_secret_address` set. `bsn_state` is
    '' when none is known or the role may not know.
    """

    id: int
    keys: tuple[int, ...]
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
    is_archived: bool
    is_known_by_work: bool
    is_objecting: bool
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
    restrictions: tuple[RestrictionInView, ...] = ()

    @property
    def home(self) -> Address | None:
        """Return the home address of today, else any other open one."""
        homes = [address for address in self.addresses if address.use == "home"]
        return next(iter([*homes, *self.addresses]), None)

    @property
    def shut_out(self) -> tuple[Card, ...]:
        """Return of those near who may be told nothing: the client does not want it."""
        named = (tie.other for tie in self.ties if tie.is_current and tie.is_shut_out)
        return tuple(dict.fromkeys(named))

    @property
    def phones(self) -> tuple[ContactPoint, ...]:
        """Return the phone numbers in their order."""
        return tuple(p for p in self.contact_points if p.system == ContactSystem.PHONE)

    @property
    def emails(self) -> tuple[ContactPoint, ...]:
        """Return the e-mail addresses in their order."""
        return tuple(p for p in self.contact_points if p.system == ContactSystem.EMAIL)


def person(*, viewer: Viewer, ref: str) -> Person:
    """Return one person beyond the card. At most five SQL queries; the rows refuse lazy loading.

    The caller logs that it was shown: `access.actions.record_event`, or the entry of the dossier.

    Raises:
        PartyNotFound: there is none, it is no person, or the viewer may see the card at most.
    """
    on = localdate(viewer.at)
    party = _visible_person_whole(viewer, ref=ref, on=on)
    shows_organisation = viewer.is_machine or access_rules.may(
        viewer.roles, access_rules.DataClass.ORGANISATION
    )
    detail = party.person
    name = detail.name
    addresses = [a for a in ADDRESSES.rows(party.addresses_along) if holds(a, on)]
    shown = [a for a in addresses if shows_organisation or not a.is_secret]
    identifiers = IDENTIFIERS.rows(party.identifiers_along)
    safes = party.safes_along if shows_organisation else []
    return Person(
        id=party.pk,
        keys=(party.pk, *party.merged_along),
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
        is_archived=party.archived_at is not None,
        is_known_by_work=party.is_known_by_work,
        is_objecting=party.is_objecting,
        shows_organisation=shows_organisation,
        addresses=tuple(shown),
        has_secret_address=any(address.is_secret for address in addresses),
        contact_points=tuple(CONTACT_POINTS.rows(party.points_along)),
        identifiers=tuple(i for i in identifiers if i.system != IdentifierSystem.BSN),
        bsn_state=_bsn_state(viewer, identifiers),
        ties=_ties(viewer, party, on) if shows_organisation else (),
        household=_household(viewer, party) if shows_organisation else None,
        instructions=tuple(INSTRUCTIONS.rows(party.instructions_along))
        if shows_organisation
        else (),
        has_key_safe=bool(safes),
        key_safe_place=safes[0] if safes else "",
        restrictions=tuple(row.in_view for row in RESTRICTIONS.rows(party.restrictions_along)),
    )


def _ties(viewer: Viewer, party: Any, on: date) -> tuple[Tie, ...]:
    ties = ties_of(viewer=viewer, party_ids=[party.pk, *party.merged_along], on=on)
    if not ties:
        return ()
    return with_standings(viewer=viewer, person_id=party.pk, ties=ties)


def person_to_change(*, viewer: Viewer, ref: str) -> Person:
    """Return one person for a form; see `person`. Who is archived stays as they are.

    Raises:
        PartyNotFound: as for `person`, or the person is archived.
    """
    found = person(viewer=viewer, ref=ref)
    if found.is_archived:
        raise PartyNotFound
    return found


def person_fields(*, viewer: Viewer, ref: str) -> tuple[int, int, PersonFields]:
    """Return key, version and recorded fields of a person, for the form. At most four SQL queries.

    Raises:
        PartyNotFound: as for `person`.
    """
    party = _visible_person(viewer, ref=ref)
    return party.pk, version_of(party), fields_of_person(party)


def fields_of_person(party: Party) -> PersonFields:
    """Return what is recorded of a person, of whoever was merged into them too. Two SQL queries."""
    detail, ours = party.person, members(party.pk)
    addresses = Address.objects.filter(
        party_id__in=ours, ends_on__isnull=True, left_out__isnull=True
    )
    points = ContactPoint.objects.filter(party_id__in=ours, left_out__isnull=True)
    return PersonFields(
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
        addresses=tuple(a.fields for a in addresses.order_by("-starts_on", "pk")),
        contact_points=tuple(point.fields for point in points.order_by("rank", "pk")),
    )


def _visible_person_whole(viewer: Viewer, *, ref: str, on: date) -> Any:
    """Return a person with all that belongs to them alone, in two queries.

    Besides its fields the row has `merged_along`, `is_known_by_work`, and what `_all_of` brings.
    """
    if not (viewer.is_machine or access_rules.may_see_cards(viewer.roles)):
        raise PartyNotFound
    found: Any = (
        Party.objects.visible_to(viewer)
        .persons()
        .filter(ref=ref, canonical__isnull=True)
        .select_related("person", "unit")
        .annotate(
            merged_along=ArraySubquery(
                Party.objects.filter(canonical_id=OuterRef("pk")).order_by("pk").values("pk")
            ),
            is_known_by_work=known_by_work(),
            is_objecting=objecting(),
        )
        .fetch_mode(models.FETCH_RAISE)
        .first()
    )
    if found is None:
        raise PartyNotFound
    for name, rows in _all_of([found.pk, *found.merged_along], on).items():
        setattr(found, name, rows)
    return found


def _all_of(keys: list[int], on: date) -> dict[str, Any]:
    """Return what belongs to the person with these keys. One SQL query.

    `safes_along`, `addresses_along`, `points_along`, `identifiers_along`, `restrictions_along` and
    `instructions_along` (those in force), `household_along` and `housemates_along`, keys.
    """
    living = HouseholdMember.objects.filter(ends_on__isnull=True, left_out__isnull=True)
    households = living.filter(person_id__in=keys).order_by("pk")
    together = living.filter(household_id__in=households.order_by().values("household_id"))
    safes = KeySafe.objects.filter(person_id__in=keys, left_out__isnull=True)
    kept: Any = {"party_id__in": keys, "left_out__isnull": True}
    addresses = Address.objects.filter(**kept).order_by("-starts_on", "pk")
    points = ContactPoint.objects.filter(**kept).order_by("rank", "pk")
    identifiers = Identifier.objects.filter(**kept).order_by("system", "pk")
    in_force = ContactInstruction.objects.filter(
        person_id__in=keys, starts_on__lte=on, ends_on__gt=on
    )
    restricted = Restriction.objects.filter(person_id__in=keys, lifted_at__isnull=True)
    found: Any = Party.objects.filter(pk=keys[0]).values(
        safes_along=ArraySubquery(safes.values("place")),
        addresses_along=ADDRESSES.beside(addresses),
        points_along=CONTACT_POINTS.beside(points),
        identifiers_along=IDENTIFIERS.beside(identifiers),
        restrictions_along=RESTRICTIONS.beside(restricted.order_by("pk")),
        instructions_along=INSTRUCTIONS.beside(in_force.order_by("starts_on", "pk")),
        household_along=ArraySubquery(households.values("household__ref")),
        housemates_along=ArraySubquery(
            together.annotate(whose=current_key("person")).values("whose")
        ),
    )
    return dict(found[0])


def _visible_person(viewer: Viewer, *, ref: str) -> Party:
    found = (
        Party.objects.visible_to(viewer)
        .persons()
        .filter(ref=ref, canonical__isnull=True)
        .select_related("person")
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


def _bsn_state(viewer: Viewer, identifiers: list[Identifier]) -> str:
    if not (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        return ""
    return next((i.state for i in identifiers if i.system == IdentifierSystem.BSN), "")


def _household(viewer: Viewer, party: Any) -> HouseholdView | None:
    """Return the household; the others in it by the order of their names. At most one query."""
    if not party.household_along:
        return None
    others = set(party.housemates_along) - {party.pk}
    shown: Any = Party.objects.cards(viewer).filter(pk__in=others).order_by("sort_key", "pk")
    return HouseholdView(
        ref=party.household_along[0],
        members=tuple(one.card for one in shown.fetch_mode(models.FETCH_RAISE)) if others else (),
    )
