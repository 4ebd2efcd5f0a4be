# SPDX-License-Identifier: EUPL-1.2
"""Who belongs to whom around the invented institution: providers, holding, buyers, referrers."""

from collections.abc import Iterator, Mapping

from nabij.core.dates import parse_fhir
from nabij.core.viewer import Viewer
from nabij.demo.generator import shapes
from nabij.demo.generator.institution import organisation_bonds
from nabij.relations import actions as relations_actions
from nabij.relations.actions.bulk import Bond, add_bonds
from nabij.relations.choices import OrganisationKind, RelationshipKind
from nabij.relations.types import OrganisationFields, PersonFields, PersonName

# A client is in care there; who pays is no tie of ours, and a tie to mental health care would tell
# what a card may not.
CARE_KINDS = frozenset({"general_practice", "pharmacy", "day_care", "hospital"})
HOLDING, OWN, SERVICES = "Rietkraag Groep", "Thuiszorg Rietkraag", "Rietkraag Ledenservice"
COMBINATION = "Inkoopcombinatie IJsselland"
NEW = {
    HOLDING: OrganisationKind.HOLDING,
    OWN: OrganisationKind.OWN,
    SERVICES: OrganisationKind.SUPPLIER,
    COMBINATION: OrganisationKind.PURCHASING,
}
# Who decides, uses and advises at the buyers: initials, name, where, as what.
CONTACTS = (
    ("M.", "Terpstra", "gm-0193", "beleidsadviseur Wmo"),
    ("H.J.", "Kuiper", "gm-0193", "contractmanager"),
    ("S.", "Yilmaz", "gm-0166", "inkoper"),
    ("A.", "Veldkamp", "care-office", "inkoper langdurige zorg"),
    ("P.", "Hoekstra", "insurer-1", "inkoper wijkverpleging"),
)


def load_ties(
    *,
    viewer: Viewer,
    institution: shapes.Institution,
    persons: Mapping[str, int],
    organisations: Mapping[str, int],
) -> None:
    """Record what clients are to providers, and organisations to each other."""
    made = {
        name: relations_actions.create_organisation(
            viewer=viewer, fields=OrganisationFields(name=name, kind=kind)
        ).pk
        for name, kind in NEW.items()
    }
    contacts = relations_actions.create_persons(
        viewer=viewer,
        persons=[
            PersonFields(name=PersonName(initials=initials, own_name=surname))
            for initials, surname, _where, _what in CONTACTS
        ],
    )
    working = [
        Bond(
            subject_id=party.pk,
            object_id=organisations[where],
            kind=RelationshipKind.EMPLOYEE,
            note=what,
        )
        for party, (_initials, _surname, where, what) in zip(contacts, CONTACTS, strict=True)
    ]
    bonds = [
        *_of_clients(institution, persons, organisations),
        *_between(made, institution, organisations),
        *working,
    ]
    add_bonds(viewer=viewer, bonds=bonds)


def _of_clients(
    institution: shapes.Institution,
    persons: Mapping[str, int],
    organisations: Mapping[str, int],
) -> Iterator[Bond]:
    for bond in organisation_bonds(institution):
        if bond.kind in CARE_KINDS and bond.object in organisations:
            yield Bond(
                subject_id=persons[bond.subject],
                object_id=organisations[bond.object],
                kind=RelationshipKind.CLIENT,
                starts=parse_fhir(bond.starts_on),
            )


def _between(
    made: Mapping[str, int],
    institution: shapes.Institution,
    organisations: Mapping[str, int],
) -> Iterator[Bond]:
    def bond(subject: int, kind: RelationshipKind, object_: int) -> Bond:
        return Bond(subject_id=subject, object_id=object_, kind=kind)

    yield bond(made[OWN], RelationshipKind.SUBSIDIARY, made[HOLDING])
    yield bond(made[SERVICES], RelationshipKind.SUBSIDIARY, made[HOLDING])
    for one in institution.organisations:
        if one.kind == "municipality":
            there = organisations[one.key]
            yield bond(there, RelationshipKind.PURCHASING_MEMBER, made[COMBINATION])
        elif one.kind in {"general_practice", "hospital"}:
            yield bond(organisations[one.key], RelationshipKind.REFERRER, made[OWN])
        elif one.kind in {"welfare", "home_care"}:
            yield bond(organisations[one.key], RelationshipKind.PARTNER_ORGANISATION, made[OWN])
