# SPDX-License-Identifier: EUPL-1.2
"""Work in the background: in the caller's transaction, seen, cancelled,
and resumed after kill -9."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from nabij.core import jobs
from nabij.core.errors import DomainError
from nabij.core.models import Job, JobState
from nabij.core.tests.working import work
from nabij.core.viewer import Viewer

MACHINE = Viewer(user_id=0, name="nabij test", at=datetime(2026, 11, 24, tzinfo=UTC))


class Refused(DomainError):
    code = "refused"
    message = "There are %(number)s of them."


@jobs.task(name="core.tests.count", queue="default")
def count(progress, *, until):
    for number in range(until):
        progress.update(done=number + 1, total=until)


@jobs.task(name="core.tests.refuse", queue="default")
def refuse(_progress, *, number):
    raise Refused(number=number)


@jobs.task(name="core.tests.break", queue="default")
def break_(_progress):
    raise ZeroDivisionError("CANARY")


def test_work_is_done_and_seen(committing_db):
    job = jobs.enqueue("core.tests.count", queue="default", viewer=MACHINE, until=5)
    assert job.state == JobState.WAITING
    work()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts) == (JobState.DONE, 5, 5, 1)
    assert job.finished_at >= job.started_at


def test_a_transaction_that_fails_leaves_no_work(committing_db):
    with suppress(Refused), transaction.atomic():
        jobs.enqueue("core.tests.count", queue="default", viewer=MACHINE, until=5)
        raise Refused(number=1)
    assert not Job.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="core.tests.count").exists()


def test_an_expected_error_is_the_message_of_the_job(committing_db):
    job = jobs.enqueue("core.tests.refuse", queue="default", viewer=MACHINE, number=3)
    work()
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.FAILED, "There are 3 of them.")


def test_an_unexpected_error_is_told_without_what_it_says(committing_db):
    job = jobs.enqueue("core.tests.break", queue="default", viewer=MACHINE)
    work()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "CANARY" not in job.message


def test_a_job_that_was_stopped_does_not_go_on(committing_db):
    job = jobs.enqueue("core.tests.count", queue="default", viewer=MACHINE, until=5)
    Job.objects.update(cancel_requested=True)
    work()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 0)


def test_a_job_carries_ids_only(db):
    with pytest.raises(TypeError):
        jobs.enqueue("core.tests.count", queue="default", viewer=MACHINE, until="Jansen")


def test_a_job_that_kills_every_worker_is_given_up(committing_db):
    job = jobs.enqueue("core.tests.count", queue="default", viewer=MACHINE, until=5)
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS, state=JobState.RUNNING)
    work()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.sentence


WORKER = """
import os, sys
os.environ["NABIJ_DATABASE_ROLE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
import time
from nabij.core import jobs
from nabij.core.models import Job

@jobs.task(name="core.tests.slow", queue="default")
def slow(progress):
    start = Job.objects.get(pk=progress.job.pk).done
    for number in range(start, 100):
        progress.update(done=number + 1, total=100)
        time.sleep(float(sys.argv[2]))

jobs.STALLED_SECONDS, jobs.HEARTBEAT_SECONDS = 2, 0.5
jobs.work(["default"], wait=True)
"""


def _worker(database, pause):
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, database, str(pause)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.DEVNULL,
    )


def _wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_another_worker_takes_up_what_a_killed_one_left(committing_db):
    """R17: kill -9 of the worker; the job goes on where it was."""

    @jobs.task(name="core.tests.slow", queue="default")
    def slow(progress):
        raise AssertionError("only the workers do this")

    job = jobs.enqueue("core.tests.slow", queue="default", viewer=MACHINE)

    def now():
        connection.close()
        return Job.objects.get(pk=job.pk)

    first = _worker(committing_db, 0.05)
    assert _wait_until(lambda: now().done > 3)
    first.kill()
    first.wait()
    stopped_at = now().done
    assert 3 < stopped_at < 100
    assert now().state == JobState.RUNNING

    second = _worker(committing_db, 0)
    try:
        assert _wait_until(lambda: now().state == JobState.DONE)
    finally:
        second.kill()
        second.wait()
    assert (now().done, now().attempts) == (100, 2)
    assert now().finished_at <= timezone.now()
