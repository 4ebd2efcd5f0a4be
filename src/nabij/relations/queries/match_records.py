# SPDX-License-Identifier: EUPL-1.2
"""Persons as the matching engine wants them, and which persons are worth comparing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.matching import PersonRecord
from nabij.matching.compare import Prepared
from nabij.matching.normalise import postcode as plain_postcode
from nabij.relations.choices import ContactSystem, IdentifierSystem
from nabij.relations.models import Address, ContactPoint, Identifier, Party
from nabij.relations.models.contact import BSN_PURPOSE
from nabij.relations.types import PersonFields

MOST_CANDIDATES = 500
FEW_INITIALS = 4


def match_candidates(*, viewer: Viewer, records: Collection[PersonRecord]) -> list[int]:
    """Return the keys of the persons that share a telling key with one of `records`.

    The keys: BSN, phone, e-mail, birth date with surname sound or first initial, and address with
    surname sound. One SQL query that reads one index per kind of key, for one record or for some
    hundreds at once; the engine then pairs them (`score_pairs` with `pairs=None`).

    For comparing only: shielded and out-of-unit persons are in it, so nothing of it may be shown
    without `person_cards`.
    """
    prepared = [Prepared(record) for record in records]
    found = [query.values("pk") for query in _keys_like(prepared)]
    if not found:
        return []
    first, *others = found
    return [row["pk"] for row in first.union(*others)[: MOST_CANDIDATES * len(prepared)]]


def _keys_like(prepared: list[Prepared]) -> Iterator[QuerySet[Party]]:
    """Yield one query per kind of key; merged and archived persons drop out when they are read."""
    persons = Party.objects.order_by()
    sounds = set().union(*(one.surname_keys for one in prepared))
    alike = Q(person__surname_key__in=sounds) | Q(person__partner_surname_key__in=sounds)
    records = [one.record for one in prepared]
    if indexes := {r.bsn_index for r in records if r.bsn_index and r.bsn_state == "present"}:
        known = Identifier.objects.with_indexes(indexes)
        yield persons.filter(pk__in=known.values("party_id"))
    if values := {value for r in records for value in (*r.phones, *r.emails) if value}:
        points = ContactPoint.objects.filter(value__in=values)
        yield persons.filter(pk__in=points.values("party_id"))
    births = [one.birth for one in prepared if one.birth]
    if days := {birth.earliest for birth in births if birth.precision == "day"}:
        initials = {one.initials[:1] for one in prepared if one.initials}
        is_like = alike | _begins_with(initials)
        yield persons.filter(is_like, birth_on__in=days)
    for birth in {birth for birth in births if birth.precision != "day"}:
        yield persons.filter(alike, birth_on__range=(birth.earliest, birth.latest))
    places = [one.address for one in prepared]
    if sounds and (postcodes := {postcode for postcode, number, _s in places if number}):
        numbers = {number for _p, number, _s in places if number}
        lives = Address.objects.filter(postcode__in=postcodes - {""}, house_number__in=numbers)
        yield persons.filter(alike, pk__in=lives.values("party_id"))


def _begins_with(initials: set[str]) -> Q:
    """Return the condition that one of a few initials fits; of many, any does."""
    if len(initials) > FEW_INITIALS:
        return Q(birth_on__isnull=False)
    condition = Q(pk__isnull=True)
    for initial in initials:
        for field in ("given_names", "initials", "call_name"):
            condition |= Q(**{f"person__{field}__istartswith": initial})
    return condition


def match_records(*, viewer: Viewer, ids: Iterable[int]) -> list[PersonRecord]:
    """Return these persons for the engine, merged and archived ones left out. Four SQL queries.

    For comparing only; see `match_candidates`.
    """
    keys = list(ids)
    rows = list(
        Party.objects.current()
        .persons()
        .filter(pk__in=keys)
        .select_related("person")
        .order_by("pk")
    )
    addresses: dict[int, Address] = {}
    for address in Address.objects.filter(party_id__in=keys, ends_on__isnull=True).order_by("pk"):
        is_better = address.use == "home" or address.party_id not in addresses
        if is_better:
            addresses[address.party_id] = address
    points: dict[tuple[int, str], list[str]] = defaultdict(list)
    for party_id, system, value in ContactPoint.objects.filter(party_id__in=keys).values_list(
        "party_id", "system", "value"
    ):
        points[party_id, system].append(value)
    sealed = Identifier.objects.filter(party_id__in=keys, system=IdentifierSystem.BSN)
    sealed = sealed.only("party_id", "blind_index", "previous_blind_index")
    indexes = {row.party_id: row.compared_index for row in sealed}
    return [
        _record(
            party,
            addresses.get(party.pk),
            phones=tuple(points[party.pk, ContactSystem.PHONE]),
            emails=tuple(points[party.pk, ContactSystem.EMAIL]),
            bsn_index=indexes.get(party.pk),
        )
        for party in rows
    ]


def match_record_of(*, viewer: Viewer, fields: PersonFields, bsn: str = "") -> PersonRecord:
    """Return what a colleague has typed so far, for the engine; its key is 0. No query."""
    name = fields.name
    home = next((a for a in fields.addresses if a.use == "home"), None)
    return PersonRecord(
        key=0,
        given_names=name.given_names,
        initials=name.initials,
        call_name=name.call_name,
        surnames=tuple(filter(None, [name.own_name, name.partner_name])),
        prefix=name.own_prefix,
        birth_on=fields.birth.earliest if fields.birth else None,
        birth_precision=fields.birth.precision if fields.birth else "",
        gender=fields.gender,
        postcode=plain_postcode(home.postcode) if home else "",
        house_number=home.house_number if home else "",
        suffix=home.suffix if home else "",
        phones=_values(fields, ContactSystem.PHONE),
        emails=_values(fields, ContactSystem.EMAIL),
        bsn_index=crypto.compared_index(bsn, purpose=BSN_PURPOSE) if bsn else None,
        bsn_state="present" if bsn else "absent",
    )


def _values(fields: PersonFields, system: str) -> tuple[str, ...]:
    return tuple(point.value for point in fields.contact_points if point.system == system)


def _record(
    party: Party,
    address: Address | None,
    *,
    phones: tuple[str, ...],
    emails: tuple[str, ...],
    bsn_index: bytes | None,
) -> PersonRecord:
    detail = party.person
    birth_on: date | None = party.birth_on
    return PersonRecord(
        key=party.pk,
        given_names=detail.given_names,
        initials=detail.initials,
        call_name=detail.call_name,
        surnames=tuple(filter(None, [detail.own_name, detail.partner_name])),
        prefix=detail.own_prefix,
        birth_on=birth_on,
        birth_precision=party.birth_precision,
        gender=detail.gender,
        postcode=address.postcode if address else "",
        house_number=address.house_number if address else "",
        suffix=address.suffix if address else "",
        phones=phones,
        emails=emails,
        bsn_index=bsn_index,
        bsn_state="present" if bsn_index else "absent",
    )
