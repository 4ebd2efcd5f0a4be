# SPDX-License-Identifier: EUPL-1.2
"""Make, change and call off appointments, once or as they recur."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.contact import rules
from nabij.contact.actions.interactions import MayNotRecord
from nabij.contact.choices import TextClass, Which
from nabij.contact.models import (
    Appointment,
    AppointmentColleague,
    AppointmentParty,
    AppointmentText,
)
from nabij.contact.queries import AppointmentInView
from nabij.contact.rules import recurrence
from nabij.contact.types import AppointmentFields, Around
from nabij.core.dates import DAY
from nabij.core.errors import DomainError
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer


class NotYourAppointment(DomainError):
    code = "not-your-appointment"
    message = _("This appointment is another colleague's. Who goes, or made it, changes it.")


class AppointmentChangedMeanwhile(DomainError):
    code = "appointment-changed-meanwhile"
    message = _(
        "A colleague changed this appointment meanwhile. Look how it stands now; what you filled "
        "in stands below."
    )


class CalledOff(DomainError):
    code = "appointment-called-off"
    message = _("This appointment is called off. Make a new one.")


@transaction.atomic
def add_appointment(
    *,
    viewer: Viewer,
    fields: AppointmentFields,
    entry_key: str,
    arounds: Sequence[Around] = (),
    uid: str = "",
) -> Appointment:
    """Make an appointment of the viewer; the same form sent twice is one appointment.

    With somebody in private its text opens by the log, for all of them.

    Raises:
        MayNotRecord: the role records no contact with one of them.
        LogUnavailable: the entry could not be written; nothing is made.
    """
    for around in arounds:
        if not rules.may_record_contact(viewer.roles, is_private=around.is_private):
            raise MayNotRecord
    ref = new_ref()
    subjects = sorted({around.id for around in arounds if around.is_private})
    appointment, is_new = Appointment.objects.get_or_create(
        created_by_id=viewer.user_id,
        entry_key=entry_key,
        defaults={
            **_when(fields),
            "ref": ref,
            "kind": fields.kind,
            "unit_id": fields.unit_id,
            "colleague_id": viewer.user_id,
            "uid": uid or f"{ref}@nabij",
            "is_guarded": bool(subjects),
            "changed_at": viewer.at,
        },
    )
    if is_new:
        _add_colleagues(appointment, fields.colleague_ids)
        _add_parties(appointment, [around.id for around in arounds], subjects)
        _write_text(viewer, appointment, fields, subjects)
        _log(viewer, subjects, action="C", detail="made")
    return appointment


@transaction.atomic
def change_appointment(
    *,
    viewer: Viewer,
    found: AppointmentInView,
    version: int,
    fields: AppointmentFields,
    which: str = Which.ALL,
) -> Appointment:
    """Change an appointment; of what recurs only the time of `found.on`, those from it on, or all.

    What was changed for one time stays so. `found` is what the viewer may see.

    Raises:
        NotYourAppointment: the viewer has nothing to do with it.
        AppointmentChangedMeanwhile: it is no longer the version that the colleague saw.
        CalledOff: it does not go on.
        LogUnavailable: the entry could not be written; nothing is changed.
    """
    row = _locked(viewer, found, version)
    on, first = found.on, localdate(row.starts_at)
    if on is None or which == Which.ALL or (which == Which.FOLLOWING and on <= first):
        shift = localdate(fields.starts_at) - (on or first)
        changed = _change(viewer, row, found, fields, first=first + shift, shift=shift)
    elif which == Which.ONE:
        changed = _split(viewer, row, found, fields)
    else:
        changed = _continue(viewer, row, found, fields, on)
    _log(viewer, found.subject_ids, action="U", detail="changed")
    return changed


@transaction.atomic
def call_off(
    *,
    viewer: Viewer,
    found: AppointmentInView,
    version: int,
    reason: str,
    which: str = Which.ALL,
) -> None:
    """Call an appointment off, with the reason; what recurs for one time, from it on, or all of it.

    Of what recurs, what has been before the day stays as it was.

    Raises:
        NotYourAppointment, AppointmentChangedMeanwhile, CalledOff, LogUnavailable: as for a change.
    """
    row = _locked(viewer, found, version)
    on, end = found.on, {"cancelled_at": viewer.at, "cancel_reason": reason}
    if on is not None and which == Which.ONE:
        row.save(update_fields=["version", "changed_at"])
        _copy(row, series=row, original_on=on, **_times(found), **end)
    elif on is not None and which == Which.FOLLOWING and on > localdate(row.starts_at):
        row.last_on = on - DAY
        row.save(update_fields=["last_on", "version", "changed_at"])
        later = row.exceptions.filter(original_on__gte=on, cancelled_at__isnull=True)
        later.update(**end, changed_at=viewer.at, version=F("version") + 1)
    else:
        row.cancelled_at, row.cancel_reason = viewer.at, reason
        row.save(update_fields=["cancelled_at", "cancel_reason", "version", "changed_at"])
        kept = row.exceptions.filter(cancelled_at__isnull=True)
        kept.update(**end, changed_at=viewer.at, version=F("version") + 1)
    _log(viewer, found.subject_ids, action="U", detail=f"called off {reason}")


def _locked(viewer: Viewer, found: AppointmentInView, version: int) -> Appointment:
    """Return the locked row of an appointment that the viewer may change, with its next version."""
    if not found.is_mine:
        raise NotYourAppointment
    row = Appointment.objects.select_for_update().get(pk=found.id)
    if row.version != version:
        raise AppointmentChangedMeanwhile
    if row.cancelled_at is not None:
        raise CalledOff
    row.version += 1
    row.changed_at = viewer.at
    return row


def _change(
    viewer: Viewer,
    row: Appointment,
    found: AppointmentInView,
    fields: AppointmentFields,
    *,
    first: date,
    shift: timedelta,
) -> Appointment:
    """Change the row itself; of what recurs `first` is the day from which it counts now."""
    skipped = [day + shift for day in row.skipped]
    for name, value in _when(fields, first=first).items():
        setattr(row, name, value)
    row.kind, row.unit_id = fields.kind, fields.unit_id
    if fields.skipped is None:
        row.skipped = skipped
    if shift:
        _move_meetings(row, viewer, shift=shift)
        row.exceptions.update(original_on=F("original_on") + shift)
    row.save()
    _add_colleagues(row, fields.colleague_ids)
    row.parties.update(ends_at=_end(row))
    _write_text(viewer, row, fields, found.subject_ids)
    return row


def _split(
    viewer: Viewer, row: Appointment, found: AppointmentInView, fields: AppointmentFields
) -> Appointment:
    """Take one time out of what recurs: it is a row of its own from now on."""
    row.save(update_fields=["version", "changed_at"])
    when = _when(fields) | {"rule": "", "last_on": None, "skipped": []}
    one = _copy(
        row, series=row, original_on=found.on, kind=fields.kind, unit_id=fields.unit_id, **when
    )
    _add_colleagues(one, fields.colleague_ids)
    _write_text(viewer, one, fields, found.subject_ids)
    return one


def _continue(
    viewer: Viewer,
    row: Appointment,
    found: AppointmentInView,
    fields: AppointmentFields,
    on: date,
) -> Appointment:
    """End what recurs before a day, and let it go on from that day as another."""
    shift = localdate(fields.starts_at) - on
    skipped = [day + shift for day in row.skipped if day >= on]
    when = _when(fields) | {"skipped": skipped}
    later = cut(viewer, row, on=on, shift=shift, kind=fields.kind, unit_id=fields.unit_id, **when)
    _add_colleagues(later, fields.colleague_ids)
    _write_text(viewer, later, fields, found.subject_ids)
    return later


def cut(
    viewer: Viewer, row: Appointment, *, on: date, shift: timedelta = timedelta(), **differs: object
) -> Appointment:
    """End what recurs before a day; from it on it is the row that is returned (shared here)."""
    ref = new_ref()
    later = _copy(row, ref=ref, uid=f"{ref}@nabij", **differs)
    _move_meetings(row, viewer, shift=shift, since=on, to=later)
    row.exceptions.filter(original_on__gte=on).update(
        series=later, original_on=F("original_on") + shift
    )
    row.last_on = on - DAY
    row.save(update_fields=["last_on", "version", "changed_at"])
    return later


def _move_meetings(
    row: Appointment,
    viewer: Viewer,
    *,
    shift: timedelta,
    since: date = date.min,
    to: Appointment | None = None,
) -> None:
    """Let what was got ready go along with the times it is of; what has been keeps its day.

    So do all where one would come on the day of another. The meeting of a time that was changed
    goes along with that: the day on which that was held is its own.
    """
    changed = row.exceptions.filter(original_on__gte=since).values("original_on")
    known = row.meetings.filter(on__gte=since)
    moving = Q(on__gte=localdate(viewer.at)) | Q(on__in=changed)
    days = set(known.filter(moving).values_list("on", flat=True))
    kept = set(row.meetings.exclude(on__in=days).values_list("on", flat=True))
    if to is not None or kept.isdisjoint({on + shift for on in days}):
        known.filter(on__in=days).update(appointment=to or row, on=F("on") + shift)


def _when(fields: AppointmentFields, *, first: date | None = None) -> dict[str, object]:
    """Return the columns of when it is; `first` is another day on which it begins to recur."""
    starts, ends = fields.starts_at, fields.ends_at
    if first is not None:
        starts, ends = recurrence.moved(starts, ends, to=first)
    return {
        "starts_at": starts,
        "ends_at": ends,
        "is_whole_day": fields.is_whole_day,
        "rule": fields.rule,
        "last_on": fields.last_on if fields.rule else None,
        "skipped": list(fields.skipped or ()),
    }


def _times(found: AppointmentInView) -> dict[str, object]:
    return {
        "starts_at": found.starts_at,
        "ends_at": found.ends_at,
        "rule": "",
        "last_on": None,
        "skipped": [],
    }


def _copy(row: Appointment, **differs: object) -> Appointment:
    """Return a new appointment that is another but for what differs; its text is that one's."""
    given = {
        name: getattr(row, name)
        for name in (
            "kind", "colleague_id", "unit_id", "is_whole_day", "uid", "is_guarded", "changed_at",
            "created_by_id",
        )
    }  # fmt: skip
    text_of = row.text_of_id or row.pk
    one = Appointment.objects.create(**(given | differs | {"text_of_id": text_of}))
    _add_colleagues(one, row.colleagues.values_list("user_id", flat=True))
    parties = list(row.parties.order_by("pk").values_list("party_id", "is_subject"))
    subjects = [pk for pk, is_subject in parties if is_subject]
    _add_parties(one, [pk for pk, _is_subject in parties], subjects)
    return one


def _end(appointment: Appointment) -> datetime | None:
    return None if appointment.rule else appointment.ends_at


def _add_colleagues(appointment: Appointment, user_ids: Iterable[int]) -> None:
    going = {appointment.colleague_id, *user_ids}
    appointment.colleagues.exclude(user_id__in=going).delete()
    AppointmentColleague.objects.bulk_create(
        [
            AppointmentColleague(appointment=appointment, user_id=pk, ends_at=_end(appointment))
            for pk in sorted(going)
        ],
        update_conflicts=True,
        unique_fields=["appointment", "user"],
        update_fields=["ends_at"],
    )


def _add_parties(
    appointment: Appointment, party_ids: Sequence[int], subjects: Collection[int]
) -> None:
    AppointmentParty.objects.bulk_create(
        AppointmentParty(
            appointment=appointment, party_id=pk, is_subject=pk in subjects,
            ends_at=_end(appointment),
        )
        for pk in dict.fromkeys(party_ids)
    )  # fmt: skip


def _write_text(
    viewer: Viewer, row: Appointment, fields: AppointmentFields, subjects: Iterable[int]
) -> None:
    """Add a version of what an appointment is about, unless it stays as it is."""
    if fields.title is None or fields.place is None or fields.text is None:
        return
    AppointmentText.objects.create(
        appointment=row,
        version=row.version,
        person_ids=sorted(subjects),
        data_class=TextClass.ORGANISATION,
        title=fields.title,
        place=fields.place,
        text=fields.text,
        author_id=viewer.user_id,
        written_at=viewer.at,
    )


def _log(viewer: Viewer, person_ids: Iterable[int], *, action: str, detail: str) -> None:
    for person in sorted(person_ids):
        access_actions.record_event(
            viewer=viewer, event="appointment", action=action, person_id=person, detail=detail
        )
