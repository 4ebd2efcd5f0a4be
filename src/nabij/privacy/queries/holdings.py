# SPDX-License-Identifier: EUPL-1.2
"""All rows about one person, by kind: found by the table of classes, and nowhere else.

Works inside `access.actions.open_for_own_request` only: facts and texts open by its entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, Max, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer
from nabij.core.working_days import add_months
from nabij.linkage import queries as linkage_queries
from nabij.privacy.rules import retention
from nabij.privacy.rules.classification import TABLE, OnErasure
from nabij.privacy.rules.erasing import Group, Standing, group_of

# What was said and is to be done: by its parties, and with all that hangs on it.
CONTACT = {
    "contact.Interaction": ("contact.InteractionText", "interaction", ("parties__party",)),
    "contact.Task": ("contact.TaskText", "task", ("party", "counterpart")),
    "contact.Appointment": ("contact.AppointmentText", "appointment", ("parties__party",)),
}
# These hang on the above, or lie in pieces of files (`actions.elsewhere`).
REACHED_OTHERWISE = ("contact.", "imports.", "lists.")
STATEMENT = "contact.ClientStatement"
# What colleagues wrote about a client: a change of the dossier like a fact that came in.
WRITTEN = (
    STATEMENT, "contact.InteractionText", "contact.TaskText", "contact.AppointmentText",
    "contact.MeetingText", "contact.DecisionText",
)  # fmt: skip
# How somebody is a relation beside their care: as a member, a lead and so on.
BESIDE_CARE = ("member", "prospect", "lead", "referrer", "volunteer", "employee")
BOOKS = 7  # years
OF_RECORD = "patient_record__links__person"
OF_LOG = "object_ids"
# What a copy of a provider is made of, by the column that says which copy.
COPIES = {
    "linkage.PatientRecord": "pk",
    "dossiers.Fact": "patient_record",
    "dossiers.Original": "patient_record",
    "dossiers.Reference": "patient_record",
    "dossiers.IntakeRecord": "patient_record",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """One person: all keys they stand under, and the copies that are theirs."""

    person_id: int
    keys: tuple[int, ...]
    records: tuple[int, ...]
    closed: tuple[int, ...] = ()  # copies of other providers that have no ground any more


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one kind about one person, of one group."""

    label: str
    group: Group
    rows: "QuerySet[Any]"


def whose(*, viewer: Viewer, person_id: int) -> Whose:
    """Return under which keys and copies somebody is known. Six SQL queries."""
    today = access_queries.members(viewer=viewer, person_ids=[person_id]).values(
        today=Coalesce("canonical_id", "pk")
    )
    person_id = int(today[0]["today"])
    members = access_queries.members(viewer=viewer, person_ids=[person_id])
    keys = tuple(sorted(row["pk"] for row in members))
    records = linkage_queries.records_of_each(viewer=viewer, person_ids=keys)
    copies = sorted({one for of in records.values() for one in of})
    closed = linkage_queries.closed_records(viewer=viewer, record_ids=copies)
    foreign = _model("linkage.PatientRecord").filter(pk__in=closed, source__is_own=False)
    return Whose(person_id, keys, tuple(copies), tuple(foreign.values_list("pk", flat=True)))


def holdings(person: Whose, *, on: date) -> Iterator[Holding]:
    """Yield what there is about somebody, kind by kind; what hangs on it comes with it.

    The rows are not read yet: one SQL query each, once they are.
    """
    for label, held in TABLE.items():
        if held.on_erasure is OnErasure.NOBODY or not held.found_by:
            continue
        if label in CONTACT:
            yield from _contact(label, person, on)
        elif label == "relations.Relationship":
            rows = found(label, person)
            yield Holding(label, Group.RELATION, rows.filter(kind__in=BESIDE_CARE))
            yield Holding(label, Group.IDENTITY, rows.exclude(kind__in=BESIDE_CARE))
        elif label == STATEMENT:
            rows = found(label, person)
            of_person = rows.filter(person__in=person.keys)
            yield Holding(label, Group.CARE, of_person.filter(interaction=None))
            yield Holding(label, Group.OTHERS, rows.exclude(person__in=person.keys))
        elif label in COPIES:
            rows, closed = found(label, person), Q(**{f"{COPIES[label]}__in": person.closed})
            yield Holding(label, Group.CLOSED, rows.filter(closed))
            yield Holding(label, Group.CARE, rows.exclude(closed))
        elif not label.startswith(REACHED_OTHERWISE):
            yield Holding(label, group_of(label), found(label, person))


def found(label: str, person: Whose, *, for_copy: bool = False) -> "QuerySet[Any]":
    """Return the rows of one kind about somebody, for a copy what is theirs; not read yet."""
    model: Any = apps.get_model(label)
    asked = Q(pk__in=[])
    held = TABLE[label]
    for way in held.copied_by if for_copy else held.found_by:
        if label == "linkage.PatientRecord":
            asked |= Q(pk__in=person.records)
        elif way == OF_RECORD:
            asked |= Q(patient_record__in=person.records)
        elif way == OF_LOG:
            asked |= Q(object_ids__overlap=list(person.keys))  # by its index
        else:
            asked |= Q(**{f"{way}__in": person.keys})
    rows: QuerySet[Any] = model._base_manager.filter(asked)
    return rows


def _contact(label: str, person: Whose, on: date) -> Iterator[Holding]:
    """Of what was said: theirs alone, care or not; and what is also about somebody else.

    A text of care is about the persons that it names. What is business names nobody: that is of
    every party to it, an organisation too.
    """
    text_label, parent, ways = CONTACT[label]
    model: Any = apps.get_model(label)
    texts: Any = apps.get_model(text_label)
    asked = Q(pk__in=[])
    for way in ways:
        asked |= Q(pk__in=model.objects.filter(**{f"{way}__in": person.keys}).values("pk"))
    keys = list(person.keys)
    others = texts.objects.filter(**{parent: OuterRef("pk")}, person_ids__len__gt=0).exclude(
        person_ids__contained_by=keys
    )
    if label == "contact.Task":
        with_another = Q(party__isnull=False) & ~Q(party__in=keys)
    else:
        parties: Any = model._meta.get_field("parties").related_model
        another = parties._base_manager.filter(**{parent: OuterRef("pk")}).exclude(party__in=keys)
        with_another = Q(Exists(another))
    ours = model._base_manager.filter(asked).annotate(
        of_others=Case(
            When(Exists(others), then=True),
            When(with_another, is_guarded=False, then=True),
            default=False,
        )
    )
    alone = ours.filter(of_others=False)
    if label == "contact.Interaction":
        booked = alone.filter(time__is_billable=True, time__on__gt=add_months(on, -12 * BOOKS))
        alone = alone.exclude(pk__in=booked.values("pk"))
        yield Holding(label, Group.BOOKS, booked)
        said = texts._base_manager.filter(interaction__in=booked)
        yield Holding(text_label, Group.CARE, said.filter(interaction__is_guarded=True))
        yield Holding(text_label, Group.RELATION, said.filter(interaction__is_guarded=False))
        # One beside a contact goes with what was said there: `going` follows the foreign key.
        yield Holding(STATEMENT, Group.CARE, _model(STATEMENT).filter(interaction__in=booked))
    yield Holding(label, Group.CARE, alone.filter(is_guarded=True))
    yield Holding(label, Group.RELATION, alone.filter(is_guarded=False))
    yield Holding(label, Group.OTHERS, ours.filter(of_others=True))


def standing(*, person: Whose, on: date) -> Standing:
    """Return how somebody stands with us today. Some fifteen SQL queries."""
    relations = _model("access.CareRelation").filter(person__in=person.keys)
    is_in_care = relations.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on
    ).exists()
    last: list[date] = [_day(relations.aggregate(last=Max("ends_on"))["last"])]
    for label, moment, source in (
        ("linkage.PatientRecord", "updated_at", "source__is_own"),
        ("dossiers.Fact", "received_at", "patient_record__source__is_own"),
    ):  # a copy of another provider is no record of ours
        own = found(label, person).filter(**{source: True})
        last.append(_day(own.aggregate(last=Max(moment))["last"]))
    has_care = is_in_care or any(day > date.min for day in last)
    if has_care:
        for label in WRITTEN:
            guarded = _model(label).filter(person_ids__overlap=list(person.keys))
            last.append(_day(guarded.aggregate(last=Max("written_at"))["last"]))
    until = (
        retention.kept_until(retention.Regime.CARE, last_on=max(last), on=on) if has_care else None
    )
    return Standing(
        has_care=has_care,
        is_in_care=is_in_care,
        care_until=None if is_in_care else until,
        on=on,
    )


def holds(*, person: Whose) -> list[str]:
    """Return on what grounds nothing may go: holds in force, and discontent that is open.

    Two SQL queries.
    """
    placed = _model("privacy.LegalHold").filter(person__in=person.keys, ended_at__isnull=True)
    grounds = set(placed.values_list("ground", flat=True))
    open_ = _model("contact.Task").filter(
        party__in=person.keys, kind="discontent", closed_at__isnull=True
    )
    return sorted(grounds | ({"complaint"} if open_.exists() else set()))


def _model(label: str) -> "QuerySet[Any]":
    model: Any = apps.get_model(label)
    found_: QuerySet[Any] = model._base_manager.all()
    return found_


def _day(value: date | datetime | None) -> date:
    if value is None:
        return date.min
    return localdate(value) if isinstance(value, datetime) else value


def keys_of(rows: "QuerySet[Any]") -> Sequence[Any]:
    """Return the keys of rows. One SQL query."""
    return list(rows.values_list("pk", flat=True).distinct())


def name_of(label: str) -> str:
    """Return what a kind of row is called, in the language of the reader."""
    model: type[Model] = apps.get_model(label)
    return str(model._meta.verbose_name)
