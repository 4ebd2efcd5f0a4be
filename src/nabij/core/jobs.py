# SPDX-License-Identifier: EUPL-1.2
"""Work in the background: deferred in the caller's transaction, seen on a page, safe to kill.

A job carries ids only. Its process may be killed at any moment: another worker takes it up again
within half a minute, so the work itself must be safe to repeat (it saves how far it is in the same
transaction as what it did).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import translation
from django.utils.translation import gettext_noop
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from nabij.core import history
from nabij.core.errors import DomainError, ExpectedError, NotFound
from nabij.core.models import OPEN_STATES, Job, JobState
from nabij.core.viewer import MACHINE, Viewer

HEARTBEAT_SECONDS = 3
STALLED_SECONDS = 15
MOST_ATTEMPTS = 8
# Seconds before the next attempt where something else was away: 5, 25, 125 and so on, a day in all.
LATER = 5

UNEXPECTED = gettext_noop(
    "Something went wrong that we did not foresee. It is in the server's log."
)
DIED_TOO_OFTEN = gettext_noop("This stopped %(times)s times without finishing.")


class JobCancelled(DomainError):
    code = "job-cancelled"
    message = gettext_noop("A colleague stopped this.")


class JobNotFound(NotFound):
    code = "not-found"


class Progress:
    """The progress row of running work; `update` also hears whether it should stop."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def update(
        self, *, done: int | None = None, total: int | None = None, errors: int | None = None
    ) -> None:
        """Write how far the work is, in the transaction of the caller.

        Raises:
            JobCancelled: a colleague asked to stop.
        """
        given = {"done": done, "total": total, "errors": errors}
        changes = {name: value for name, value in given.items() if value is not None}
        rows = Job.objects.filter(pk=self.job.pk, cancel_requested=False)
        if not rows.update(heartbeat_at=Now(), **changes):
            raise JobCancelled


def task(
    *, name: str, queue: str, retry_on: tuple[type[Exception], ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the work behind jobs of this name.

    The function gets a `Progress` and the ids it was enqueued with; it must be safe to repeat.

    Args:
        retry_on: errors that say that something else is away (a mail server): the work is tried
            again later, `MOST_ATTEMPTS` times in all.
    """
    again = RetryStrategy(
        max_attempts=MOST_ATTEMPTS, exponential_wait=LATER, retry_exceptions=retry_on
    )

    def register(work: Callable[..., None]) -> Callable[..., None]:
        def run(*, job_id: int, **ids: int) -> None:
            job = Job.objects.filter(pk=job_id).first()
            if job is None or not job.is_open:
                return
            if job.attempts >= MOST_ATTEMPTS:
                _finish(job, JobState.FAILED, DIED_TOO_OFTEN, {"times": job.attempts})
                return
            # An expected error is the job's message, and there is nobody else to tell.
            try:
                doer = Viewer(
                    user_id=MACHINE,
                    name=f"nabij {name}",
                    at=job.created_at,
                    acting_for_id=job.owner_id,
                )
                with (
                    history.by(doer, way=name),
                    suppress(ExpectedError),
                    tracked(job) as progress,
                ):
                    work(progress, **ids)
            except retry_on:
                if job.attempts + 1 < MOST_ATTEMPTS:
                    Job.objects.filter(pk=job.pk).update(
                        state=JobState.WAITING, message="", finished_at=None
                    )
                raise

        app.task(name=name, queue=queue, retry=again if retry_on else False)(run)
        return work

    return register


def periodic(
    *, name: str, queue: str, cron: str
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register work that the clock starts, without a progress row; it must be safe to repeat.

    While one waits or runs, no second one of this name does. A time at which no worker lived is
    passed over.
    """

    def register(work: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            at = datetime.fromtimestamp(timestamp, tz=UTC)
            with history.by(Viewer(user_id=MACHINE, name=f"nabij {name}", at=at), way=name):
                work()

        started = app.task(name=name, queue=queue, lock=name, queueing_lock=name)(run)
        app.periodic(cron=cron)(started)
        return work

    return register


def enqueue(
    task_name: str, *, queue: str, viewer: Viewer, subject_ref: str = "", lock: str = "", **ids: int
) -> Job:
    """Defer work; both the row and the work exist only if the caller's transaction commits.

    Args:
        lock: jobs of the same lock run one after another.
        ids: keys of rows that the work needs; never names or content.
    """
    if not all(isinstance(value, int) for value in ids.values()):
        raise TypeError("A job carries ids only.")
    with transaction.atomic():
        job = new_job(kind=task_name, viewer=viewer, subject_ref=subject_ref)
        app.configure_task(task_name, queue=queue, lock=lock or None, allow_unknown=False).defer(
            job_id=job.pk, **ids
        )
    return job


def new_job(*, kind: str, viewer: Viewer, subject_ref: str = "") -> Job:
    """Make a progress row for work that the caller does itself, in `tracked`."""
    return Job.objects.create(kind=kind, owner_id=viewer.colleague_id, subject_ref=subject_ref)


@contextmanager
def tracked(job: Job) -> Iterator[Progress]:
    """Run the block as the work of `job` and record how it ended; errors rise to the caller."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", Now()),
        heartbeat_at=Now(),
        finished_at=None,
        message="",
    )
    try:
        yield Progress(job)
    except JobCancelled as error:
        _finish(job, JobState.CANCELLED, *_written(error))
        raise
    except ExpectedError as error:
        _finish(job, JobState.FAILED, *_written(error))
        raise
    except Exception:
        if not connection.in_atomic_block:
            _finish(job, JobState.FAILED, UNEXPECTED, {})
        raise
    else:
        _finish(job, JobState.DONE, "", {})


def request_cancel(*, viewer: Viewer, ref: str) -> None:
    """Ask the viewer's own job to stop; it does so after the piece it is working on.

    Raises:
        JobNotFound: there is no such job, or it is somebody else's.
    """
    changed = Job.objects.filter(ref=ref, owner_id=viewer.user_id, state__in=OPEN_STATES).update(
        cancel_requested=True
    )
    if not changed:
        raise JobNotFound


def latest_of(*, subject_ref: str) -> Job | None:
    """Return the newest job on this subject. The caller has made sure it may be seen."""
    return Job.objects.filter(subject_ref=subject_ref).order_by("-id").first()


def work(queues: Sequence[str], *, wait: bool = True) -> None:
    """Run a worker of these queues until it is told to stop
    (or, without `wait`, until all is done).

    What a killed worker left behind is taken up as soon as its heartbeat is old.
    """
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(
            queues=list(queues),
            concurrency=1,
            wait=wait,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            delete_jobs="successful",
        )


def _finish(job: Job, state: JobState, message: str, values: dict[str, Any]) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state, message=message[:300], values=values, finished_at=Now(), heartbeat_at=Now()
    )


def _written(error: ExpectedError) -> tuple[str, dict[str, Any]]:
    with translation.override("en"):
        message = str(error.message)
    return message, {name: str(value) for name, value in error.values.items()}


async def _rescue(context: JobContext, timestamp: int) -> None:
    manager = context.app.job_manager
    await manager.prune_stalled_workers(STALLED_SECONDS)
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(stalled)


def _register_rescue(queue: str) -> None:
    """Let each queue watch over all jobs, so that one worker that lives is enough."""
    name = f"core.rescue_{queue}"
    rescue = app.task(name=name, queue=queue, queueing_lock=name, pass_context=True)(_rescue)
    app.periodic(cron="* * * * * */10")(rescue)


for _queue in ("default", "bulk", "intake"):
    _register_rescue(_queue)


def names() -> list[str]:
    """Return the names of all work that is registered, those of the queue itself left out."""
    return sorted(name for name in app.tasks if not name.startswith(("procrastinate.", "builtin:")))
