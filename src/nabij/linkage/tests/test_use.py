# SPDX-License-Identifier: EUPL-1.2
"""Of every table that points to a person somebody decided what it means."""

from nabij.linkage.models import RecordLink
from nabij.linkage.queries.use import NO_USE
from nabij.relations.choices import COMES_ALONG

# Because of a row of these a person stays when their records go.
IN_USE = {
    "access.Capacity", "access.CareRelation", "access.Death", "access.Emergency",
    "access.Occasion", "access.Representation", "contact.AppointmentParty", "contact.ClientStatement",
    "contact.Interaction", "contact.InteractionParty", "contact.MeetingAttendance", "contact.Task",
    "contact.WorkedTime", "dossiers.PlannedVisit", "linkage.Ground", "linkage.Source",
    "relations.BsnCheck", "relations.ContactInstruction", "relations.DuplicateQuestion",
    "relations.HouseholdMember", "relations.KeySafe", "relations.Merge",
    "desk.Watch", "privacy.LegalHold", "privacy.PrivacyRequest", "privacy.WellKnown", "relations.OrganisationDetail", "relations.Party",
    "relations.Objection", "relations.Relationship", "relations.Restriction",
}  # fmt: skip


def test_every_table_that_points_to_a_person_is_known_to_linking_and_to_merging():
    party = RecordLink.person.field.related_model
    tables = {
        relation.related_model._meta.label
        for relation in party._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    assert tables == NO_USE | IN_USE
    assert set(COMES_ALONG) - {""} == tables
