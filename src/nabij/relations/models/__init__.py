# SPDX-License-Identifier: EUPL-1.2
"""Tables of relations. Every other table points to `Party`."""

from nabij.relations.models.contact import (
    Address,
    BsnCheck,
    ContactInstruction,
    ContactPoint,
    Identifier,
    KeySafe,
)
from nabij.relations.models.details import OrganisationDetail, PersonDetail
from nabij.relations.models.merges import LeftOut, Merge
from nabij.relations.models.objections import Objection
from nabij.relations.models.parties import Party, PartyManager, PartyQuerySet
from nabij.relations.models.questions import DuplicateQuestion
from nabij.relations.models.restrictions import Restriction
from nabij.relations.models.ties import Household, HouseholdMember, Relationship

__all__ = [
    "Address",
    "BsnCheck",
    "ContactInstruction",
    "ContactPoint",
    "DuplicateQuestion",
    "Household",
    "HouseholdMember",
    "Identifier",
    "KeySafe",
    "LeftOut",
    "Merge",
    "Objection",
    "OrganisationDetail",
    "Party",
    "PartyManager",
    "PartyQuerySet",
    "PersonDetail",
    "Relationship",
    "Restriction",
]
