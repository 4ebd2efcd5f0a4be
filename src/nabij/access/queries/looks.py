# SPDX-License-Identifier: EUPL-1.2
"""Who looked at whom on a day, and whether a way in reached that far: the review starts here."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from nabij.access.models import AccessEntry
from nabij.access.queries.log import LogNotFound, check_log_reader
from nabij.core.dates import DUTCH_TIME, end_of_day, start_of_day
from nabij.core.viewer import Viewer

# Looking into the log, and what comes of it, is reviewed by its own lines.
OF_THE_REVIEW = ("log-view", "log-shown", "log-export", "case", "find", "well-known")
MOST_LINES = 50
NIGHT_FROM, NIGHT_UNTIL = time(23), time(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLook:
    """What one colleague did with one client on one day.

    `is_without_relation`: a dossier was opened, not by the emergency button, and as the tables
    stand now nothing reached to that client then. `is_at_night`: at night, and no team of theirs on
    duty.
    """

    user_id: int
    person_id: int
    times: int
    first_at: datetime
    last_at: datetime
    entries: tuple[int, ...]
    is_without_relation: bool
    is_at_night: bool


# First the lines of the day per colleague and client, which one pass over one month's partition
# gives; then for each pair, by index, whether a way in holds over the first and the last line.
# A relation that was recorded after the look, or a standing in that was not right, does not count.
_LOOKS = """
WITH RECURSIVE units AS (
  SELECT user_id, unit_id FROM access_unitmembership
  WHERE starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
  UNION
  SELECT units.user_id, unit.id FROM access_unit unit JOIN units ON unit.parent_id = units.unit_id
),
areas AS (
  SELECT units.user_id, shift.starts_at, shift.ends_at, area.area_id AS unit_id
  FROM units
  JOIN access_dutyshift shift ON shift.unit_id = units.unit_id
  JOIN access_dutyarea area ON area.unit_id = units.unit_id
  WHERE shift.starts_at < %(until)s AND shift.ends_at > %(since)s
  UNION
  SELECT areas.user_id, areas.starts_at, areas.ends_at, unit.id
  FROM access_unit unit JOIN areas ON unit.parent_id = areas.unit_id
),
lines AS (
  SELECT id, at, user_id, object_id, purpose, classes,
    (at AT TIME ZONE 'Europe/Amsterdam')::time AS clock
  FROM access_accessentry
  WHERE at >= %(since)s AND at < %(until)s AND user_id > 0 AND outcome = 'success'
    AND object_type = 'Person' AND object_id IS NOT NULL AND NOT is_name_only
    AND event <> ALL (%(review)s)
),
pairs AS (
  SELECT lines.user_id, coalesce(party.canonical_id, party.id) AS person_id, count(*) AS times,
    min(lines.at) AS first_at, max(lines.at) AS last_at,
    (array_agg(lines.id ORDER BY lines.id))[1:%(most)s] AS entries,
    min(lines.at) FILTER (WHERE cardinality(classes) > 0 AND purpose <> 'ETREAT') AS opened_at,
    bool_or('c' = ANY (classes) AND purpose <> 'ETREAT') AS shows_care,
    min(lines.at) FILTER (WHERE clock >= %(night)s OR clock < %(morning)s) AS night_at
  FROM lines JOIN relations_party party ON party.id = lines.object_id
  GROUP BY 1, 2
)
SELECT pairs.user_id, pairs.person_id, pairs.times, pairs.first_at, pairs.last_at, pairs.entries,
  pairs.opened_at IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM relations_party known
    JOIN access_carerelation relation ON relation.person_id = known.id
    LEFT JOIN access_standinreview verdict ON verdict.relation_id = relation.id
    WHERE (known.id = pairs.person_id OR known.canonical_id = pairs.person_id)
      AND relation.starts_on <= %(on)s AND (relation.ends_on IS NULL OR relation.ends_on > %(on)s)
      AND (relation.ends_at IS NULL OR relation.ends_at > pairs.opened_at OR verdict.is_right)
      AND (relation.added_at IS NULL OR relation.added_at <= pairs.opened_at)
      AND verdict.is_right IS NOT FALSE
      AND (relation.user_id = pairs.user_id
        OR EXISTS (SELECT FROM units
          WHERE units.user_id = pairs.user_id AND units.unit_id = relation.unit_id)
        OR (relation.kind = 'care' AND EXISTS (SELECT FROM areas
          WHERE areas.user_id = pairs.user_id AND areas.unit_id = relation.unit_id
            AND areas.starts_at <= pairs.opened_at AND areas.ends_at > pairs.opened_at)))
  )
  AND (pairs.shows_care OR NOT EXISTS (
    SELECT FROM relations_party known
    JOIN access_occasion occasion ON occasion.person_id = known.id
    WHERE (known.id = pairs.person_id OR known.canonical_id = pairs.person_id)
      AND occasion.user_id = pairs.user_id
      AND occasion.starts_at <= pairs.opened_at AND occasion.ends_at >= pairs.opened_at
  )),
  pairs.night_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM units JOIN access_dutyshift shift ON shift.unit_id = units.unit_id
    WHERE units.user_id = pairs.user_id
      AND shift.starts_at <= pairs.night_at AND shift.ends_at > pairs.night_at
  )
FROM pairs
ORDER BY 1, 2
"""


def looks_of_day(*, viewer: Viewer, on: date) -> list[DayLook]:
    """Return who looked at whom on a day in Dutch time, a row per colleague and client.

    One SQL query, set by set. For the machine, which reviews them.

    Raises:
        LogNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise LogNotFound
    since, until = start_of_day(on), end_of_day(on)
    given: dict[str, Any] = {
        "on": on,
        "since": since,
        "until": until,
        "review": list(OF_THE_REVIEW),
        "most": MOST_LINES,
        "night": NIGHT_FROM,
        "morning": NIGHT_UNTIL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, given)
        return [
            DayLook(
                user_id=user_id,
                person_id=person_id,
                times=times,
                first_at=first_at,
                last_at=last_at,
                entries=tuple(entries),
                is_without_relation=is_without_relation,
                is_at_night=is_at_night,
            )
            for (
                user_id,
                person_id,
                times,
                first_at,
                last_at,
                entries,
                is_without_relation,
                is_at_night,
            ) in cursor.fetchall()
        ]


def first_day_of_log(*, viewer: Viewer) -> date | None:
    """Return the day of the oldest line, None when there is none. Machine only.

    One SQL query over all of the log: ask it once.

    Raises:
        LogNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise LogNotFound
    first = AccessEntry.objects.order_by("at").values_list("at", flat=True).first()
    return first.astimezone(DUTCH_TIME).date() if first else None


def lines_of_pair(
    *, viewer: Viewer, user_id: int, person_id: int, since: datetime, until: datetime
) -> list[AccessEntry]:
    """Return what one colleague did with one client in a period, the first line first, at most 50.

    One SQL query.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    check_log_reader(viewer)
    rows = AccessEntry.objects.filter(
        user_id=user_id,
        at__gte=since,
        at__lte=until,
        object_type="Person",
        object_ids__contains=[person_id],
    )
    return list(rows.order_by("pk")[:MOST_LINES])
