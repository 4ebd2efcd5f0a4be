# SPDX-License-Identifier: EUPL-1.2
"""Whoever changes how a colleague signs in, the colleague gets a letter about it."""

import re

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from nabij.access import actions, queries, tasks
from nabij.access.actions import factors
from nabij.access.actions import sign_in as sign_in_actions
from nabij.access.actions.letters import MAIL_CHANGE, tell_of_change
from nabij.access.authentication import totp
from nabij.access.choices import ResetReason, SignInChange
from nabij.access.models import User
from nabij.access.tests.sign_in.conftest import PASSWORD
from nabij.access.tests.sign_in.mail_server import mail_server
from nabij.core import jobs
from nabij.core.models import Job, JobState
from nabij.core.tests.working import work
from nabij.core.viewer import Viewer


def machine():
    return queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def post(settings):
    """The mail server of this test."""
    with mail_server() as server:
        settings.MAILERS = mailers(server)
        yield server


def mailers(server):
    """Return the settings by which letters go to this mail server."""
    return {
        "default": {
            "BACKEND": f"{EmailBackend.__module__}.{EmailBackend.__qualname__}",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "use_tls": False},
        }
    }


def test_a_password_chosen_anew_is_told_by_letter_through_the_worker(committing_db, post):
    noor = User.objects.create_user("noor@example.nl", "Noor van Dijk", PASSWORD)
    sign_in_actions.set_password(
        viewer=machine(), user=noor, password="vijf-bomen-achter-het-huis", by="a test"
    )
    work()
    (letter,) = post.letters
    text = letter.get_content()
    assert letter["To"] == "noor@example.nl"
    assert letter["Subject"] == "Je aanmelding bij nabij is veranderd"
    assert "Noor van Dijk" in text
    assert "Het wachtwoord van je account is veranderd." in text
    assert re.search(r"Dat was op \d", text)
    assert "vijf-bomen" not in text


def test_a_letter_waits_while_the_mail_server_is_away(committing_db, settings):
    noor = User.objects.create_user("noor@example.nl", "Noor van Dijk", PASSWORD)
    with mail_server() as away:
        settings.MAILERS = mailers(away)
    tell_of_change(viewer=machine(), user_id=noor.pk, change=SignInChange.PASSWORD)
    work()
    job = Job.objects.get(kind=MAIL_CHANGE)
    assert (job.state, job.attempts, job.message) == (JobState.WAITING, 1, "")
    waiting = ProcrastinateJob.objects.get(task_name=MAIL_CHANGE)
    assert waiting.status == "todo"
    assert waiting.scheduled_at > timezone.now()

    with mail_server() as back:
        settings.MAILERS = mailers(back)
        let_time_pass()
        work()
    job.refresh_from_db()
    assert (job.state, job.attempts, len(back.letters)) == (JobState.DONE, 2, 1)


def test_a_letter_that_never_goes_out_is_given_up_and_told(committing_db, settings):
    noor = User.objects.create_user("noor@example.nl", "Noor van Dijk", PASSWORD)
    with mail_server() as away:
        settings.MAILERS = mailers(away)
    tell_of_change(viewer=machine(), user_id=noor.pk, change=SignInChange.PASSWORD)
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS - 1)
    work()
    job = Job.objects.get(kind=MAIL_CHANGE)
    assert (job.state, job.attempts) == (JobState.FAILED, jobs.MOST_ATTEMPTS)


def let_time_pass():
    """Let the time come at which waiting work is tried again."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 second'")


def changes():
    """Return which letters wait to be sent."""
    return Job.objects.filter(kind=MAIL_CHANGE).count()


def test_every_change_of_a_second_step_brings_a_letter(noor, clock):
    viewer = Viewer(user_id=noor.pk, name=noor.name, at=clock.at)
    secret = totp.new_secret()
    code = totp.code(secret, totp.step_of(clock.at))
    factors.add_app(viewer=viewer, user=noor, secret=secret, given=code)
    assert changes() == 1
    factors.new_recovery_codes(viewer=viewer, user=noor)
    assert changes() == 2
    actions.reset_factors(viewer=machine(), user=noor, reason=ResetReason.LOST)
    assert changes() == 3


def test_who_works_here_no_more_gets_no_letter(noor, post):
    noor.is_active = False
    noor.save()
    send(noor)
    assert post.letters == []


@pytest.mark.parametrize("change", SignInChange)
def test_each_letter_says_in_dutch_what_changed(noor, post, change):
    send(noor, change)
    (letter,) = post.letters
    text = letter.get_content()
    assert str(change.label) in text
    assert not re.search(r"\b(the|your|was changed)\b", text)


def send(user, change=SignInChange.PASSWORD):
    job = jobs.new_job(kind="test", viewer=machine())
    with jobs.tracked(job) as progress:
        tasks.mail_sign_in_change(progress, user_id=user.pk, change=change.value, at=1_800_000_000)
