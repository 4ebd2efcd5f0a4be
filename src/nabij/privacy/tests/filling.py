# SPDX-License-Identifier: EUPL-1.2
"""A row of every kind about somebody, with a word that nobody else has in each of its texts."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from nabij.contact.models import Appointment, Interaction, Task
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact
from nabij.linkage.models import RecordLink
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.tests.somebody import CANARY
from nabij.relations.models import Party

WRITTEN_BY_INTAKE = "dossiers."


def fill(party: Party, other: Party, user: Any, unit: Any, record: Any) -> list[str]:
    """Make a row of each kind that `somebody` does not make; return their labels."""
    now, today = timezone.now(), timezone.localdate()
    world = _World(party, other, user, unit)
    add = world.add
    add("access.Emergency", ends_at=now + DAY, cannot_decide=True, harm_threatens=True)
    relation = apps.get_model("access.CareRelation").objects.filter(person=party).first()
    add("access.StandInReview", relation=relation)
    add("access.Representation", other=other, ends_on=None, evidence_kind="paper")
    add("access.Capacity")
    add("access.Death", taken_back_at=now, closes_on=today)
    occasion = add("access.Occasion", ends_at=now + DAY)
    add("access.AfterDeathCase", occasion=occasion)
    add("relations.Identifier", system="big", value=f"{CANARY}-1", cipher=None, key_id="",
        blind_index=None, previous_blind_index=None)  # fmt: skip
    add("relations.BsnCheck", step="from_message", checked_on=None, document_number=None)
    add("relations.KeySafe")
    add("relations.Objection")
    add("desk.Watch")
    gone = add("relations.Party", name=f"{CANARY} Twee", sort_key=CANARY, kind="person",
               client_number=None, canonical=None, birth_on=None, birth_precision="",
               archived_at=None)  # fmt: skip
    add("relations.PersonDetail", party=gone, deceased_on=None, deceased_precision="")
    Party.objects.filter(pk=gone.pk).update(canonical=party)
    add(
        "relations.Merge", kept=party, given=gone, chosen=[], before={"name": CANARY}, ended_at=None
    )
    appointment = Appointment.objects.get(parties__party=party)
    task = Task.objects.filter(party=party).latest("pk")
    interaction = Interaction.objects.filter(counterpart=party).latest("pk")
    add("contact.AppointmentColleague", appointment=appointment)
    meeting = add("contact.Meeting", appointment=appointment)
    add("contact.MeetingAttendance", meeting=meeting, user=None)
    add("contact.MeetingText", meeting=meeting, version=1, person_ids=[party.pk], data_class="b")
    decision = add("contact.Decision", meeting=meeting)
    add("contact.DecisionText", decision=decision, version=1, person_ids=[party.pk],
        data_class="b")  # fmt: skip
    add("contact.MeetingAction", meeting=meeting, task=task)
    add("contact.TaskStep", task=task, kind="done", outcome="", to_owner=None, to_unit=None)
    add("contact.WorkedTime", interaction=interaction, is_billable=False, appointment=None)
    fact = Fact.objects.filter(patient_record=record)
    with acting_as("nabij_intake"):
        first, key = fact.values_list("pk", "source_key").get()
    stated: dict[str, Any] = {"version": 1, "person_ids": [party.pk], "data_class": "c"}
    places: list[dict[str, Any]] = [
        {"interaction": interaction, "source": None, "fact_type": "", "fact_key": ""},
        {"interaction": None, "source": None, "fact_type": "", "fact_key": ""},
        {"interaction": None, "source": record.source, "fact_type": "Condition", "fact_key": key},
    ]
    for place in places:
        add("contact.ClientStatement", ref=new_ref(), **stated, **place)
    add("linkage.RecordMove", to_person=other, records=[record.pk], undone_at=None)
    link = RecordLink.objects.get(patient_record=record)
    add("linkage.Judgement", link=link, source=record.source, sample=None)
    add("dossiers.Reference", source=record.source, patient_record=record, fact_id=first,
        data_class="c", position=9, state="dangling", target_fact=None, target_resource=None,
        target_record=None)  # fmt: skip
    add("dossiers.DossierNotice")
    add("dossiers.PlannedVisit")
    intake = apps.get_model("dossiers.Intake").objects.first()
    add("dossiers.IntakeRecord", intake=intake, patient_record=record)
    find = apps.get_model("privacy.Find").objects.filter(person=party).first()
    add("privacy.Breach", find=find, due_at=now + 3 * DAY, discovered_at=now,
        what=f"De map van {CANARY} lag in de bus", measures=f"Jo{CANARY} is gebeld",
        closed_at=None, authority_told_at=None, clients_told_at=None,
        authority_reason="", clients_reason="", authority_number="", entry_key=new_ref(),
        tell_authority="", tell_clients="")  # fmt: skip
    add("privacy.Breach", find=None, due_at=now + 3 * DAY, discovered_at=now, measures="",
        what=f"Brief aan Johanna van {CANARY} ({CANARY}straat 7)", closed_at=None,
        authority_told_at=None, clients_told_at=None, authority_reason="", clients_reason="",
        authority_number="", entry_key=new_ref(), tell_authority="", tell_clients="",
    )  # fmt: skip
    add("privacy.WellKnown", ended_at=None)
    case = add("privacy.Case", about=new_ref(), kind="log_line", other=None, state="closed")
    add("privacy.CaseNotice", case=case)
    earlier = PrivacyRequest.objects.create(
        kind="access", person=party, asker="person", asker_name=CANARY, received_on=today - DAY,
        due_on=today, text=CANARY, state="done", decision="granted", identity="document",
        explanation=CANARY, decided_at=now,
    )  # fmt: skip
    for thing in ({"interaction": interaction}, {"record": record}, {}):
        none = {
            "source": None,
            "fact_type": "",
            "fact_key": "",
            "interaction": None,
            "record": None,
        }
        add("relations.Restriction", request=earlier, told_on=None, told_how="", lifted_at=None,
            **none | thing)  # fmt: skip
    add("privacy.Withholding", request=earlier, interaction_id=interaction.pk)
    add("privacy.PersonCopy", request=earlier)
    add("privacy.Erasure", request=earlier, kind="erasure", approved_by=None, approved_at=None,
        carried_out_at=None, plan=[], stamp="")  # fmt: skip
    add("privacy.LegalHold", ended_at=now)
    return world.made


class _World:
    def __init__(self, party: Party, other: Party, user: Any, unit: Any) -> None:
        self.party, self.other, self.user, self.unit = party, other, user, unit
        self.made: list[str] = []

    def add(self, label: str, **given: Any) -> Any:
        """Make one row; what is not given is filled, every text with the word."""
        model: Any = apps.get_model(label)
        values = {
            column.name: self._value(column)
            for column in model._meta.concrete_fields
            if not _is_made(column) and not _is_given(column, given)
        }
        row = model(**values, **given)
        self.made.append(label)
        if label.startswith(WRITTEN_BY_INTAKE):
            with acting_as("nabij_intake"):
                model.objects.bulk_create([row])
        else:
            model.objects.bulk_create([row])
        return row

    def _value(self, column: Any) -> Any:
        if column.is_relation:
            known: Mapping[str, Any] = {
                "relations.Party": self.party, "access.User": self.user, "access.Unit": self.unit,
            }  # fmt: skip
            return known[column.related_model._meta.label]
        if column.name == "entry_key":
            return new_ref()
        if column.choices:
            return column.choices[0][0]
        now = timezone.now()
        simple = {
            models.DateTimeField: now, models.DateField: now.date(), models.TimeField: now.time(),
            models.BooleanField: False, models.JSONField: {"woord": CANARY}, ArrayField: [],
            models.BinaryField: CANARY.encode(),
        }  # fmt: skip
        for kind, value in simple.items():
            if isinstance(column, kind):
                return value
        if isinstance(column, models.CharField | models.TextField):
            return CANARY[: column.max_length or 99]
        return 1


def _is_made(column: Any) -> bool:
    if column.primary_key and not column.is_relation:
        return True
    return isinstance(column, models.GeneratedField) or column.name in {
        "ref", "uid", "created_at", "version", "search_text", "match_keys",
    }  # fmt: skip


def _is_given(column: Any, given: Mapping[str, Any]) -> bool:
    return column.name in given or column.attname in given
