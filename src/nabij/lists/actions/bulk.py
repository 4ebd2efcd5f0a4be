# SPDX-License-Identifier: EUPL-1.2
"""One action on many rows: try it, do it, take it back. Safe to kill and to repeat at any row.

Each row is one transaction with what became of it, so none is done twice and none is lost.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nabij.core import jobs
from nabij.core.errors import DomainError, ExpectedError
from nabij.core.viewer import Viewer
from nabij.lists import queries
from nabij.lists.actions.sealing import filled_in, seal_filled_in
from nabij.lists.choices import FEW_ROWS, FROM, MOST_ROWS, RowState, RunState
from nabij.lists.models import BulkRow, BulkRun
from nabij.lists.queries.bulk import ONE_AT_A_RUN, has_stopped
from nabij.lists.types import Asked, BulkAction, Listing, Row

WORK = "lists.bulk"
# Where each kind of work leads.
ENDS = {
    RunState.TRYING: RunState.TRIED,
    RunState.DOING: RunState.DONE,
    RunState.UNDOING: RunState.UNDONE,
}
Tell = Callable[[int, int], None]


class NoRows(DomainError):
    code = "no-rows"
    message = _("Tick the rows first, or choose all rows of this view.")


class TooManyRows(DomainError):
    code = "too-many-rows"
    message = _("At most %(most)s rows at once. Filter the list and do it in parts.")


class NoLongerSeen(DomainError):
    code = "no-longer-seen"
    message = _("This is gone, or not yours to see any more.")


class ChangedSince(DomainError):
    code = "changed-since"
    message = _("This was changed since, so it stays as it is.")


class NoLongerHolds(DomainError):
    code = "no-longer-holds"
    message = _("What was filled in can no longer be done. Begin anew with the list.")


class NotNow(DomainError):
    code = "not-now"
    message = _("This was done already, or is being done. Look how it stands.")


@transaction.atomic
def start_bulk(
    *,
    viewer: Viewer,
    listing: Listing,
    action: str,
    refs: Collection[str] = (),
    asked: Asked | None = None,
) -> BulkRun:
    """Pin the rows of a run: those ticked on a page or, with `asked`, all of a view.

    Raises:
        ListNotFound: the role may not do this.
        NoRows, TooManyRows: there are none, or more than 2,000.
        FilterNotUnderstood: a filter of the view does not hold for the viewer.
    """
    queries.bulk_action(viewer=viewer, listing=listing, name=action)
    if asked is not None:
        ids, is_more = queries.ids_of(viewer=viewer, listing=listing, asked=asked, most=MOST_ROWS)
    else:
        ids = queries.ids_with_refs(viewer=viewer, listing=listing, refs=refs)
        is_more = len(ids) > MOST_ROWS
    if is_more:
        raise TooManyRows(most=MOST_ROWS)
    if not ids:
        raise NoRows
    run = BulkRun.objects.create(owner_id=viewer.user_id, listing=listing.name, action=action)
    BulkRow.objects.bulk_create(BulkRow(run=run, subject_id=pk) for pk in ids)
    return run


def try_bulk(*, viewer: Viewer, ref: str, typed: QueryDict) -> BulkRun:
    """Try with what was typed what would happen to each row: done, and rolled back.

    Raises:
        BulkNotFound: there is no such run of this viewer.
        NotNow: it was done already.
    """
    with _turn(viewer, ref):
        with transaction.atomic():
            run = _locked(viewer, ref, RunState.ASKED, RunState.TRIED, stopped=RunState.TRYING)
            seal_filled_in(run, typed.urlencode())
            run.rows.update(state=RowState.WAITING, reason="", values={})
            _begin(viewer, run, RunState.TRYING)
        return _work_on_few(viewer, run)


def do_bulk(*, viewer: Viewer, ref: str) -> BulkRun:
    """Do what was tried, to the rows to which it can be done; go on with what stopped half way.

    Raises:
        BulkNotFound: there is no such run of this viewer.
        NotNow: it was not tried, or done already.
    """
    with _turn(viewer, ref):
        with transaction.atomic():
            run = _locked(viewer, ref, RunState.TRIED, stopped=RunState.DOING)
            _begin(viewer, run, RunState.DOING)
        return _work_on_few(viewer, run)


def undo_bulk(*, viewer: Viewer, ref: str) -> BulkRun:
    """Take back what was done, of each row as far as nothing changed since, or go on with that.

    Raises:
        BulkNotFound: there is no such run of this viewer.
        NotNow: it was not done, or taken back already.
    """
    with _turn(viewer, ref):
        with transaction.atomic():
            run = _locked(viewer, ref, RunState.DONE, stopped=RunState.UNDOING)
            _begin(viewer, run, RunState.UNDOING)
        return _work_on_few(viewer, run)


def work_on(*, viewer: Viewer, run: BulkRun, tell: Tell) -> None:
    """Do what a run waits for, row by row; the rows that had their turn are left alone.

    Where what was filled in no longer holds (a team was closed meanwhile) the rest is skipped.

    Raises:
        ListNotFound: the viewer may do this no longer.
    """
    state = RunState(run.state)
    if state not in FROM:
        return
    listing = queries.listing_named(viewer=viewer, name=run.listing)
    action = queries.bulk_action(viewer=viewer, listing=listing, name=run.action)
    given = _given(viewer, action, run) if state != RunState.UNDOING else {}
    waiting = list(run.rows.filter(state__in=FROM[state]).order_by("pk").values_list("pk", "subject_id"))  # fmt: skip
    total = run.rows.count()
    for number, (pk, subject) in enumerate(waiting, total - len(waiting) + 1):
        with transaction.atomic():
            row = BulkRow.objects.select_for_update().get(pk=pk)
            if row.state in FROM[state]:
                found = listing.reads(viewer=viewer, ids=[subject])
                _one(viewer, state, action, row, found[0] if found else None, given)
            tell(number, total)
    ended = {"state": ENDS[state]} | ({"filled_in": None} if state == RunState.DOING else {})
    BulkRun.objects.filter(pk=run.pk, state=state).update(**ended)


def _one(
    viewer: Viewer,
    state: RunState,
    action: BulkAction,
    row: BulkRow,
    found: Row | None,
    given: dict[str, Any] | None,
) -> None:
    """Work on one locked row and keep what became of it, in the transaction of the caller."""
    row.reason, row.values = "", {}
    try:
        with transaction.atomic():
            row.state = _apply(viewer, state, action, row, found, given)
            # Tried is done and rolled back: the reasons are those of the action itself.
            transaction.set_rollback(state == RunState.TRYING)
    except ExpectedError as error:
        row.state = RowState.STAYS if state == RunState.UNDOING else RowState.SKIPPED
        with translation.override("en"):
            row.reason = str(error.message)[:300]
            row.values = {name: str(value) for name, value in error.values.items()}
    row.save(update_fields=["state", "before", "reason", "values"])


def _apply(
    viewer: Viewer,
    state: RunState,
    action: BulkAction,
    row: BulkRow,
    found: Row | None,
    given: dict[str, Any] | None,
) -> RowState:
    if found is None:
        raise NoLongerSeen
    if given is None:
        raise NoLongerHolds
    if state == RunState.UNDOING:
        action.undoes(viewer=viewer, row=found, before=row.before)
        return RowState.UNDONE
    row.before = action.does(viewer=viewer, row=found, given=given, key=f"bulk-{row.pk}")
    return RowState.READY if state == RunState.TRYING else RowState.DONE


def _given(viewer: Viewer, action: BulkAction, run: BulkRun) -> dict[str, Any] | None:
    form = action.form(viewer, QueryDict(filled_in(viewer=viewer, run=run)))
    return form.cleaned_data if form.is_valid() else None


@contextmanager
def _turn(viewer: Viewer, ref: str) -> Iterator[None]:
    """Hold a run while its rows are worked on here: another page sees that it goes on.

    The lock is of the session, so it goes with a process that dies.

    Raises:
        BulkNotFound: there is no such run of this viewer.
        NotNow: another page works on it.
    """
    key = [ONE_AT_A_RUN, queries.bulk_run(viewer=viewer, ref=ref).pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if not cursor.fetchone()[0]:
            raise NotNow
    try:
        yield
    finally:
        # A broken connection has given the lock back already.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _locked(viewer: Viewer, ref: str, *states: RunState, stopped: RunState) -> BulkRun:
    """Return a locked run in one of these states, or one that stopped half way in another."""
    found = queries.bulk_run(viewer=viewer, ref=ref)
    run = BulkRun.objects.select_for_update().get(pk=found.pk)
    job = jobs.latest_of(subject_ref=ref)
    is_halfway = run.state == stopped and has_stopped(run, job, is_held=False)
    if run.state not in states and not is_halfway:
        raise NotNow
    return run


def _begin(viewer: Viewer, run: BulkRun, state: RunState) -> None:
    run.state = state
    run.save(update_fields=["state", "filled_in"])
    if run.rows.count() > FEW_ROWS:
        jobs.enqueue(WORK, queue="bulk", viewer=viewer, subject_ref=run.ref, run_id=run.pk)


def _work_on_few(viewer: Viewer, run: BulkRun) -> BulkRun:
    if run.rows.count() <= FEW_ROWS:
        work_on(viewer=viewer, run=run, tell=lambda done, total: None)
    return BulkRun.objects.get(pk=run.pk)
