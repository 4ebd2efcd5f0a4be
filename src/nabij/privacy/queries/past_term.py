# SPDX-License-Identifier: EUPL-1.2
"""Who is kept longer than the law asks, to be looked at: nothing goes by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.core.working_days import add_months
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.rules.retention import Regime, term_of

MOST = 1_000


@dataclass(frozen=True, slots=True)
class PastTerm:
    """One person, by what law they are kept, and when something was last added."""

    person_id: int
    ref: str
    client_number: str
    regime: str
    last_on: date


# Of the dossier only when a record came in: the list of an erasure looks at what stands in it.
_PAST = """
WITH care AS (
  SELECT coalesce(party.canonical_id, party.id) AS person_id, max(relation.ends_on) AS last_on,
    bool_or(relation.ends_on IS NULL OR relation.ends_on > %(on)s) AS goes_on
  FROM access_carerelation relation JOIN relations_party party ON party.id = relation.person_id
  GROUP BY 1
),
records AS (
  SELECT coalesce(party.canonical_id, party.id) AS person_id,
    max((record.updated_at AT TIME ZONE 'Europe/Amsterdam')::date) AS last_on
  FROM linkage_recordlink link
  JOIN relations_party party ON party.id = link.person_id
  JOIN linkage_patientrecord record ON record.id = link.patient_record_id
  JOIN linkage_source source ON source.id = record.source_id AND source.is_own
  WHERE link.state IN ('automatic', 'confirmed')
  GROUP BY 1
),
persons AS (
  SELECT party.id, party.ref, coalesce(party.client_number, '') AS client_number,
    coalesce(care.goes_on, false) AS goes_on,
    greatest(care.last_on, records.last_on) AS cared_on,
    (party.created_at AT TIME ZONE 'Europe/Amsterdam')::date AS known_on
  FROM relations_party party
  LEFT JOIN care ON care.person_id = party.id
  LEFT JOIN records ON records.person_id = party.id
  WHERE party.kind = 'person' AND party.canonical_id IS NULL AND party.archived_at IS NULL
),
past AS (
  SELECT id, ref, client_number, 'care' AS regime, cared_on AS last_on
  FROM persons WHERE NOT goes_on AND cared_on < %(care)s
  UNION ALL
  SELECT id, ref, client_number, 'contact', greatest(known_on, spoken.last_on)
  FROM persons
  LEFT JOIN LATERAL (
    SELECT (max(at) AT TIME ZONE 'Europe/Amsterdam')::date AS last_on
    FROM contact_interactionparty spoken WHERE spoken.party_id = persons.id
  ) spoken ON true
  WHERE NOT goes_on AND cared_on IS NULL AND known_on < %(contact)s
    AND coalesce(spoken.last_on < %(contact)s, true)
    AND NOT EXISTS (
      SELECT FROM relations_relationship tie
      WHERE (tie.subject_id = persons.id OR tie.object_id = persons.id)
        AND (tie.ends_on IS NULL OR tie.ends_on > %(contact)s)
    )
)
SELECT id, ref, client_number, regime, last_on FROM past ORDER BY last_on, id LIMIT %(most)s
"""


def past_term(*, viewer: Viewer, most: int = MOST) -> list[PastTerm]:
    """Return whose term is over, the longest first: of care, and of contact without care.

    Who is a member, or belongs to somebody, is no contact without a reason. One SQL query; the
    caller logs who was shown.

    Raises:
        RequestNotFound: no privacy officer answers for it.

    Source: AVG 5 paragraph 1 under e; WGBO 7:454.
    """
    if not access_rules.may_settle_stand_ins(viewer.acting_for_roles):
        raise RequestNotFound
    on = localdate(viewer.at)
    given: dict[str, Any] = {
        "on": on,
        "most": most,
        "care": _before(Regime.CARE, on),
        "contact": _before(Regime.CONTACT, on),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAST, given)
        return [PastTerm(*row) for row in cursor.fetchall()]


def _before(regime: Regime, on: date) -> date:
    term = term_of(regime, on=on)
    return add_months(on, -12 * term.years) if term else date.min
