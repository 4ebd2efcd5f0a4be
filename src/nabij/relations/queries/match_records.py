# SPDX-License-Identifier: EUPL-1.2
"""Persons as the matching engine wants them, and which persons are worth comparing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.matching import PersonRecord
from nabij.matching import keys as match_keys
from nabij.matching.compare import Prepared
from nabij.relations import rules
from nabij.relations.models.contact import BSN_PURPOSE
from nabij.relations.types import PersonFields

# Per key one look in one index, and never more persons than fit in a block: a key that a whole
# care home or a test person shares tells nothing. Secret addresses take no part.
_PERSONS = """
WITH block AS MATERIALIZED (
  SELECT look.key, array_agg(found.party_id) AS ids
  FROM unnest(%(keys)s::bigint[]) AS look (key)
  CROSS JOIN LATERAL (
    SELECT party_id FROM relations_persondetail
    WHERE match_keys @> ARRAY[look.key] LIMIT %(most)s + 1
  ) AS found
  GROUP BY look.key
), alike AS MATERIALIZED (
  SELECT unnest(ids) AS id FROM block WHERE cardinality(ids) <= %(most)s
  UNION SELECT party_id FROM relations_identifier WHERE blind_index = ANY (%(bsns)s::bytea[])
  UNION SELECT party_id FROM relations_identifier
        WHERE previous_blind_index = ANY (%(bsns)s::bytea[])
  UNION SELECT unnest(%(ids)s::bigint[])
), kept AS MATERIALIZED (
  SELECT DISTINCT coalesce(party.canonical_id, party.id) AS id
  FROM alike JOIN relations_party party ON party.id = alike.id
)
SELECT array(SELECT key FROM block WHERE cardinality(ids) > %(most)s) AS left_out, person.*
FROM (SELECT) AS always
LEFT JOIN LATERAL (
  SELECT party.id, detail.given_names, detail.initials, detail.call_name, detail.own_name,
    detail.partner_name, detail.own_prefix, party.birth_on, party.birth_precision, detail.gender,
    home.postcode, home.house_number, home.suffix,
    array(SELECT value FROM relations_contactpoint point
          WHERE party_id = ANY (member.ids) AND system = 'phone' AND NOT EXISTS (
            SELECT FROM relations_leftout WHERE contact_point_id = point.id)
          ORDER BY id) AS phones,
    array(SELECT value FROM relations_contactpoint point
          WHERE party_id = ANY (member.ids) AND system = 'email' AND NOT EXISTS (
            SELECT FROM relations_leftout WHERE contact_point_id = point.id)
          ORDER BY id) AS emails,
    bsn.blind_index, bsn.previous_blind_index
  FROM kept
  JOIN relations_party party ON party.id = kept.id AND party.archived_at IS NULL
  JOIN relations_persondetail detail ON detail.party_id = party.id
  CROSS JOIN LATERAL (
    SELECT party.id || array(SELECT id FROM relations_party WHERE canonical_id = party.id)
  ) AS member (ids)
  LEFT JOIN LATERAL (
    SELECT postcode, house_number, suffix FROM relations_address home
    WHERE party_id = ANY (member.ids) AND ends_on IS NULL AND NOT is_secret AND NOT EXISTS (
      SELECT FROM relations_leftout WHERE address_id = home.id)
    ORDER BY use <> 'home', party_id <> party.id, id LIMIT 1
  ) AS home ON true
  LEFT JOIN LATERAL (
    SELECT blind_index, previous_blind_index FROM relations_identifier number
    WHERE party_id = ANY (member.ids) AND system = 'bsn' AND NOT EXISTS (
      SELECT FROM relations_leftout WHERE identifier_id = number.id)
    ORDER BY party_id <> party.id, id LIMIT 1
  ) AS bsn ON true
) AS person ON true
ORDER BY person.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPersons:
    """Persons worth comparing; `left_out` are the keys that too many persons share."""

    records: list[PersonRecord]
    left_out: frozenset[int] = frozenset()


def persons_like(
    *,
    viewer: Viewer,
    records: Sequence[PersonRecord],
    ids: Collection[int] = (),
    is_wide: bool = False,
) -> KnownPersons:
    """Return the persons that share a telling key or a BSN with one of `records`, for the engine.

    One SQL query for one record or for some hundreds, however many persons are known: per key one
    look in an index, at most `matching.keys.LARGEST_BLOCK` persons per key, the persons in `ids`
    besides. Archived persons are left out; who was merged is found too, and is the person they were
    merged into.

    For comparing only: shielded and out-of-unit persons are in it, so nothing of it may be shown
    without `person_cards`.

    Args:
        is_wide: look under name and birth year alone, too.
    """
    prepared = [Prepared(record) for record in records]
    look = match_keys.found_under if is_wide else match_keys.looked_under
    return _read(
        keys=sorted({key for one in prepared for key in look(one)}),
        bsns=[r.bsn_index for r in records if r.bsn_index and r.bsn_state == "present"],
        ids=ids,
    )


def match_records(*, viewer: Viewer, ids: Iterable[int]) -> list[PersonRecord]:
    """Return these persons for the engine, archived ones left out. One SQL query.

    Who was merged into another is that other, with what both have.

    For comparing only; see `persons_like`.
    """
    return _read(keys=[], bsns=[], ids=ids).records


def match_record_of(*, viewer: Viewer, fields: PersonFields, bsn: str = "") -> PersonRecord:
    """Return what a colleague has typed so far, for the engine; its key is 0. No query."""
    index = crypto.compared_index(bsn, purpose=BSN_PURPOSE) if bsn else None
    return rules.match_record(fields, bsn_index=index)


def _read(*, keys: Collection[int], bsns: Collection[bytes], ids: Iterable[int]) -> KnownPersons:
    parameters: dict[str, Any] = {
        "keys": list(keys), "bsns": list(bsns), "ids": list(ids), "most": match_keys.LARGEST_BLOCK,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, parameters)
        rows = cursor.fetchall()
    is_old = crypto.is_index_being_replaced()
    return KnownPersons(
        records=[_record(row, is_old=is_old) for _left_out, *row in rows if row[0] is not None],
        left_out=frozenset(rows[0][0]),
    )


def _record(row: Sequence[Any], *, is_old: bool) -> PersonRecord:
    (key, given, initials, call, own, partner, prefix, birth_on, precision, gender,
     postcode, number, suffix, phones, emails, index, previous) = row  # fmt: skip
    bsn = previous if is_old and previous else index
    return PersonRecord(
        key=key,
        given_names=given,
        initials=initials,
        call_name=call,
        surnames=tuple(filter(None, [own, partner])),
        prefix=prefix,
        birth_on=birth_on,
        birth_precision=precision,
        gender=gender,
        postcode=postcode or "",
        house_number=number or "",
        suffix=suffix or "",
        phones=tuple(phones),
        emails=tuple(emails),
        bsn_index=bytes(bsn) if bsn else None,
        bsn_state="present" if bsn else "absent",
    )
