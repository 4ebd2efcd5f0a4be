# SPDX-License-Identifier: EUPL-1.2
"""The words of the pages that show who changed what."""

from django.utils.translation import gettext_lazy as _

# What a row of each table is called. Every table with a history stands here, or in `PARTS`.
TABLES = {
    "relations.Party": _("Person or organisation"),
    "relations.PersonDetail": _("Person's details"),
    "relations.OrganisationDetail": _("Organisation's details"),
    "relations.Address": _("Address"),
    "relations.ContactPoint": _("Phone or e-mail"),
    "relations.Identifier": _("Identifying number"),
    "relations.ContactInstruction": _("Contact instruction"),
    "relations.KeySafe": _("Key safe"),
    "relations.Relationship": _("Relationship"),
    "relations.Household": _("Household"),
    "relations.HouseholdMember": _("Household"),
    "contact.Appointment": _("Appointment"),
    "contact.Meeting": _("Meeting"),
    "contact.Interaction": _("Contact moment"),
    "contact.Task": _("Task"),
    "access.CareRelation": _("Care relation"),
    "access.Unit": _("Team or location"),
    "access.User": _("Colleague"),
    "access.RoleAssignment": _("Role of a colleague"),
    "access.UnitMembership": _("Member of a team"),
    "access.DutyShift": _("Duty"),
    "access.DutyArea": _("Area of a duty"),
    "linkage.Source": _("Source"),
    "privacy.Breach": _("Data breach"),
    "privacy.Find": _("Find of the review"),
    "privacy.PrivacyRequest": _("Request of a person"),
    "privacy.WellKnown": _("Well known client"),
    **dict.fromkeys(
        ("value.ValueModel", "value.Segment", "value.Product", "value.Plateau", "value.Scenario",
         "value.Lever", "value.Trial"),
        _("Value model"),
    ),
}  # fmt: skip
# Whom a contact moment or an appointment concerns: it is changed together with that one.
PARTS = {
    "contact.AppointmentColleague",
    "contact.AppointmentParty",
    "contact.InteractionParty",
    "contact.MeetingAttendance",
}
# About no person, or written by the officers: in the list of a period only.
TABLES_OF_OFFICERS = {
    name for name in TABLES if name.startswith(("privacy.", "value."))
} | {
    "access.Unit", "access.User", "access.RoleAssignment", "access.UnitMembership",
    "access.DutyShift", "access.DutyArea",
}  # fmt: skip
# These tell how care is organised, or who gives it. The first by role, as on the page of the person
# (an address may be a secret one); the second only for who has a way in to the client.
TABLES_BY_ROLE = {
    "linkage.Source",
    "relations.Address",
    "relations.ContactInstruction",
    "relations.Household",
    "relations.HouseholdMember",
    "relations.KeySafe",
    "relations.Relationship",
}
TABLES_BY_WAY_IN = {
    "access.CareRelation",
    "contact.Appointment",
    "contact.Interaction",
    "contact.Meeting",
    "contact.Task",
}
FIELDS_BY_ROLE = {"client_number"}
KINDS = {"insert": _("added"), "update": _("was changed"), "delete": _("removed")}
# Columns that say nothing to a reader: keys, what stands in another column too, and who did it
# when, since that stands with the change itself. Of one table only with its name before it.
UNSAID = {
    "id", "ref", "relations.Party.kind", "party", "person", "subject", "object", "version", "created_at",
    "created_by", "updated_at", "updated_by", "changed_by", "entry_key", "uid", "canonical",
    "birth_precision", "deceased_precision", "starts_precision", "ends_precision", "system",
    "is_guarded", "municipality_code", "unit_id", "interaction",
    "added_at", "added_by", "ended_at", "ended_by", "marked_at", "marked_by", "judged_at",
    "judged_by", "decided_at", "decided_by", "closed_by", "done_at", "found_at", "first_at",
    "last_at", "asked_at", "answered_at", "reported_at", "reported_by", "due_at", "recurs_from",
    "find", "emergency", "entries", "report", "model", "scenario", "position", "code", "appointment",
    "series", "text_of", "privacy.Find.due_on",
}  # fmt: skip
# Fields whose name in the model says too little.
FIELDS = {
    "birth_on": _("birth date"),
    "deceased_on": _("died on"),
    "starts_on": _("since"),
    "ends_on": _("until"),
    "gender": _("gender"),
    "use": _("kind"),
    "unit": _("team"),
    "owner": _("colleague"),
    "changed_at": _("code changed on"),
    "state": _("state"),
    "archived_at": _("archived on"),
    "closed_at": _("closed on"),
    "priority": _("priority"),
    "role": _("role"),
    "end": _("how it ended"),
    "rank": _("order"),
    "recurrence": _("repeats"),
    "counterpart": _("whom to ring"),
    "at": _("when"),
    "house_number": _("number"),
    "origin": _("origin"),
    "user": _("colleague"),
    "colleague": _("colleague"),
    "on_behalf_of": _("on behalf of"),
    "manner": _("in what way"),
    "household": _("household"),
    "value": _("value"),
    "kind": _("kind"),
    "starts_at": _("begins"),
    "ends_at": _("ends"),
    "on": _("day"),
    "template": _("example"),
    "is_whole_day": _("whole day"),
    "rule": _("repeats"),
    "last_on": _("last day"),
    "skipped": _("not on"),
    "original_on": _("instead of"),
    "cancelled_at": _("cancelled on"),
    "cancel_reason": _("why cancelled"),
    "parent": _("part of"),
    "is_active": _("works here"),
    "area": _("area"),
    "organisation": _("organisation"),
    "data_class": _("class of data"),
    "is_own": _("our own record"),
    "group": _("group"),
    "number": _("number"),
    "strength": _("strength"),
    "discovered_at": _("discovered"),
    "kinds": _("which data"),
    "how_many": _("how many persons"),
    "who_has_it": _("who has it now"),
    "undone": _("undone"),
    "risk": _("risk"),
    "tell_authority": _("report to the authority"),
    "authority_told_at": _("reported to the authority on"),
    "authority_number": _("number at the authority"),
    "tell_clients": _("tell the clients"),
    "clients_told_at": _("clients told on"),
    "reasons": _("reasons"),
    "times": _("number of times"),
    "verdict": _("verdict"),
}
