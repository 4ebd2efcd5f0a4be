# SPDX-License-Identifier: EUPL-1.2
"""Many parties at once, for imports: who is found under what, and what is recorded of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Model, Q
from django.db.models.functions import Coalesce

from nabij.core.dates import PartialDate, to_columns
from nabij.core.viewer import Viewer
from nabij.matching import keys as match_keys
from nabij.matching.normalise import fold
from nabij.relations import rules
from nabij.relations.choices import SYMMETRIC_KINDS, IdentifierSystem
from nabij.relations.models import Address, ContactPoint, Identifier, Party, Relationship
from nabij.relations.models.parties import known_by_work
from nabij.relations.types import Card, OrganisationFields, PersonFields

# Per key one look in the index; a key that a crowd shares tells nothing.
_UNDER = """
SELECT DISTINCT unnest(block.ids)
FROM unnest(%(keys)s::bigint[]) AS look (key)
CROSS JOIN LATERAL (
  SELECT array_agg(party_id) AS ids FROM (
    SELECT party_id FROM relations_persondetail
    WHERE match_keys @> ARRAY[look.key] LIMIT %(most)s + 1
  ) AS found
) AS block
WHERE cardinality(block.ids) <= %(most)s
UNION SELECT party_id FROM relations_identifier WHERE blind_index = ANY (%(bsns)s::bytea[])
UNION SELECT party_id FROM relations_identifier WHERE previous_blind_index = ANY (%(bsns)s::bytea[])
"""


def count_persons(*, viewer: Viewer) -> int:
    """Return how many persons are known, about: as the database last counted. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class"
            " WHERE oid = 'relations_persondetail'::regclass"
        )
        return int(cursor.fetchone()[0])


def keys_of_all_persons(*, viewer: Viewer) -> list[int]:
    """Return the keys of all current persons, for comparing only. One SQL query."""
    return list(Party.objects.persons().current().order_by("pk").values_list("pk", flat=True))


def person_ids_under(*, viewer: Viewer, keys: Collection[int], bsns: Collection[bytes]) -> set[int]:
    """Return who is found under one of these match keys or has one of these BSNs. One SQL query.

    For comparing only: nothing of it may be shown without `person_cards`.
    """
    given: dict[str, Any] = {
        "keys": list(keys),
        "bsns": list(bsns),
        "most": match_keys.LARGEST_BLOCK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, given)
        return {pk for (pk,) in cursor.fetchall()}


def parties_with_client_numbers(*, viewer: Viewer, numbers: Collection[str]) -> dict[str, int]:
    """Return who has these client numbers, archived and merged ones too. One SQL query.

    For comparing only; of who was merged the key under which they stand now.
    """
    rows = Party.objects.filter(client_number__in=list(numbers)).values_list(
        "client_number", Coalesce("canonical_id", "pk")
    )
    return {number: pk for number, pk in rows if number}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known[Fields]:
    """What is recorded of a party, for whoever saves it anew."""

    id: int
    ref: str
    version: int
    fields: Fields


def known_persons(*, viewer: Viewer, ids: Collection[int]) -> dict[int, Known[PersonFields]]:
    """Return what is recorded of these persons, as far as the viewer may see their contact data.

    Five SQL queries, however many.
    """
    parties = _visible(viewer, ids).persons().select_related("person")
    found = {party.pk: party for party in parties}
    addresses = _along(Address, found, ("-starts_on", "pk"), ends_on__isnull=True)
    points = _along(ContactPoint, found, ("rank", "pk"))
    versions = _versions(found)
    return {
        pk: Known(
            id=pk,
            ref=party.ref,
            version=versions[pk],
            fields=PersonFields(
                name=party.person.name,
                gender=party.person.gender,
                birth=party.birth,
                is_deceased=party.person.is_deceased,
                deceased=party.person.deceased,
                form_of_address=party.person.form_of_address,
                language=party.person.language,
                client_number=party.client_number or "",
                unit_id=party.unit_id,
                is_shielded=party.is_shielded,
                addresses=tuple(row.fields for row in addresses[pk]),
                contact_points=tuple(row.fields for row in points[pk]),
            ),
        )
        for pk, party in found.items()
    }


def known_organisations(
    *, viewer: Viewer, ids: Collection[int]
) -> dict[int, Known[OrganisationFields]]:
    """Return what is recorded of these organisations. Six SQL queries, however many."""
    parties = _visible(viewer, ids).organisations().select_related("organisation")
    found = {party.pk: party for party in parties}
    addresses = _along(Address, found, ("use", "pk"), ends_on__isnull=True)
    points = _along(ContactPoint, found, ("rank", "pk"))
    numbers = _along(Identifier, found, ("system", "pk"))
    versions = _versions(found)
    return {
        pk: Known(
            id=pk,
            ref=party.ref,
            version=versions[pk],
            fields=OrganisationFields(
                name=party.name,
                kind=party.organisation.kind,
                legal_name=party.organisation.legal_name,
                website=party.organisation.website,
                unit_id=party.unit_id,
                identifiers={
                    row.system: row.value
                    for row in numbers[pk]
                    if row.system != IdentifierSystem.BSN
                },
                addresses=tuple(row.fields for row in addresses[pk]),
                contact_points=tuple(row.fields for row in points[pk]),
            ),
        )
        for pk, party in found.items()
    }


def deceased_ids(*, viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Return who of these is known to have died. One SQL query."""
    found = Party.objects.persons().filter(person__is_deceased=True, pk__in=list(ids))
    return set(found.values_list("pk", flat=True))


def organisations_named(*, viewer: Viewer, names: Collection[str]) -> dict[str, list[Card]]:
    """Return the organisations of these names, by `name_key`. One SQL query."""
    return organisations_with_keys(viewer=viewer, sort_keys={name_key(name) for name in names})


def organisations_with_keys(*, viewer: Viewer, sort_keys: Collection[str]) -> dict[str, list[Card]]:
    """Return the organisations that are sorted under one of these. One SQL query."""
    cards = Party.objects.cards(viewer).organisations().filter(sort_key__in=list(sort_keys))
    found: dict[str, list[Card]] = defaultdict(list)
    for party in cards.order_by("pk"):
        found[party.sort_key].append(party.card)
    return found


def organisation_cards(*, viewer: Viewer, ids: Collection[int]) -> dict[int, Card]:
    """Return the cards of these organisations. One SQL query."""
    cards = Party.objects.cards(viewer).organisations().filter(pk__in=list(ids))
    return {party.pk: party.card for party in cards}


def name_key(name: str) -> str:
    """Return under what an organisation of this name is found in `organisations_named`."""
    return rules.organisation_columns(name).sort_key


def organisations_with_numbers(
    *, viewer: Viewer, numbers: Collection[tuple[str, str]]
) -> dict[tuple[str, str], set[int]]:
    """Return who has these numbers, by system and number. One SQL query."""
    values = {value for _system, value in numbers}
    rows = Identifier.objects.filter(value__in=values, party__archived_at__isnull=True)
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for system, value, pk in rows.values_list(
        "system", "value", Coalesce("party__canonical_id", "party_id")
    ):
        if (system, value) in numbers:
            found[system, value].add(pk)
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """How a file names somebody: by client number, or by name and perhaps birth date."""

    number: str = ""
    name: str = ""
    birth: PartialDate | None = None


def cards_named(*, viewer: Viewer, named: Iterable[Named]) -> dict[Named, list[Card]]:
    """Return whose card the viewer may see of those named so: none, one or several for each.

    A name is that of an organisation, or one under which a person is listed or called. Three SQL
    queries, however many; the caller logs that people were shown.
    """
    wanted = set(named)
    numbers = {one.number for one in wanted if one.number}
    by_number = {
        party.client_number: party.card
        for party in Party.objects.cards(viewer)
        .persons()
        .defer(None)
        .filter(client_number__in=numbers)
        if party.is_open  # type: ignore[attr-defined]
    }
    by_name: dict[str, list[Party]] = defaultdict(list)
    texts = {" ".join(one.name.split()) for one in wanted if one.name and not one.number}
    same = Q(name__in=texts) | Q(sort_key__in={fold(text) for text in texts})
    for party in Party.objects.cards(viewer).filter(same).order_by("pk") if texts else ():
        by_name[fold(party.name)].append(party)
    found: dict[Named, list[Card]] = {}
    for one in wanted:
        if one.number:
            card = by_number.get(one.number)
            found[one] = [card] if card else []
        else:
            fit = by_name.get(fold(one.name), ())
            found[one] = [p.card for p in fit if _may_be(p, one.birth)]
    return found


def may_tie(subject: Card, other: Card, kind: str) -> bool:
    """Tell whether this viewer may make the subject `kind` of the other: one of the two is open."""
    return (
        subject.id != other.id
        and (subject.is_open or other.is_open)
        and rules.may_hold(
            kind, subject_is_person=subject.is_person, object_is_person=other.is_person
        )
    )


type TieKey = tuple[int, int, str, tuple[object, ...]]


def tie_key(
    subject_id: int,
    object_id: int,
    kind: str,
    *,
    starts: PartialDate | None = None,
    ends: PartialDate | None = None,
) -> TieKey:
    """Return what is the same for one relationship, from either side where it is mutual.

    Of those that ended there may be several between two, of one kind: those differ by their days.
    """
    if kind in SYMMETRIC_KINDS:
        subject_id, object_id = min(subject_id, object_id), max(subject_id, object_id)
    days = (*to_columns(starts), *rules.end_columns(starts, ends)) if ends else ()
    return subject_id, object_id, kind, days


def recorded_ties(*, viewer: Viewer, ids: Collection[int]) -> set[TieKey]:
    """Return the relationships of these parties, also those that ended. One SQL query."""
    rows = Relationship.objects.filter(subject__in=list(ids))
    return {
        tie_key(row.subject_id, row.object_id, row.kind, starts=row.starts, ends=row.ends)
        for row in rows.defer("note")
    }


def known_by_work_ids(*, viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Return who of these is known for whom they work for, and not in care. One SQL query."""
    found = Party.objects.persons().filter(known_by_work(), pk__in=list(ids))
    return set(found.values_list("pk", flat=True))


def _may_be(party: Party, birth: PartialDate | None) -> bool:
    """Tell whether somebody was born then; of whom no more than the card is open, by the year."""
    if birth is None:
        return True
    if party.birth is None:
        return False
    if getattr(party, "is_open", False):
        return party.birth.may_be(birth)
    return party.birth.year == birth.year


def _visible(viewer: Viewer, ids: Collection[int]) -> Any:
    return Party.objects.visible_to(viewer).current().filter(pk__in=list(ids))


def _along(
    model: type[Model], parties: Collection[int], order: tuple[str, ...], **where: Any
) -> dict[int, list[Any]]:
    """Return the rows that hold of each party, of whoever was merged into them too."""
    rows = model._default_manager.filter(
        Q(party__in=list(parties)) | Q(party__canonical__in=list(parties)),
        left_out__isnull=True,
        **where,
    ).annotate(whose=Coalesce("party__canonical_id", "party_id"))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by(*order):
        found[row.whose].append(row)
    return found


def _versions(parties: dict[int, Party]) -> dict[int, int]:
    """Return the version that a form would say it saves over; see `models.merges.version_of`."""
    rows = Party.objects.filter(pk__in=list(parties)).annotate(
        begun=Count("merges"), ended=Count("merges__ended_at")
    )
    return {
        pk: int(v + b + e) for pk, v, b, e in rows.values_list("pk", "version", "begun", "ended")
    }
