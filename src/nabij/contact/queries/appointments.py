# SPDX-License-Identifier: EUPL-1.2
"""One appointment, or one time of what recurs, without what it is about."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from nabij.access.queries import WayIn
from nabij.contact import rules
from nabij.contact.choices import APPOINTMENT_ICONS, AppointmentKind, Repeats
from nabij.contact.models import Appointment, AppointmentColleague, AppointmentText
from nabij.contact.queries.interactions import PersonsOpened, ways_to_all
from nabij.contact.rules import recurrence
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys
from nabij.relations.types import Card


class AppointmentNotFound(NotFound):
    code = "appointment-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentInView:
    """An appointment that the viewer may know of; of what recurs the time of the day `on`.

    `id` is the row that is it: of what recurs the whole, of one time that was changed its own.
    `is_mine`: the viewer goes, made it, or their team has it. `subject_ids` are the keys of who it
    is about as they were recorded, `person_ids` those under which they stand now; `ways` is None
    where not all of them open to the viewer.
    `series_id` and `series_on` name it for good, changed or not.
    """

    id: int
    ref: str
    version: int
    kind: str
    kind_label: str
    icon: str
    starts_at: datetime
    ends_at: datetime
    is_whole_day: bool
    rule: str
    repeats_label: str
    first_on: date
    last_on: date | None
    on: date | None
    is_cancelled: bool
    reason_label: str
    colleague: str
    colleague_id: int
    colleagues: tuple[tuple[int, str], ...]
    unit: str
    unit_id: int | None
    parties: tuple[Card, ...]
    is_guarded: bool
    is_mine: bool
    subject_ids: tuple[int, ...]
    person_ids: tuple[int, ...]
    text_ids: tuple[int, ...]
    ways: dict[int, WayIn] | None
    series_id: int
    series_on: date

    @property
    def opens(self) -> bool:
        """Tell whether what it is about can be read now."""
        return not self.is_guarded or self.ways is not None

    @property
    def last_day(self) -> date:
        """Return the last day of it: an appointment of whole days ends at midnight."""
        return localdate(self.ends_at - rules.INSTANT)


def appointment(*, viewer: Viewer, ref: str, on: date | None = None) -> AppointmentInView:
    """Return an appointment without its text. At most nine SQL queries.

    For whose it is; of one with clients also for who has a way in to all of them, and of business
    for who sees the contact data of whom it is with. `on` names one time of what recurs. A day on
    which it met stays, whatever became of the rule since.

    Raises:
        AppointmentNotFound: there is none, not on that day, or the viewer may not know of it.
    """
    row, day = _row(ref, on)
    going = AppointmentColleague.objects.filter(appointment=row).order_by("user__name", "user_id")
    colleagues = tuple(going.values_list("user_id", "user__name"))
    listed = list(row.parties.order_by("pk").values_list("party_id", "is_subject"))
    now = keys.canonical_keys(viewer=viewer, ids=[pk for pk, _ in listed])
    cards = relations_queries.person_cards(viewer=viewer, ids=set(now.values()))
    recorded = tuple(pk for pk, is_subject in listed if is_subject)
    subjects = sorted({now[pk] for pk in recorded})
    is_mine = _is_mine(viewer, row, user_ids=[pk for pk, _ in colleagues])
    ways = ways_to_all(viewer, subjects) if row.is_guarded else None
    is_open = any(card.is_open for card in cards.values()) if not row.is_guarded else bool(ways)
    if not (is_mine or is_open):
        raise AppointmentNotFound
    first_on = localdate(row.starts_at)
    starts_at, ends_at = row.starts_at, row.ends_at
    if day is not None:
        starts_at, ends_at = recurrence.moved(starts_at, ends_at, to=day)
    kind = AppointmentKind(row.kind)
    known = {choice.value: str(choice.label) for choice in Repeats if choice.value}
    return AppointmentInView(
        id=row.pk,
        ref=row.ref,
        version=row.version,
        kind=row.kind,
        kind_label=str(kind.label),
        icon=APPOINTMENT_ICONS[kind],
        starts_at=starts_at,
        ends_at=ends_at,
        is_whole_day=row.is_whole_day,
        rule=row.rule,
        repeats_label=known.get(row.rule, row.rule),
        first_on=first_on,
        last_on=row.last_on,
        on=day,
        is_cancelled=row.cancelled_at is not None,
        reason_label=row.get_cancel_reason_display(),
        colleague=row.colleague.name,
        colleague_id=row.colleague_id,
        colleagues=colleagues,
        unit=row.unit.name if row.unit else "",
        unit_id=row.unit_id,
        parties=tuple(cards[now[pk]] for pk, _ in listed if now[pk] in cards),
        is_guarded=row.is_guarded,
        is_mine=is_mine,
        subject_ids=recorded,
        person_ids=tuple(subjects),
        text_ids=tuple(pk for pk in (row.pk, row.text_of_id) if pk),
        ways=ways,
        series_id=row.series_id or row.pk,
        series_on=row.original_on or day or first_on,
    )


def appointment_text(*, viewer: Viewer, found: AppointmentInView) -> AppointmentText | None:
    """Return what an appointment is about: of clients inside their opened dossiers only.

    One SQL query. Without a text of its own it is that of which it is a time.
    """
    texts = AppointmentText.objects.filter(appointment_id__in=found.text_ids)
    if found.is_guarded:
        texts = texts.filter(PersonsOpened())
    read = list(texts.order_by("-version"))
    return next((text for pk in found.text_ids for text in read if text.appointment_id == pk), None)


def is_own(viewer: Viewer, *, user_ids: list[int], unit_id: int | None, is_guarded: bool) -> bool:
    """Tell whether an appointment is the viewer's (shared inside this package).

    Commerce has none with somebody in private.
    """
    if _is_hidden(viewer, is_guarded):
        return False
    return viewer.user_id in user_ids or unit_id in viewer.unit_ids


def _is_mine(viewer: Viewer, row: Appointment, *, user_ids: list[int]) -> bool:
    """Tell whether it is the viewer's own, or made by them."""
    is_maker = row.created_by_id == viewer.user_id and not _is_hidden(viewer, row.is_guarded)
    return is_maker or is_own(
        viewer, user_ids=user_ids, unit_id=row.unit_id, is_guarded=row.is_guarded
    )


def _is_hidden(viewer: Viewer, is_guarded: bool) -> bool:
    return is_guarded and not rules.may_record_contact(viewer.roles, is_private=True)


def _row(ref: str, on: date | None) -> tuple[Appointment, date | None]:
    """Return the row of an appointment, and of what recurs which day of it is asked."""
    rows = Appointment.objects.select_related("colleague", "unit")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise AppointmentNotFound
    first = localdate(row.starts_at)
    if on is None or (not row.rule and on == first):
        return row, first if row.rule else None
    changed = rows.filter(series_id=row.pk, original_on=on).first()
    if changed is not None:
        return changed, None
    fallen = recurrence.days(row.rule, first_on=first, since=on, until=on, last_on=row.last_on)
    if (fallen and on not in row.skipped) or row.meetings.filter(on=on).exists():
        return row, on
    if row.rule:
        raise AppointmentNotFound
    return row, None
