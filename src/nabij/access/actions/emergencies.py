# SPDX-License-Identifier: EUPL-1.2
"""The emergency button ("noodknop"): one care professional, one client, for an hour, with a reason.

Source: NEN 7513 (emergency access is marked), EHDS article 11(5); wish W-11, mission row A-09.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries, rules
from nabij.access.actions.dossier import DossierNotFound
from nabij.access.actions.log import record_event, record_refusal
from nabij.access.choices import Outcome
from nabij.access.models import AccessEntry, Emergency, User
from nabij.access.queries.ways import way_of_emergency
from nabij.core.errors import DomainError
from nabij.core.jobs import enqueue
from nabij.core.viewer import Viewer
from nabij.core.working_days import add_working_days

DAY = timedelta(hours=24)
REVIEW_WORKING_DAYS = 3
MAIL_ALARM = "access.mail_emergency_alarm"
TOO_MANY = "too many in 24 hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyFields:
    """What a colleague states; `entry_key` is the mark of the form that was sent."""

    entry_key: str
    reason: str
    cannot_decide: bool = False
    harm_threatens: bool = False
    shut_reason: str = ""


class ReasonTooShort(DomainError):
    code = "emergency-reason-too-short"
    message = _("Write in a few words what is the matter: at least three words.")


class HalfAStatement(DomainError):
    code = "emergency-half-a-statement"
    message = _(
        "What the client shut opens only if both hold, and you write why. Tick both, or neither."
    )


class EmergencyRuns(DomainError):
    code = "emergency-runs"
    message = _("Your emergency access to another client still runs. Stop that first.")


class NotNeeded(DomainError):
    code = "emergency-not-needed"
    message = _("This dossier is open to you already. The button is for what the client shut only.")


class TooManyEmergencies(DomainError):
    code = "too-many-emergencies"
    message = _(
        "You used the emergency button %(most)s times in 24 hours, and that is the most. Call your "
        "supervisor or the general practice out of hours. The privacy officer was told."
    )


@transaction.atomic
def start_emergency(
    *, viewer: Viewer, person_id: int, fields: EmergencyFields
) -> tuple[Emergency, bool]:
    """Open one client for this care professional, for as long as the settings say (an hour).

    The caller has made sure that the viewer may see the person's card and that the person is not
    shielded from them. The same form sent again returns what it started, which opens nothing anew.

    Returns:
        The emergency, and whether it was started now.

    Raises:
        DossierNotFound: the role has no emergency button.
        ReasonTooShort, HalfAStatement: it is not said why.
        NotNeeded: the dossier is open already, and nothing more is asked for.
        EmergencyRuns: one for another client runs.
        TooManyEmergencies: as many as the settings allow in 24 hours; the privacy officer hears it.
        LogUnavailable: the entry could not be written; nothing opens.
    """
    if not rules.may_use_emergency(viewer.roles):
        raise DossierNotFound
    # Of one colleague one after another, so that two at once do not pass the limits.
    User.objects.select_for_update().filter(pk=viewer.user_id).first()
    own = Emergency.objects.filter(user_id=viewer.user_id)
    if before := own.filter(entry_key=fields.entry_key).first():
        return before, False
    _check(viewer, person_id, fields)
    if own.filter(ends_at__gt=viewer.at).exists():
        raise EmergencyRuns
    most = settings.NABIJ_EMERGENCIES_PER_DAY
    if own.filter(starts_at__gt=viewer.at - DAY).count() >= most:
        raise TooManyEmergencies(most=most)
    emergency = Emergency.objects.create(
        entry_key=fields.entry_key,
        person_id=person_id,
        user_id=viewer.user_id,
        reason=fields.reason.strip(),
        cannot_decide=fields.cannot_decide,
        harm_threatens=fields.harm_threatens,
        shut_reason=fields.shut_reason.strip() if fields.cannot_decide else "",
        starts_at=viewer.at,
        ends_at=viewer.at + timedelta(minutes=settings.NABIJ_EMERGENCY_MINUTES),
        review_by=add_working_days(localdate(viewer.at), REVIEW_WORKING_DAYS),
    )
    record_event(
        viewer=viewer,
        event="emergency",
        action="C",
        person_id=person_id,
        detail=f"emergency {emergency.ref}{' opens what is shut' if emergency.opens_shut else ''}",
        way=way_of_emergency(emergency),
    )
    return emergency, True


def _check(viewer: Viewer, person_id: int, fields: EmergencyFields) -> None:
    if not rules.says_why(fields.reason):
        raise ReasonTooShort
    stated = (fields.cannot_decide, fields.harm_threatens)
    if any(stated) and not (all(stated) and rules.says_why(fields.shut_reason)):
        raise HalfAStatement
    way = queries.way_in(viewer=viewer, person_id=person_id)
    if way is not None and way.by_care_relation and not all(stated):
        raise NotNeeded


@transaction.atomic
def stop_emergency(*, viewer: Viewer, ref: str) -> None:
    """End one's own running emergency before its time: the dossier is shut from this moment on.

    Raises:
        DossierNotFound: the viewer has no such one that runs.
        LogUnavailable: the entry could not be written.
    """
    running = (
        Emergency.objects.select_for_update()
        .filter(ref=ref, user_id=viewer.user_id, ends_at__gt=viewer.at)
        .first()
    )
    if running is None:
        raise DossierNotFound
    running.ends_at = running.stopped_at = viewer.at
    running.save(update_fields=["ends_at", "stopped_at"])
    record_event(
        viewer=viewer,
        event="emergency-end",
        action="U",
        person_id=running.person_id,
        detail=f"emergency {ref}",
    )


def alarm(*, viewer: Viewer, person_id: int) -> None:
    """Record that a colleague asked for more emergencies than there may be; mail the officers once.

    Called after the refused action is undone.

    Raises:
        LogUnavailable: the refusal could not be written.
    """
    refused = AccessEntry.objects.filter(
        user_id=viewer.user_id,
        at__gt=viewer.at - DAY,
        event="emergency",
        outcome=Outcome.REFUSED,
        detail=TOO_MANY,
    )
    is_told = refused.exists()
    record_refusal(viewer=viewer, event="emergency", person_ids=[person_id], detail=TOO_MANY)
    if not is_told:
        machine = queries.machine(at=viewer.at, command="letter")
        enqueue(MAIL_ALARM, queue="default", viewer=machine, user_id=viewer.user_id)
