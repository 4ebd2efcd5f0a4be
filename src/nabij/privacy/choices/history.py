# SPDX-License-Identifier: EUPL-1.2
"""The words of the pages that show who changed what."""

from django.utils.translation import gettext_lazy as _

# What a row of each table is called; a table that is not here is shown nowhere.
TABLES = {
    "relations.Party": _("Person or organisation"),
    "relations.PersonDetail": _("Person's details"),
    "relations.OrganisationDetail": _("Organisation's details"),
    "relations.Address": _("Address"),
    "relations.ContactPoint": _("Phone or e-mail"),
    "relations.Identifier": _("Number"),
    "relations.ContactInstruction": _("Contact instruction"),
    "relations.KeySafe": _("Key safe"),
    "relations.Relationship": _("Relationship"),
    "relations.HouseholdMember": _("Household"),
    "contact.Interaction": _("Contact moment"),
    "contact.Task": _("Task"),
    "access.CareRelation": _("Care relation"),
}
# These tell how care is organised. The first by role, as on the page of the person (an address may
# be a secret one); the second only for who has a way in to the client.
TABLES_BY_ROLE = {
    "relations.Address",
    "relations.ContactInstruction",
    "relations.HouseholdMember",
    "relations.KeySafe",
    "relations.Relationship",
}
TABLES_BY_WAY_IN = {"access.CareRelation", "contact.Interaction", "contact.Task"}
FIELDS_BY_ROLE = {"client_number"}
KINDS = {"insert": _("added"), "update": _("was changed"), "delete": _("removed")}
# Columns that say nothing to a reader: keys, and what stands in another column too.
UNSAID = {
    "id", "ref", "kind", "party", "person", "subject", "object", "version", "created_at",
    "created_by", "updated_at", "updated_by", "changed_by", "entry_key", "uid", "canonical",
    "birth_precision", "deceased_precision", "starts_precision", "ends_precision", "system",
    "is_guarded", "municipality_code", "unit_id", "interaction",
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
}
