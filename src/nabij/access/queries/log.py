# SPDX-License-Identifier: EUPL-1.2
"""Read the access log: about one person, of a period, per colleague.

Whoever shows what these return writes so in the log: `access.actions.record_log_use`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.timezone import localdate

from nabij.access import rules
from nabij.access.choices import Outcome
from nabij.access.models import AccessEntry
from nabij.access.queries.ways import CARE, WayIn
from nabij.core.dates import start_of_day
from nabij.core.errors import NotFound
from nabij.core.viewer import MACHINE, Viewer

AT_ONCE = 100
ROWS_AT_ONCE = 2_000


class LogNotFound(NotFound):
    code = "not-found"


@dataclass(frozen=True, slots=True)
class ShownAs:
    """How somebody stood under the key of another for a while, so that lines there are theirs too.

    Either the records that are theirs stood there, or they were one with that other from `since`
    until `until`.
    """

    person_id: int
    records: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def lines(self) -> Q:
        """Return the condition on the lines of the log."""
        there = Q(object_ids__contains=[self.person_id])
        if self.records:
            return there & Q(records__overlap=list(self.records))
        return there & Q(at__gte=self.since, at__lt=self.until)


@dataclass(frozen=True, slots=True)
class SawRecords:
    """How often a colleague opened records in the dossier of a person."""

    user_id: int
    times: int
    first_at: datetime
    last_at: datetime
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines about one person, newest first, and where the next page starts (0: nowhere)."""

    entries: list[AccessEntry]
    next_before: int


def count_today(*, viewer: Viewer, event: str) -> int:
    """Return how many lines of this event the viewer has written since midnight. One SQL query."""
    today = start_of_day(localdate(viewer.at))
    found = AccessEntry.objects.filter(user_id=viewer.user_id, at__gte=today, event=event)
    return found.count()


@dataclass(frozen=True, slots=True)
class NameShown:
    """How often somebody saw no more than the name of a person, in lists and searches."""

    user_id: int
    user_name: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueTotals:
    """What one colleague did in a period, in numbers only."""

    user_id: int
    user_name: str
    opened: int
    changed: int
    exported: int
    lists: int
    refused: int
    signed_in: int


def entries_about(
    *,
    viewer: Viewer,
    person_ids: Sequence[int],
    since: datetime,
    until: datetime,
    before: int = 0,
    shown_as: Sequence[ShownAs] = (),
    way: WayIn | None = None,
) -> LogPage:
    """Return the lines about a person in [since, until) that were more than a name in a list.

    One SQL query, by the index on the persons of a line.

    Args:
        person_ids: all keys under which the person stood.
        before: the number of the line at which the page before ended.
        shown_as: under whose key the person stood for a while.
        way: the way in of a colleague who cares for the client and shows them their log.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    rows = _of(viewer, person_ids, since, until, shown_as, way).filter(is_name_only=False)
    if before:
        rows = rows.filter(pk__lt=before)
    entries = list(rows.order_by("-pk")[: AT_ONCE + 1])
    next_before = entries[AT_ONCE - 1].pk if len(entries) > AT_ONCE else 0
    return LogPage(entries[:AT_ONCE], next_before)


def entry_about(
    *,
    viewer: Viewer,
    person_ids: Sequence[int],
    number: int,
    shown_as: Sequence[ShownAs] = (),
    way: WayIn | None = None,
) -> AccessEntry:
    """Return one line about a person by its number. One SQL query; see `entries_about`.

    Raises:
        LogNotFound: the viewer may not read the log, or the line is not about this person.
    """
    if way is None or way.kind != CARE:
        check_log_reader(viewer)
    rows = AccessEntry.objects.filter(_about(person_ids, shown_as), object_type="Person", pk=number)
    found = rows.first()
    if found is None:
        raise LogNotFound
    return found


def entries_numbered(*, viewer: Viewer, numbers: Mapping[int, datetime]) -> dict[int, AccessEntry]:
    """Return lines by their number, each with the moment at which it was written. One SQL query.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    check_log_reader(viewer)
    if not numbers:
        return {}
    # The moments lead to the months that the log is kept by.
    rows = AccessEntry.objects.filter(pk__in=numbers.keys(), at__in=set(numbers.values()))
    return {row.pk: row for row in rows}


def names_shown(
    *,
    viewer: Viewer,
    person_ids: Sequence[int],
    since: datetime,
    until: datetime,
    shown_as: Sequence[ShownAs] = (),
    way: WayIn | None = None,
) -> list[NameShown]:
    """Return who saw the person's name in lists only, and how often, latest first. One query.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    rows = (
        _of(viewer, person_ids, since, until, shown_as, way)
        .filter(is_name_only=True)
        .values("user_id", "user_name")
        .annotate(times=Count("pk"), first_at=Min("at"), last_at=Max("at"))
        .order_by("-last_at")
    )
    return [NameShown(**row) for row in rows]


def totals_by_colleague(
    *, viewer: Viewer, since: datetime, until: datetime
) -> list[ColleagueTotals]:
    """Return numbers per colleague over a period, the most dossiers first; no client is named.

    One SQL query over the months of the period.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    check_log_reader(viewer)
    done, about_person = Q(outcome=Outcome.SUCCESS), Q(object_type="Person")
    shown = done & about_person & Q(is_name_only=False)
    rows = (
        AccessEntry.objects.filter(at__gte=since, at__lt=until, user_id__gt=MACHINE)
        .values("user_id", "user_name")
        .annotate(
            opened=Count("pk", filter=shown & Q(action="R")),
            changed=Count("pk", filter=shown & Q(action__in=("C", "U", "D"))),
            exported=Count("pk", filter=done & Q(event__contains="export")),
            lists=Count("pk", filter=done & Q(is_name_only=True)),
            refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
            signed_in=Count("pk", filter=done & Q(event="sign-in")),
        )
        .order_by("-opened", "user_name")
    )
    return [ColleagueTotals(**row) for row in rows]


def entries_between(
    *,
    viewer: Viewer,
    since: datetime,
    until: datetime,
    person_ids: Sequence[int] | None = None,
    shown_as: Sequence[ShownAs] = (),
) -> Iterator[dict[str, Any]]:
    """Return whole lines of a period, oldest first, every column by its name; for the export.

    Read in pieces of some thousands, so a year fits in memory.

    Raises:
        LogNotFound: a colleague asks; only the owner of the installation exports the log.
    """
    if not viewer.is_machine:
        raise LogNotFound
    rows = AccessEntry.objects.filter(at__gte=since, at__lt=until).order_by("pk")
    if person_ids is not None:
        rows = rows.filter(_about(person_ids, shown_as), object_type="Person")
    columns = ["xid_text", *(field.attname for field in AccessEntry._meta.concrete_fields)]
    for row in rows.extra(select={"xid_text": "xid::text"}).values(*columns).iterator(ROWS_AT_ONCE):
        row["xid"] = row.pop("xid_text")
        yield row


def who_saw(
    *,
    viewer: Viewer,
    person_ids: Sequence[int],
    records: Sequence[int],
    until: datetime,
) -> list[SawRecords]:
    """Return which colleagues opened one of these records in these persons' dossier. One SQL query.

    Only lines that opened something of the care count, not those of who judged a link. For the
    machine, which tells those colleagues.

    Raises:
        LogNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise LogNotFound
    rows = AccessEntry.objects.filter(
        object_type="Person",
        object_ids__overlap=list(person_ids),
        records__overlap=list(records),
        outcome=Outcome.SUCCESS,
        user_id__gt=MACHINE,
        at__lt=until,
    ).exclude(classes=[])
    found: dict[int, list[AccessEntry]] = {}
    for row in rows.only("user_id", "at", "records").order_by("at", "pk"):
        found.setdefault(row.user_id, []).append(row)
    wanted = set(records)
    return [
        SawRecords(
            user_id=user_id,
            times=len(lines),
            first_at=lines[0].at,
            last_at=lines[-1].at,
            records=tuple(sorted(wanted & {record for line in lines for record in line.records})),
        )
        for user_id, lines in found.items()
    ]


def _of(
    viewer: Viewer,
    person_ids: Sequence[int],
    since: datetime,
    until: datetime,
    shown_as: Sequence[ShownAs] = (),
    way: WayIn | None = None,
) -> QuerySet[AccessEntry]:
    if way is None or way.kind != CARE:
        check_log_reader(viewer)
    return AccessEntry.objects.filter(
        _about(person_ids, shown_as), object_type="Person", at__gte=since, at__lt=until
    )


def _about(person_ids: Sequence[int], shown_as: Sequence[ShownAs]) -> Q:
    """Return the condition on lines about a person, under whatever key."""
    lines = Q(object_ids__overlap=list(person_ids))
    for shown in shown_as:
        lines |= shown.lines
    return lines


def check_log_reader(viewer: Viewer) -> None:
    """Make sure that this viewer reads the log (shared inside this package).

    Raises:
        LogNotFound: the viewer may not.
    """
    if not rules.may_read_log(viewer.roles):
        raise LogNotFound
