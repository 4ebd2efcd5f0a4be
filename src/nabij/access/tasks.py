# SPDX-License-Identifier: EUPL-1.2
"""What the clock starts (the sealer of the log, the months it writes in), and letters."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from nabij.access import actions, queries
from nabij.access.actions import letters, sign_in
from nabij.access.actions.emergencies import MAIL_ALARM
from nabij.access.actions.letters import MAIL_CHANGE
from nabij.access.actions.sign_in import MAIL_RESET
from nabij.access.choices import SignInChange
from nabij.core import jobs
from nabij.core.viewer import Role, Viewer


def _machine() -> Viewer:
    return queries.machine(at=timezone.now(), command="worker")


@jobs.periodic(name="access.seal_log", queue="default", cron="* * * * *")
def seal_log() -> None:
    actions.seal_log(viewer=_machine())


@jobs.periodic(name="access.make_log_months", queue="default", cron="17 * * * *")
def make_log_months() -> None:
    actions.make_log_months(viewer=_machine())


@jobs.task(name=MAIL_RESET, queue="default")
def mail_reset_link(progress: jobs.Progress, *, user_id: int) -> None:
    """Mail a link for a new password; a repeat sends a second letter with a link that works too."""
    letter = sign_in.reset_letter(viewer=_machine(), user_id=user_id, site=settings.NABIJ_ADDRESS)
    if letter is None:
        return
    email, address = letter
    text = render_to_string("access/mail/reset.txt", {"address": address})
    send_mail(_("A new password for nabij"), text, settings.DEFAULT_FROM_EMAIL, [email])


@jobs.task(name=MAIL_CHANGE, queue="default", retry_on=(OSError,))  # what smtplib raises too
def mail_sign_in_change(progress: jobs.Progress, *, user_id: int, change: int, at: int) -> None:
    """Tell a colleague what changed in how they sign in; a repeat sends the letter again.

    While the mail server is away it waits.
    """
    user = letters.addressee(viewer=_machine(), user_id=user_id)
    if user is None:
        return
    context = {
        "name": user.name,
        "what": SignInChange(change).label,
        "at": datetime.fromtimestamp(at, UTC),
        "address": settings.NABIJ_ADDRESS,
    }
    text = render_to_string("access/mail/changed.txt", context)
    title = _("Your sign-in of nabij was changed")
    send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [user.email])


@jobs.task(name=MAIL_ALARM, queue="default", retry_on=(OSError,))
def mail_emergency_alarm(progress: jobs.Progress, *, user_id: int) -> None:
    """Tell the privacy officers who asked for too many emergencies; no client is named."""
    colleague = letters.addressee(viewer=_machine(), user_id=user_id)
    officers = queries.addresses_of(viewer=_machine(), roles=[Role.PRIVACY_OFFICER])
    if colleague is None or not officers:
        return
    context = {"name": colleague.name, "address": settings.NABIJ_ADDRESS}
    text = render_to_string("access/mail/emergencies.txt", context)
    title = _("Emergency button: more often than it may be used")
    send_mail(title, text, settings.DEFAULT_FROM_EMAIL, officers)
