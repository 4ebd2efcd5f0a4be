# SPDX-License-Identifier: EUPL-1.2
"""Link everybody at once: read, compare, plan, write; to be killed anywhere and gone on with.

A run first lays down its whole plan, then puts it in force. Killed before the plan is complete it
starts anew; killed after it, it writes the rest of that same plan. So the outcome is that of a run
that nobody disturbed. Source: capability A-103; docs/decisions/0039.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import DomainError
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.linkage.actions.planned import lay_down, write_piece
from nabij.linkage.choices import RunState
from nabij.linkage.models import LinkRun, LinkWeights, PlannedLink
from nabij.linkage.queries.everybody import count_everybody, everybody
from nabij.linkage.queries.sight import LinkNotFound
from nabij.linkage.queries.weights import Weights, weights_in_force
from nabij.linkage.rules.weights import FEWEST_PAIRS, kept
from nabij.linkage.rules.whole import WholePlan
from nabij.matching import mixture
from nabij.matching.linking import Linked, link_records
from nabij.matching.table import PersonTable

LINK_ALL = "linkage.link_all"
EVERYBODY = "everybody"  # the subject of its jobs
ONE_WHOLE_RUN = 7_239_012  # advisory lock of the session: two whole runs at once would do it twice
# Learning is by counting, without chance: the seed is kept for when that changes.
_SEED = 0


class LinkingAlreadyRuns(DomainError):
    code = "linking-already-runs"
    message = _("Everybody is being linked already. Wait until that is done.")


@dataclass(frozen=True, slots=True)
class Step:
    """What a run is doing, and how far it is, in records or in rows to write."""

    name: str
    done: int = 0
    total: int = 0


def start_link_all(*, viewer: Viewer) -> Job:
    """Let a worker link everybody; return the progress row.

    Raises:
        LinkNotFound: this role may not take dossiers in.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise LinkNotFound
    user_id = viewer.acting_for_id or max(viewer.user_id, 0)
    return jobs.enqueue(
        LINK_ALL,
        queue="intake",
        viewer=viewer,
        subject_ref=EVERYBODY,
        lock=LINK_ALL,
        user_id=user_id,
    )


def link_all(
    *, viewer: Viewer, tell: Callable[[Step], None] = lambda _step: None, is_to_learn: bool = False
) -> LinkRun:
    """Link all records, or go on with a run that was cut off; return the run, done.

    What belongs to nobody is linked where `matching.safety` allows it and nothing stands in the
    way, and gets a person of its own otherwise; what may be one person is asked about. What is
    linked is never moved. A second run changes nothing. For the machine only.

    Args:
        tell: hears each step; it may raise to stop the run, which can be gone on with.
        is_to_learn: learn the weights anew from these records; otherwise those of before count,
            and they are learned only when there are none.

    Raises:
        LinkNotFound: a colleague asks.
        LinkingAlreadyRuns: another process is at it.
        LogUnavailable: a line could not be written; that piece is not in force.

    Source: capability A-103; docs/decisions/0039.
    """
    if not viewer.is_machine:
        raise LinkNotFound
    with _alone():
        run = LinkRun.objects.exclude(state=RunState.DONE).first()
        if run is None:
            run = LinkRun.objects.create(started_by_id=viewer.acting_for_id)
        if run.state == RunState.READING:
            _plan(viewer, run, tell, is_to_learn=is_to_learn)
        tell(Step("write", run.written, run.planned))
        while write_piece(viewer=viewer, run=run):
            tell(Step("write", run.written, run.planned))
        _finish(viewer, run)
    return run


def _plan(viewer: Viewer, run: LinkRun, tell: Callable[[Step], None], *, is_to_learn: bool) -> None:
    total = count_everybody(viewer=viewer)
    tell(Step("read", 0, total))
    read = everybody(viewer=viewer, tell=lambda done: tell(Step("read", done, total)))
    tell(Step("compare", 0, len(read.table)))
    linked, weights = _compare(viewer, read.table, is_to_learn=is_to_learn)
    tell(Step("plan", 0, len(linked.pairs)))
    plan = WholePlan(
        table=read.table,
        members=read.members,
        linked=linked,
        model=weights.model,
        asked=read.asked,
    )
    with transaction.atomic():
        run.planned = lay_down(viewer=viewer, run=run, read=read, plan=plan.planned())
        run.state, run.weights_id = RunState.WRITING, weights.key
        run.records, run.pairs = total, len(linked.pairs)
        run.left_out = {c.rule: c.left_out for c in linked.pairs.counts if c.left_out}
        run.counts = {"new": 0, "automatic": 0, "proposed": 0, "doubted": 0}
        run.save()


def _compare(viewer: Viewer, table: PersonTable, *, is_to_learn: bool) -> tuple[Linked, Weights]:
    """Compare all pairs; with weights of our own where there are or can be, else the default."""
    known = weights_in_force(viewer=viewer)
    if known.version and not is_to_learn:
        return link_records(table, model=known.model), known
    linked = link_records(table)
    if len(linked.pairs) >= FEWEST_PAIRS:
        known = _learn(viewer, linked, len(table))
    return replace(linked, scores=mixture.score(linked.levels, known.model)), known


@transaction.atomic
def _learn(viewer: Viewer, linked: Linked, records: int) -> Weights:
    """Keep what was learned as the next version, and return it as it is kept."""
    newest = LinkWeights.objects.aggregate(Max("version"))["version__max"] or 0
    LinkWeights.objects.create(
        version=newest + 1,
        learned_at=viewer.at,
        records=records,
        pairs=len(linked.pairs),
        seed=_SEED,
        model=kept(linked.model),
    )
    return weights_in_force(viewer=viewer)


@transaction.atomic
def _finish(viewer: Viewer, run: LinkRun) -> None:
    run.state = RunState.DONE
    run.save(update_fields=["state"])
    LinkRun.objects.filter(pk=run.pk).update(finished_at=Now())
    PlannedLink.objects.filter(run=run).delete()
    detail = ", ".join(f"{number} {name}" for name, number in sorted(run.counts.items()))
    access_actions.record_list(
        viewer=viewer, event="link-all", object_ids=[], detail=f"{run.records} records: {detail}"
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the whole run as long as this process and its connection live."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_WHOLE_RUN])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise LinkingAlreadyRuns
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_WHOLE_RUN])
