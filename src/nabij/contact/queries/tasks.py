# SPDX-License-Identifier: EUPL-1.2
"""What is still to be done: for one party, for one colleague, and what is late per team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, TextField, Value, When
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import ROLE_LABELS
from nabij.access.queries import WayIn
from nabij.access.rules import DataClass
from nabij.contact import rules
from nabij.contact.choices import TASK_ICONS, Priority, TaskKind
from nabij.contact.models import AppointmentParty, InteractionParty, Task, TaskStep, TaskText
from nabij.contact.queries.interactions import PersonsOpened
from nabij.contact.types import Around, TaskLine
from nabij.core.errors import NotFound
from nabij.core.viewer import Role, Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys
from nabij.relations.types import Card

MOST_TASKS = 100
READ = (
    "ref", "kind", "due_on", "window_from", "window_until", "priority", "owner_id", "owner__name",
    "unit__name", "role", "party_id", "is_guarded",
)  # fmt: skip


class TaskNotFound(NotFound):
    code = "task-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskInView:
    """A task as far as this viewer sees it before anybody opens.

    `person_ids` are the keys under which everybody it is about stands now, none for business, and
    `ways` the viewer's ways in to them; `classes` open for all of them, `held` are those of the
    viewer's roles. `party` is None for who is shielded, and where it is about nobody (`has_party`).
    `is_mine`: the viewer, a team or a role of theirs has it, or they gave it. What it is about is
    read apart (`task_text`).
    """

    id: int
    ref: str
    version: int
    kind: str
    kind_label: str
    icon: str
    has_party: bool
    party: Card | None
    person_ids: tuple[int, ...]
    counterpart: Card | None
    counterpart_has_died: bool
    is_guarded: bool
    is_mine: bool
    is_closed: bool
    end_label: str
    whose: str
    due_on: date
    window: str
    is_late: bool
    priority_label: str
    recurrence_label: str
    received_on: date | None
    manner_label: str
    ways: dict[int, WayIn]
    classes: frozenset[DataClass]
    held: frozenset[DataClass]

    @property
    def can_open(self) -> bool:
        """Tell whether the viewer may open its persons to do it, which then shows its text."""
        return self.is_guarded and self.is_mine and not self.is_closed and self.needs in self.held

    @property
    def opens(self) -> bool:
        """Tell whether its text can be read now."""
        return not self.is_guarded or self.needs in self.classes

    @property
    def needs(self) -> DataClass:
        """Return which class of data its text is of."""
        is_discontent = self.kind == TaskKind.DISCONTENT
        return DataClass.IDENTITY if is_discontent else DataClass.ORGANISATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done about a task."""

    at: datetime
    colleague: str
    label: str
    outcome_label: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much one colleague or team has to do, and how much of it is late."""

    whose: str
    is_unit: bool
    open: int
    late: int


def tasks_of(*, viewer: Viewer, around: Around, is_opened: bool) -> list[TaskLine]:
    """Return what is open for a party, the first due first. One SQL query.

    Of somebody in private who is not opened: kind, day and who does it, and only for who serves
    clients; commerce sees none of it, also where by now they are known by their work only.
    """
    sees = access_rules.may(viewer.roles, DataClass.ORGANISATION)
    if around.is_private and not is_opened and not sees:
        return []
    text = latest_text(is_opened=is_opened)
    rows = Task.objects.filter(party_id__in=around.keys, closed_at__isnull=True)
    if not is_opened and not sees:
        rows = rows.filter(is_guarded=False)
    found = rows.values(*READ, text=text).order_by("due_on", "priority", "pk")[:MOST_TASKS]
    on = localdate(viewer.at)
    return [line_of(row, on=on, card=None) for row in found]


def my_tasks(*, viewer: Viewer) -> list[TaskLine]:
    """Return what this colleague, their teams and roles have to do, what is due first in front.

    Names only where the viewer may see a card, and never what it is. Two SQL queries; the caller
    logs the cards.
    """
    rows = _open_tasks(viewer).order_by("due_on", "priority", "pk")
    return _my_lines(viewer, list(rows[:MOST_TASKS]))


def my_tasks_now(*, viewer: Viewer, most: int, most_next: int) -> list[TaskLine]:
    """Return what is late, due today or to be reminded of; where nothing is, what comes next.

    As `my_tasks`: two SQL queries.
    """
    on = localdate(viewer.at)
    is_now = Case(When(Q(due_on__lte=on) | Q(remind_on__lte=on), then=True), default=False)
    rows = _open_tasks(viewer).annotate(is_now=is_now)
    first = list(rows.order_by("-is_now", "due_on", "priority", "pk")[:most])
    return _my_lines(viewer, [row for row in first if row["is_now"]] or first[:most_next])


def _open_tasks(viewer: Viewer) -> Any:
    return Task.objects.filter(_mine(viewer), closed_at__isnull=True).values(*READ, text=Value(""))


def _my_lines(viewer: Viewer, rows: Sequence[dict[str, Any]]) -> list[TaskLine]:
    wanted = {row["party_id"] for row in rows if row["party_id"]}
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted)
    on = localdate(viewer.at)
    return [line_of(row, on=on, card=cards.get(row["party_id"])) for row in rows]


def late_by_whom(*, viewer: Viewer) -> list[Load]:
    """Return what is open and late in the teams of the viewer, by person and by team.

    Teams first, by name. One SQL query.
    """
    on = localdate(viewer.at)
    members = Q(
        owner__unit_memberships__unit__in=viewer.unit_ids,
        owner__unit_memberships__starts_on__lte=on,
    ) & (
        Q(owner__unit_memberships__ends_on__isnull=True)
        | Q(owner__unit_memberships__ends_on__gt=on)
    )
    counted = (
        Task.objects.filter(Q(unit__in=viewer.unit_ids) | members, closed_at__isnull=True)
        .values("owner_id", "owner__name", "unit_id", "unit__name")
        .annotate(
            open=Count("pk", distinct=True),
            late=Count("pk", filter=Q(due_on__lt=on), distinct=True),
        )
        .order_by(F("unit__name").asc(nulls_last=True), "unit_id", "owner__name", "owner_id")
    )
    return [
        Load(
            whose=row["unit__name"] or row["owner__name"],
            is_unit=row["unit_id"] is not None,
            open=row["open"],
            late=row["late"],
        )
        for row in counted
    ]


def task(*, viewer: Viewer, ref: str) -> TaskInView:
    """Return a task without its text. At most eight SQL queries.

    For who has it or gave it, and for who has a way in to the person it stands with or, of
    business, sees the contact data of the party.

    Raises:
        TaskNotFound: there is none, or the viewer has nothing to do with it.
    """
    row = Task.objects.filter(ref=ref).select_related("owner", "unit").first()
    if row is None:
        raise TaskNotFound
    about, named = _about(row), [pk for pk in (row.party_id, row.counterpart_id) if pk]
    now = keys.canonical_keys(viewer=viewer, ids=[*named, *about])
    cards = relations_queries.person_cards(viewer=viewer, ids=[now[pk] for pk in named])
    party = cards.get(now[row.party_id]) if row.party_id else None
    counterpart = cards.get(now[row.counterpart_id]) if row.counterpart_id else None
    person_ids = sorted({now[pk] for pk in about})
    ways = access_queries.ways_in(viewer=viewer, person_ids=person_ids) if person_ids else {}
    opened = {pk: access_queries.classes_for(viewer=viewer, way=ways.get(pk)) for pk in person_ids}
    is_mine = _is_mine(viewer, row)
    is_open_business = not row.is_guarded and party is not None and party.is_open
    classes_of_party = opened.get(now[row.party_id], ()) if row.party_id else ()
    if not (is_mine or is_open_business or DataClass.ORGANISATION in classes_of_party):
        raise TaskNotFound
    kind, on = TaskKind(row.kind), localdate(viewer.at)
    return TaskInView(
        id=row.pk,
        ref=row.ref,
        version=row.version,
        kind=row.kind,
        kind_label=str(kind.label),
        icon=TASK_ICONS[kind],
        has_party=row.party_id is not None,
        party=party,
        person_ids=tuple(person_ids),
        counterpart=counterpart,
        counterpart_has_died=counterpart is not None
        and bool(keys.deceased(viewer=viewer, ids=[counterpart.id])),
        is_guarded=row.is_guarded,
        is_mine=is_mine,
        is_closed=row.closed_at is not None,
        end_label=row.get_end_display(),
        whose=_whose(
            {
                "owner__name": row.owner.name if row.owner else None,
                "unit__name": row.unit.name if row.unit else None,
                "role": row.role,
            }
        ),
        due_on=row.due_on,
        window=_window(row.window_from, row.window_until),
        is_late=row.closed_at is None and row.due_on < on,
        priority_label="" if row.priority == Priority.NORMAL else row.get_priority_display(),
        recurrence_label=row.get_recurrence_display(),
        received_on=row.received_on,
        manner_label=row.get_manner_display(),
        ways=ways,
        classes=frozenset.intersection(*opened.values()) if opened else frozenset(),
        held=access_rules.classes_of(viewer.roles),
    )


def _is_mine(viewer: Viewer, row: Task) -> bool:
    """Tell whether the viewer has or gave a task, or it waits for their team or role."""
    return rules.may_record_contact(viewer.roles, is_private=row.is_guarded) and (
        viewer.user_id in (row.owner_id, row.created_by_id)
        or row.unit_id in viewer.unit_ids
        or (bool(row.role) and viewer.has(Role(row.role)))
    )


def _about(row: Task) -> list[int]:
    """Return the keys, as recorded, of everybody whom a task's text is about.

    All of its contact's, or all of the appointment in whose meeting it was given. One SQL query,
    none for business.
    """
    if not row.is_guarded:
        return []
    if row.interaction_id is not None:
        said = InteractionParty.objects.filter(interaction_id=row.interaction_id, is_subject=True)
        return list(said.values_list("party_id", flat=True))
    met = AppointmentParty.objects.filter(
        appointment__meetings__actions__task_id=row.pk, is_subject=True
    )
    return list(met.values_list("party_id", flat=True)) or [pk for pk in (row.party_id,) if pk]


def task_text(*, viewer: Viewer, found: TaskInView) -> TaskText | None:
    """Return what a task is about: of a person inside their opened dossier only. One SQL query."""
    texts = TaskText.objects.filter(task_id=found.id)
    if found.is_guarded:
        texts = texts.filter(PersonsOpened())
    return texts.order_by("-version").first()


def task_steps(*, viewer: Viewer, found: TaskInView) -> list[Step]:
    """Return what was done about a task, the latest first. One SQL query."""
    rows = TaskStep.objects.filter(task_id=found.id).select_related(
        "colleague", "to_owner", "to_unit"
    )
    return [
        Step(
            at=row.at,
            colleague=row.colleague.name,
            label=row.get_kind_display(),
            outcome_label=row.get_outcome_display(),
            to=row.to_owner.name if row.to_owner else row.to_unit.name if row.to_unit else "",
        )
        for row in rows.order_by("-pk")
    ]


def _mine(viewer: Viewer) -> Q:
    """Return what is a viewer's to do; of commerce never what is about somebody in private."""
    whose = (
        Q(owner_id=viewer.user_id)
        | Q(unit_id__in=viewer.unit_ids)
        | Q(role__in=[role.value for role in viewer.roles])
    )
    if rules.may_record_contact(viewer.roles, is_private=True):
        return whose
    return whose & Q(is_guarded=False)


def latest_text(*, is_opened: bool) -> Any:
    """Return what tasks are about, as it stands now (shared inside this package)."""
    latest = TaskText.objects.filter(task_id=OuterRef("pk")).order_by("-version")
    text = Subquery(latest.values("text")[:1])
    if is_opened:
        return text
    # Not even asked for: the database refuses a guarded text that no entry opens.
    return Case(When(is_guarded=False, then=text), default=Value(""), output_field=TextField())


def line_of(row: dict[str, Any], *, on: date, card: Card | None) -> TaskLine:
    """Return a row of `READ` with its text as a line of a list (shared inside this package)."""
    kind = TaskKind(row["kind"])
    return TaskLine(
        ref=row["ref"],
        kind=row["kind"],
        kind_label=str(kind.label),
        icon=TASK_ICONS[kind],
        due_on=row["due_on"],
        window=_window(row["window_from"], row["window_until"]),
        is_late=row["due_on"] < on,
        is_today=row["due_on"] == on,
        is_urgent=row["priority"] == Priority.URGENT,
        whose=_whose(row),
        whose_id=row["owner_id"],
        card=card,
        text=row["text"] or "",
    )


def _whose(row: dict[str, Any]) -> str:
    role = row["role"]
    return row["owner__name"] or row["unit__name"] or (str(ROLE_LABELS[Role(role)]) if role else "")


def _window(since: time | None, until: time | None) -> str:
    return f"{since:%H:%M}–{until:%H:%M}" if since and until else ""
