# SPDX-License-Identifier: EUPL-1.2
"""An action on many rows as its page shows it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext

from nabij.core import jobs
from nabij.core.errors import NotFound
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.lists.choices import FROM, RowState, RunState
from nabij.lists.models import BulkRow, BulkRun
from nabij.lists.queries.listings import ListNotFound, listing_named
from nabij.lists.types import BulkAction, Listing, Row

MOST_SHOWN = 200
# Advisory lock, with the key of a run: held by the page whose request works on its rows.
ONE_AT_A_RUN = 7_239_031
_HELD = """
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


class BulkNotFound(NotFound):
    code = "bulk-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why rows were skipped, or stay; of how many, and which, as far as the viewer sees them."""

    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkView:
    """How a run stands: how many rows in which state, and the reasons of those left alone.

    `has_stopped` says that it stopped half way: the page offers to go on. `shown_ids` are the
    persons named, for the log.
    """

    run: BulkRun
    listing: Listing
    action: BulkAction
    counts: dict[str, int]
    reasons: list[Reason]
    is_more: bool
    job: Job | None
    has_stopped: bool
    shown_ids: list[int]

    @property
    def may_fill_in(self) -> bool:
        """Tell whether it is still, or once more, to be filled in."""
        is_open = self.run.state in (RunState.ASKED, RunState.TRIED)
        return is_open or (self.has_stopped and self.run.state == RunState.TRYING)

    @property
    def total(self) -> int:
        """Return of how many rows it is."""
        return sum(self.counts.values())

    def count(self, *states: str) -> int:
        """Return how many rows are in one of these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def had_turn(self) -> int:
        """Return how many rows had their turn in what is going on."""
        return self.total - self.count(*FROM.get(RunState(self.run.state), ()))

    @property
    def ready(self) -> int:
        """Return to how many rows it can be done."""
        return self.count(RowState.READY)

    @property
    def done(self) -> int:
        """Return to how many rows it was done and not taken back."""
        return self.count(RowState.DONE, RowState.STAYS)

    @property
    def skipped(self) -> int:
        """Return how many rows were skipped."""
        return self.count(RowState.SKIPPED)

    @property
    def undone(self) -> int:
        """Return of how many rows it was taken back."""
        return self.count(RowState.UNDONE)

    @property
    def stays(self) -> int:
        """Return how many rows could not be taken back."""
        return self.count(RowState.STAYS)


def has_stopped(run: BulkRun, job: Job | None, *, is_held: bool) -> bool:
    """Tell whether nothing works on a run that is not ready: its process died, or its job failed.

    A few rows are done without a job, by the page that asked for it and holds the run (`is_held`).
    """
    return run.is_busy and not is_held and (job is None or not job.is_open)


def _is_held(run: BulkRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [ONE_AT_A_RUN, run.pk])
        return bool(cursor.fetchone()[0])


def bulk_action(*, viewer: Viewer, listing: Listing, name: str) -> BulkAction:
    """Return what can be done with many rows of a list, by its name. No query.

    Raises:
        ListNotFound: there is no such thing, or the role may not do it.
    """
    found = next((one for one in listing.actions_for(viewer) if one.name == name), None)
    if found is None:
        raise ListNotFound
    return found


def bulk_run(*, viewer: Viewer, ref: str) -> BulkRun:
    """Return a run of the viewer's own. One SQL query.

    Raises:
        BulkNotFound: there is none, or it is a colleague's.
    """
    found = BulkRun.objects.filter(ref=ref, owner_id=viewer.user_id).first()
    if found is None:
        raise BulkNotFound
    return found


def bulk_view(*, viewer: Viewer, ref: str) -> BulkView:
    """Return how a run of the viewer's own stands. Four SQL queries and those of the list's rows.

    While it is busy up to three more.

    Raises:
        BulkNotFound: there is none, or it is a colleague's.
        ListNotFound: the role may do this no longer.
    """
    run = bulk_run(viewer=viewer, ref=ref)
    is_held = run.is_busy and _is_held(run)
    if run.is_busy and not is_held:
        run = bulk_run(viewer=viewer, ref=ref)  # perhaps it was ready between the two looks
    listing = listing_named(viewer=viewer, name=run.listing)
    counted = run.rows.values("state").annotate(n=Count("pk")).order_by()
    left = list(
        run.rows.filter(state__in=[RowState.SKIPPED, RowState.STAYS]).order_by("reason", "pk")[
            : MOST_SHOWN + 1
        ]
    )
    shown = left[:MOST_SHOWN]
    rows = listing.reads(viewer=viewer, ids=[row.subject_id for row in shown]) if shown else []
    job = jobs.latest_of(subject_ref=run.ref) if run.is_busy else None
    return BulkView(
        run=run,
        listing=listing,
        action=bulk_action(viewer=viewer, listing=listing, name=run.action),
        counts={row["state"]: row["n"] for row in counted},
        reasons=_reasons(shown, {row.id: row for row in rows}),
        is_more=len(left) > MOST_SHOWN,
        job=job,
        has_stopped=has_stopped(run, job, is_held=is_held),
        shown_ids=sorted({pk for row in rows for pk in row.person_ids}),
    )


def ids_with_refs(*, viewer: Viewer, listing: Listing, refs: Collection[str]) -> list[int]:
    """Return the keys of the rows with these refs that the viewer may see. One SQL query a part."""
    parts = [part.filter(ref__in=list(refs)).values_list("pk", flat=True) for part in listing.parts(viewer)]  # fmt: skip
    return sorted({pk for part in parts for pk in part})


def _reasons(left: list[BulkRow], rows: dict[int, Row]) -> list[Reason]:
    texts: dict[str, list[Row]] = {}
    for one in left:
        text = gettext(one.reason) % one.values if one.reason else ""
        texts.setdefault(text, []).extend(filter(None, [rows.get(one.subject_id)]))
    return [Reason(text=text, rows=tuple(found)) for text, found in texts.items()]
