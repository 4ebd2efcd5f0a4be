# SPDX-License-Identifier: EUPL-1.2
"""How the words of the invented institution translate into ours."""

from nabij.relations.choices import DocumentKind as D
from nabij.relations.choices import InstructionKind as I
from nabij.relations.choices import OrganisationKind as O
from nabij.relations.choices import RelationshipKind as R

PASSWORD = "dicht-bij-de-client"  # noqa: S105 - printed for everyone who tries the demo

# The generator says what a client *has*: a client has somebody as child.
RELATIONSHIPS = {
    "partner": R.PARTNER,
    "child": R.CHILD,
    "parent": R.PARENT,
    "sibling": R.SIBLING,
    "grandchild": R.FAMILY,
    "neighbour": R.NEIGHBOUR,
    "friend": R.FRIEND,
    "informal_carer": R.INFORMAL_CARER,
    "first_contact": R.CONTACT_PERSON,
    "contact_person": R.CONTACT_PERSON,
    "niece_or_nephew": R.FAMILY,
    "curator": R.CURATOR,
    "mentor": R.MENTOR,
    "authorised": R.AUTHORISED,
    "financial_administrator": R.FINANCIAL_ADMINISTRATOR,
}
ORGANISATIONS = {
    "general_practice": O.GENERAL_PRACTICE,
    "hospital": O.HOSPITAL,
    "pharmacy": O.PHARMACY,
    "day_care": O.DAY_CARE,
    "mental_health": O.MENTAL_HEALTH,
    "municipality": O.MUNICIPALITY,
    "care_office": O.CARE_OFFICE,
    "insurer": O.INSURER,
    "housing": O.HOUSING,
    "home_care": O.HOME_CARE,
    "physiotherapy": O.THERAPY,
    "welfare": O.VOLUNTARY,
}
NUMBERS = frozenset({"agb", "kvk", "uzovi", "ura"})
INSTRUCTIONS = {
    "hearing": I.HEARING,
    "language": I.INTERPRETER,
    "channel": I.CHANNEL,
    "address": I.ADDRESS,
    "visit": I.VISIT,
    "safety": I.OTHER,
    "family": I.VIA,
}
DOCUMENTS = {
    "paspoort": D.PASSPORT,
    "identiteitskaart": D.IDENTITY_CARD,
    "rijbewijs": D.DRIVING_LICENCE,
}
