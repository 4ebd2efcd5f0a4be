# SPDX-License-Identifier: EUPL-1.2
"""The world holds a canary in every field that can tell something of a person."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from nabij.core.models import History
from nabij.database.testing.scratch import acting_as
from nabij.imports.models import Import

# Packages whose tables are about persons; a field of theirs without a canary needs a reason here.
PACKAGES = ("relations", "linkage", "dossiers", "contact")
WITHOUT = {
    "codes of roles, teams and purposes": "linkage.Ground.receivers linkage.Ground.purposes",
    "sealed": "relations.BsnCheck.document_number relations.Identifier.blind_index"
    " relations.Identifier.cipher relations.Identifier.previous_blind_index"
    " relations.KeySafe.cipher linkage.PatientRecord.bsn_index linkage.PatientRecord.bsn_sealed"
    " linkage.PatientRecord.previous_bsn_index"
    " dossiers.IntakeFile.content dossiers.Original.content dossiers.Quarantine.content"
    " dossiers.Quarantine.mended_content dossiers.SourceResource.content"
    " dossiers.Roster.content dossiers.Roster.told",
    "follows from a name": "relations.PersonDetail.initials"
    " linkage.PatientRecord.initials relations.PersonDetail.own_prefix"
    " relations.PersonDetail.partner_prefix linkage.PatientRecord.own_prefix"
    " linkage.PatientRecord.partner_prefix linkage.PatientRecord.partner_name"
    " linkage.PatientRecord.call_name",
    "why a colleague did it: on two pages for who judges links, which their own tests keep shut":
        "relations.Merge.reason relations.Merge.end_reason linkage.RecordMove.reason",
    "keys of rows and names of fields, to take it back": "relations.Merge.chosen"
    " linkage.RecordMove.undo linkage.Judgement.undo linkage.Sample.drawn",
    "figures of everybody at once": "linkage.LinkWeights.model linkage.LinkRun.left_out"
    " linkage.LinkRun.counts linkage.PlannedLink.evidence",
    "made with a form": "contact.Interaction.entry_key contact.Task.entry_key"
    " contact.Appointment.entry_key contact.Decision.entry_key contact.TaskStep.entry_key"
    " contact.IncomingCall.exchange contact.IncomingCall.key",
    "type and key of a fact, as its source names it": "contact.ClientStatement.fact_type"
    " contact.ClientStatement.fact_key relations.Restriction.fact_type"
    " relations.Restriction.fact_key",
    "name in calendars": "contact.Appointment.uid",
    "rule by which it recurs": "contact.Appointment.rule",
    "hash": "linkage.PatientRecord.hash dossiers.Fact.hash dossiers.SourceResource.hash"
    " contact.CalendarFeed.token_hash"
    " dossiers.Intake.key dossiers.IntakeFile.sha256",
    "key of a source, of a form that says nothing": "dossiers.Fact.source_key"
    " dossiers.Reference.target_key dossiers.SourceResource.source_key"
    " linkage.PatientRecord.source_key dossiers.Reference.path dossiers.Quarantine.pointer"
    " dossiers.Quarantine.full_url dossiers.Reference.target_identifier"
    " linkage.Source.name dossiers.Intake.name dossiers.IntakeFile.name"
    " dossiers.Roster.name",
    "code from a list": "dossiers.Fact.type dossiers.Fact.fhir_version dossiers.Fact.data_class"
    " dossiers.Fact.code_system dossiers.Fact.status dossiers.Fact.starts_precision"
    " dossiers.Fact.ends_precision dossiers.Original.data_class dossiers.Reference.data_class"
    " dossiers.Reference.role dossiers.Reference.target_type dossiers.SourceResource.type"
    " dossiers.SourceResource.fhir_version dossiers.SourceResource.category"
    " dossiers.SourceResource.identifiers dossiers.SourceResource.details"
    " dossiers.Intake.fhir_version dossiers.Intake.ground dossiers.Quarantine.code"
    " dossiers.Quarantine.type dossiers.Quarantine.declared linkage.Source.data_class"
    " linkage.PatientRecord.birth_precision linkage.PatientRecord.deceased_precision"
    " linkage.PatientRecord.gender linkage.PatientRecord.name_use"
    " relations.Address.municipality_code relations.Identifier.key_id"
    " linkage.RecordLink.evidence linkage.RecordLink.undo",
    "counts and sentences of our own": "dossiers.Roster.counts dossiers.Intake.report dossiers.IntakeFile.counts"
    " dossiers.IntakeFile.targets dossiers.Quarantine.reason dossiers.Quarantine.values",
    "taken from a Patient that says no more": "linkage.PatientRecord.house_number"
    " linkage.PatientRecord.house_number_suffix linkage.PatientRecord.phones"
    " linkage.PatientRecord.client_number relations.Address.house_number"
    " relations.BsnCheck.source",
}  # fmt: skip


def test_every_field_that_holds_text_about_a_person_has_a_canary(world):
    """A new field fails here until the world fills it, so the matrix cannot overlook it."""
    reasons = {field for fields in WITHOUT.values() for field in fields.split()}
    without = []
    with acting_as("nabij_backup"), connection.cursor() as cursor:
        for model in (m for name in PACKAGES for m in apps.get_app_config(name).get_models()):
            if issubclass(model, History):
                continue  # it repeats what its table held
            for field in model._meta.concrete_fields:
                name = f"{model._meta.app_label}.{model.__name__}.{field.name}"
                if _holds_text(field) and name not in reasons:
                    cursor.execute(f"select {field.column}::text from {model._meta.db_table}")
                    text = "\n".join(value for (value,) in cursor if value)
                    if not world.canaries.found_in(text):
                        without.append(name)
    assert not without, "no canary and no reason: " + " ".join(without)


def test_the_reasons_name_fields_that_are_there():
    known = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for name in PACKAGES
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.concrete_fields
    }
    named = [field for fields in WITHOUT.values() for field in fields.split()]
    assert set(named) <= known
    assert len(named) == len(set(named))


def test_everybody_and_everything_of_the_table_is_there(world):
    assert {world.relation(viewer, owner) for viewer in world.users for owner in world.persons} == {
        "client", "unit", "other", "archived", "shielded", "hidden", "relative", "patient",
        "worker", "merged", "organisation",
    }  # fmt: skip
    assert set(world.classes_of("anna")) == set("nabcdsqx")
    every = {"new": 1, "error": 1, "ask": 1}
    assert [found.counts for found in Import.objects.all()] == [every] * 3


def _holds_text(field: "models.Field[Any, Any]") -> bool:
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    is_list = isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField)
    is_bytes = isinstance(field, models.BinaryField)
    is_fixed = bool(field.choices) or field.name == "ref" or field.name.endswith("_precision")
    return (is_text or is_list or is_bytes) and not is_fixed
