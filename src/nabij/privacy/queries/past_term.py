# SPDX-License-Identifier: EUPL-1.2
"""Who is kept longer than the law asks, to be looked at: nothing goes by itself."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.paging import PAGE_SIZE, Cursor, Page
from nabij.core.viewer import Viewer
from nabij.core.working_days import add_months
from nabij.privacy.choices.requests import RequestKind, RequestState
from nabij.privacy.models import LegalHold, PrivacyRequest
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.rules.retention import Regime, kept_until, term_of
from nabij.relations import queries as relations_queries

MOST = 1_000
GOES = (RequestKind.ERASURE, RequestKind.DESTRUCTION)


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
SELECT id, ref, client_number, regime, last_on FROM past
WHERE (last_on, id) > (%(after_on)s, %(after)s)
  AND (%(regime)s = '' OR regime = %(regime)s)
  AND (%(of)s::text[] IS NULL OR ref = ANY (%(of)s::text[]))
ORDER BY last_on, id LIMIT %(most)s
"""


def past_term(
    *,
    viewer: Viewer,
    most: int = MOST,
    regime: str = "",
    after: tuple[date, int] = (date.min, 0),
    of: Collection[str] | None = None,
) -> list[PastTerm]:
    """Return whose term is over, the longest first: of care, and of contact without care.

    Who is a member, or belongs to somebody, is no contact without a reason. One SQL query; the
    caller logs who was shown.

    Args:
        regime: of this law only.
        after: the last day and the key of the row before.
        of: only of the persons with these refs.

    Raises:
        RequestNotFound: no privacy officer answers for it.

    Source: AVG 5 paragraph 1 under e; WGBO 7:454.
    """
    if not access_rules.may_settle_stand_ins(viewer.roles | viewer.acting_for_roles):
        raise RequestNotFound
    on = localdate(viewer.at)
    given: dict[str, Any] = {
        "on": on,
        "most": most,
        "care": _before(Regime.CARE, on),
        "contact": _before(Regime.CONTACT, on),
        "regime": regime,
        "after_on": after[0],
        "after": after[1],
        "of": None if of is None else list(of),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAST, given)
        return [PastTerm(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTermLine:
    """One of them on the page: by what law, since when they may go, and what stands in the way.

    `held_by` is the ground of a hold, '' for none; `request` the ref of a proposal that waits.
    """

    row: PastTerm
    name: str
    source: str
    until: date
    held_by: str
    request: str

    @property
    def may_be_proposed(self) -> bool:
        """Tell whether nothing stands in the way of a proposal."""
        return not self.held_by and not self.request


def past_term_page(
    *, viewer: Viewer, regime: str = "", cursor: Cursor | None = None, size: int = PAGE_SIZE
) -> Page[PastTermLine]:
    """Return one page of whose term is over, with what holds them. Four SQL queries.

    Raises:
        RequestNotFound: the viewer settles nothing of persons.
    """
    after = (date.min, 0)
    if cursor:
        with suppress(ValueError):  # the cursor is of another list
            after = (date.fromisoformat(cursor.sort_key), cursor.pk)
    rows = past_term(viewer=viewer, most=size + 1, regime=regime, after=after)
    shown = rows[:size]
    last = shown[-1] if len(rows) > size else None
    return Page(
        rows=_lines(viewer, shown),
        next=Cursor(sort_key=last.last_on.isoformat(), pk=last.person_id) if last else None,
    )


def past_term_lines(
    *, viewer: Viewer, regime: str = "", of: Collection[str] | None = None
) -> list[PastTermLine]:
    """Return them at once, at most `MOST`: for a file, or of these persons. Four SQL queries."""
    return _lines(viewer, past_term(viewer=viewer, regime=regime, of=of))


def _lines(viewer: Viewer, rows: Sequence[PastTerm]) -> list[PastTermLine]:
    ids, on = [row.person_id for row in rows], localdate(viewer.at)
    cards = relations_queries.person_cards(viewer=viewer, ids=ids, for_rights=True)
    holds = LegalHold.objects.filter(person__in=ids, ended_at__isnull=True)
    held = {one.person_id: str(one.get_ground_display()) for one in holds}
    waiting = PrivacyRequest.objects.filter(person__in=ids, kind__in=GOES)
    asked = dict(waiting.exclude(state=RequestState.DONE).values_list("person_id", "ref"))
    found = []
    for row in rows:
        regime = Regime(row.regime)
        term, until = term_of(regime, on=on), kept_until(regime, last_on=row.last_on, on=on)
        if term and until and row.person_id in cards:
            found.append(
                PastTermLine(
                    row=row,
                    name=cards[row.person_id].name,
                    source=term.source,
                    until=until,
                    held_by=held.get(row.person_id, ""),
                    request=asked.get(row.person_id, ""),
                )
            )
    return found


def _before(regime: Regime, on: date) -> date:
    term = term_of(regime, on=on)
    return add_months(on, -12 * term.years) if term else date.min
