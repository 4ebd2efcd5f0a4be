# SPDX-License-Identifier: EUPL-1.2
"""Meetings: agenda, minutes, who was there, decisions and what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, Q, Subquery, TextField, Value, When
from django.utils.timezone import localdate

from nabij.contact.choices import MeetingTemplate
from nabij.contact.models import (
    AppointmentColleague,
    AppointmentParty,
    Decision,
    DecisionText,
    Meeting,
    MeetingText,
    Task,
)
from nabij.contact.queries.appointments import AppointmentInView, appointment, is_own
from nabij.contact.queries.interactions import PersonsOpened
from nabij.contact.queries.tasks import READ, latest_text, line_of
from nabij.contact.types import DecisionLine, TaskLine
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys
from nabij.relations.types import Card

MOST_MEETINGS, MOST_DECISIONS = 50, 30


class MeetingNotFound(NotFound):
    code = "meeting-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who was asked to a meeting: a colleague or a party, and whether they came.

    `party_id` is the key under which it was written down whether they came, merged since or not.
    """

    code: str
    name: str
    user_id: int | None
    party_id: int | None
    state: str
    state_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInView:
    """A meeting as far as the viewer may know of its appointment; its words are read apart."""

    id: int
    ref: str
    version: int
    template_label: str
    appointment: AppointmentInView
    attendees: tuple[Attendee, ...]

    @property
    def may_change(self) -> bool:
        """Tell whether the viewer keeps the minutes: it is theirs, and they can read it."""
        return self.appointment.is_mine and self.appointment.opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A task that was given in a meeting."""

    task: TaskLine
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a meeting."""

    text: MeetingText | None
    decisions: list[DecisionLine]
    actions: list[Action]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting in a list."""

    ref: str
    on: date
    template_label: str
    cards: tuple[Card, ...]
    decisions: int
    open_actions: int


def meeting(*, viewer: Viewer, ref: str) -> MeetingInView:
    """Return a meeting without its words. At most twelve SQL queries.

    Raises:
        MeetingNotFound: there is none.
        AppointmentNotFound: the viewer may not know of its appointment.
    """
    row = Meeting.objects.select_related("appointment").filter(ref=ref).first()
    if row is None:
        raise MeetingNotFound
    found = appointment(viewer=viewer, ref=row.appointment.ref, on=row.on)
    return MeetingInView(
        id=row.pk,
        ref=row.ref,
        version=row.version,
        template_label=row.get_template_display(),
        appointment=found,
        attendees=tuple(_attendees(viewer, row, found)),
    )


def meeting_of(*, viewer: Viewer, found: AppointmentInView) -> str:
    """Return the ref of the meeting of an appointment that is in view, '' for none. One query."""
    rows = Meeting.objects.filter(appointment_id=found.series_id)
    if found.on is not None or found.series_id != found.id:
        rows = rows.filter(on=found.series_on)
    return rows.values_list("ref", flat=True).first() or ""


def outcome(*, viewer: Viewer, found: MeetingInView) -> Outcome:
    """Return the words of a meeting: about clients inside their opened dossiers only.

    Three queries.

    Nothing of it where it does not open to the viewer.
    """
    if not found.appointment.opens:
        return Outcome(text=None, decisions=[], actions=[])
    is_guarded = found.appointment.is_guarded
    texts = MeetingText.objects.filter(meeting_id=found.id)
    if is_guarded:
        texts = texts.filter(PersonsOpened())
    decisions = Decision.objects.filter(meeting_id=found.id).order_by("pk")
    tasks = Task.objects.filter(meeting__meeting_id=found.id).order_by("due_on", "pk")
    text = latest_text(is_opened=is_guarded)
    on = localdate(viewer.at)
    return Outcome(
        text=texts.order_by("-version").first(),
        decisions=_decisions(decisions, is_opened=is_guarded),
        actions=[
            Action(task=line_of(row, on=on, card=None), is_closed=row["closed_at"] is not None)
            for row in tasks.values(*READ, "closed_at", text=text)
        ],
    )


def decisions_about(
    *, viewer: Viewer, party_ids: Iterable[int], is_opened: bool
) -> list[DecisionLine]:
    """Return what meetings decided about a party, the latest first. One SQL query.

    Of a client only inside their opened dossier, and only what is about nobody who is shut.
    """
    about = AppointmentParty.objects.filter(party_id__in=list(party_ids))
    rows = Decision.objects.filter(
        meeting__appointment_id__in=about.values("appointment_id")
    ).order_by("-taken_on", "-pk")
    if not is_opened:
        rows = rows.filter(meeting__is_guarded=False)
    return _decisions(rows[:MOST_DECISIONS], is_opened=is_opened)


def meetings(*, viewer: Viewer) -> list[MeetingLine]:
    """Return the viewer's meetings, the latest first.

    Two SQL queries; the caller logs the cards.
    """
    going = AppointmentColleague.objects.filter(appointment_id=OuterRef("appointment_id"))
    parties = AppointmentParty.objects.filter(appointment_id=OuterRef("appointment_id"))
    own = AppointmentColleague.objects.filter(user_id=viewer.user_id)
    rows: Any = (
        Meeting.objects.filter(
            Q(appointment_id__in=own.values("appointment_id"))
            | Q(appointment__unit_id__in=viewer.unit_ids)
        )
        .annotate(
            user_ids=ArraySubquery(going.values("user_id")),
            party_ids=ArraySubquery(parties.order_by("pk").values("party_id")),
            decided=Count("decisions", distinct=True),
            to_do=Count(
                "actions", filter=Q(actions__task__closed_at__isnull=True), distinct=True
            ),
        )
        .order_by("-on", "-pk")
        .values(
            "ref", "on", "template", "is_guarded", "appointment__unit_id", "user_ids",
            "party_ids", "decided", "to_do",
        )[:MOST_MEETINGS]
    )  # fmt: skip
    mine = [row for row in rows if _is_mine(viewer, row)]
    wanted = {pk for row in mine for pk in row["party_ids"]}
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted) if wanted else {}
    return [
        MeetingLine(
            ref=row["ref"],
            on=row["on"],
            template_label=str(MeetingTemplate(row["template"]).label),
            cards=tuple(cards[pk] for pk in row["party_ids"] if pk in cards),
            decisions=row["decided"],
            open_actions=row["to_do"],
        )
        for row in mine
    ]


def _is_mine(viewer: Viewer, row: dict[str, Any]) -> bool:
    return is_own(
        viewer,
        user_ids=row["user_ids"],
        unit_id=row["appointment__unit_id"],
        is_guarded=row["is_guarded"],
    )


def _attendees(viewer: Viewer, row: Meeting, found: AppointmentInView) -> Iterable[Attendee]:
    given = list(row.attendances.order_by("pk"))
    then = [one.party_id for one in given if one.party_id]
    now = keys.canonical_keys(viewer=viewer, ids=then) if then else {}
    known = {("p", now[one.party_id]) if one.party_id else ("u", one.user_id): one for one in given}
    asked = [(("u", pk), name) for pk, name in found.colleagues]
    asked += [(("p", card.id), card.name) for card in found.parties if card.is_person]
    for (kind, pk), name in asked:
        one = known.get((kind, pk))
        yield Attendee(
            code=f"{kind}{pk}",
            name=name,
            user_id=pk if kind == "u" else None,
            party_id=(one.party_id if one else pk) if kind == "p" else None,
            state=one.state if one else "",
            state_label=one.get_state_display() if one else "",
        )


def _decisions(rows: Any, *, is_opened: bool) -> list[DecisionLine]:
    latest = DecisionText.objects.filter(decision_id=OuterRef("pk")).order_by("-version")
    text: Any = Subquery(latest.values("text")[:1])
    if not is_opened:
        # Not even asked for: the database refuses a guarded text that no entry opens.
        text = Case(
            When(meeting__is_guarded=False, then=text),
            default=Value(""),
            output_field=TextField(),
        )
    found = rows.annotate(said=text).values_list("meeting__ref", "taken_on", "said")
    return [DecisionLine(ref, on, said) for ref, on, said in found if said]
