# SPDX-License-Identifier: EUPL-1.2
"""Somebody about whom there is something everywhere, each with a word that nobody else has."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nabij.access.models import CareRelation, Occasion
from nabij.clientview.tests import building
from nabij.contact.models import (
    Appointment,
    AppointmentParty,
    AppointmentText,
    Interaction,
    InteractionParty,
    InteractionText,
    Task,
    TaskText,
    WorkedTime,
)
from nabij.core.dates import DAY, PartialDate
from nabij.dossiers.models import Intake, IntakeFile
from nabij.imports.models import Import, ImportPart, ImportRow
from nabij.lists.models import BulkRow, BulkRun
from nabij.privacy.models import Find
from nabij.relations import actions as relations_actions
from nabij.relations.models import (
    ContactInstruction,
    DuplicateQuestion,
    Household,
    HouseholdMember,
    Party,
    Relationship,
)
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    PersonFields,
    PersonName,
)

# In a name, a text, a value; each as it could stand in the database.
CANARY = "Kanarievogel"
CARE_CANARY = "Zorgkanarie"


def somebody(machine, unit, *, number: str = "", name: str = CANARY) -> Party:
    """Return a person with an address, phone, instruction and household."""
    party = relations_actions.create_person(
        viewer=machine,
        fields=PersonFields(
            name=PersonName(
                given_names=f"Johanna {name}", call_name=f"Jo{name}", own_name=f"van {name}"
            ),
            unit_id=unit.pk,
            birth=PartialDate(timezone.localdate().replace(year=1941, day=1)),
            client_number=number,
            addresses=(
                AddressFields(
                    use="home", street=f"{name}straat", house_number="7", postcode="3811 AB",
                    city=f"{name}dam",
                ),
            ),
            contact_points=(
                ContactPointFields(system="email", value=f"jo@{name.lower()}.nl", note=name),
            ),
        ),
    )  # fmt: skip
    today = timezone.localdate()
    ContactInstruction.objects.create(
        person=party, kind="hearing", text=f"{name} hoort slecht", starts_on=today,
        ends_on=today + DAY,
    )  # fmt: skip
    household = Household.objects.create(label=f"Huis {party.pk}")
    HouseholdMember.objects.create(household=household, person=party)
    return party


def is_known_as(party: Party, organisation: Party, *kinds: str) -> None:
    """Make somebody a member, a lead and so on."""
    for kind in kinds:
        Relationship.objects.create(
            subject=party, object=organisation, kind=kind, note=f"{CANARY} als {kind}"
        )


def spoken_with(
    party: Party, user: Any, *, text: str, about: list[int], **given: Any
) -> Interaction:
    """Return a contact with somebody; `about` are the persons in private."""
    now = timezone.now()
    row = Interaction.objects.create(
        counterpart=party, channel="phone", direction="in", topic="other", outcome="done", at=now,
        colleague=user, is_guarded=bool(about), **given,
    )  # fmt: skip
    for key in {party.pk, *about}:
        InteractionParty.objects.create(
            interaction=row, party_id=key, is_counterpart=key == party.pk,
            is_subject=key in about, at=now,
        )  # fmt: skip
    InteractionText.objects.create(
        interaction=row, version=1, person_ids=sorted(about), data_class="b", text=text,
        author=user, written_at=now,
    )  # fmt: skip
    return row


def task_for(
    party: Party,
    user: Any,
    *,
    text: str,
    kind: str = "task",
    about: list[int] | None = None,
    **given: Any,
) -> Task:
    """Return something to do for somebody; `about` nobody: it is business."""
    about = [party.pk] if about is None else about
    row = Task.objects.create(
        kind=kind, party=party, owner=user, due_on=timezone.localdate(), is_guarded=bool(about),
        created_by=user, **given,
    )  # fmt: skip
    TaskText.objects.create(
        task=row, version=1, person_ids=about, data_class="b", text=text, phone="+31612345678",
        may_tell=text, author=user, written_at=timezone.now(),
    )  # fmt: skip
    return row


def appointment_with(
    party: Party, user: Any, *, text: str, about: list[int] | None = None
) -> Appointment:
    """Return an appointment with somebody; `about` nobody: it is business."""
    now, about = timezone.now(), [party.pk] if about is None else about
    row = Appointment.objects.create(
        kind="visit", colleague=user, starts_at=now, ends_at=now + timedelta(hours=1),
        uid=f"uid-{party.pk}", is_guarded=bool(about), created_by=user, changed_at=now,
    )  # fmt: skip
    AppointmentParty.objects.create(appointment=row, party=party, is_subject=bool(about))
    AppointmentText.objects.create(
        appointment=row, version=1, person_ids=about, data_class="b", title=text, place=text,
        text=text, author=user, written_at=now,
    )  # fmt: skip
    return row


def hours(
    interaction: Interaction, party: Party, user: Any, *, is_billable: bool, on: Any = None
) -> WorkedTime:
    """Return the hours of a contact, of today or another day."""
    return WorkedTime.objects.create(
        interaction=interaction, colleague=user, party=party, minutes=30,
        on=on or timezone.localdate(), travel_minutes=0, is_billable=is_billable, is_guarded=True,
    )  # fmt: skip


def in_care(party: Party, unit: Any, *, days: int = 400, ends_on: Any = None) -> CareRelation:
    """Return a care relation with a reason in words."""
    return CareRelation.objects.create(
        person=party, unit=unit, kind="care", origin="by_hand",
        starts_on=timezone.localdate() - days * DAY, ends_on=ends_on, reason=CARE_CANARY,
    )  # fmt: skip


def dossier_of(party: Party, *, source: str = "own") -> Any:
    """Return a copy at a source, with a fact and its original."""
    place = building.add_source(f"bron-{source}", source.title(), "home", is_own=source == "own")
    record = building.add_record(place, party, evidence=CARE_CANARY)
    file = building.file_of(place)
    IntakeFile.objects.filter(pk=file.pk).update(name=f"{CANARY}.json")
    Intake.objects.filter(pk=file.intake_id).update(name=f"{CANARY}.zip")
    building.store(building.fact(record, "problem", CARE_CANARY, text=f"{CARE_CANARY} {CANARY}"))
    return record


def looked_into(party: Party, user: Any, **given: Any) -> Find:
    """Return a find of the log review about somebody, with words in it."""
    now = timezone.now()
    return Find.objects.create(
        on=timezone.localdate(), user=user, person=party, reasons=["namesake"], entries=[1],
        times=1, first_at=now, last_at=now, question=f"Waarom {CANARY}?", asked_at=now,
        answer=f"Omdat {CANARY}", answered_at=now, **given,
    )  # fmt: skip


def everywhere_else(party: Party, user: Any) -> None:
    """Let somebody stand in an import, in undo rows, in a question and an occasion."""
    whole = Import.objects.create(
        kind="persons",
        state="done",
        owner=user,
        name=f"{CANARY}.csv",
        format="csv",
        rows=1,
        parts=1,
    )
    ImportPart.objects.create(
        whole=whole, number=1, first_row=1, last_row=1, rows=CANARY.encode(), drafts=None
    )
    ImportRow.objects.create(
        whole=whole, number=1, outcome="new", key=party.pk, is_written=True,
        problems=[["name", "odd", CANARY]], before=CANARY.encode(),
    )  # fmt: skip
    run = BulkRun.objects.create(owner=user, listing="persons", action="team", state="done")
    BulkRow.objects.create(
        run=run, subject_id=party.pk, state="done", before={"city": CANARY}, reason=CANARY
    )
    DuplicateQuestion.objects.create(party=party, asked_by=user)
    now = timezone.now()
    Occasion.objects.create(
        person=party, user=user, kind="call", caller="client", starts_at=now, ends_at=now + DAY
    )
