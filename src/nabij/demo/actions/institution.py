# SPDX-License-Identifier: EUPL-1.2
"""Units, colleagues, organisations, persons with their circle, care, value models."""

from collections.abc import Iterable
from datetime import date, timedelta

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.core import history
from nabij.core.dates import parse_fhir
from nabij.core.viewer import Role, Viewer
from nabij.demo import choices, queries, rules
from nabij.demo.actions.appointments import load_appointments
from nabij.demo.actions.circle import load_circle
from nabij.demo.actions.colleagues import DEMO, at_work
from nabij.demo.actions.contacts import load_contacts
from nabij.demo.actions.network import load_ties
from nabij.demo.actions.privacy import load_privacy
from nabij.demo.actions.views import load_views
from nabij.demo.generator import shapes
from nabij.linkage import actions as linkage_actions
from nabij.relations import actions as relations_actions
from nabij.relations.actions import bulk
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)
from nabij.value import actions as value_actions

HALF_A_YEAR = timedelta(days=182)


def load_institution(*, viewer: Viewer, institution: shapes.Institution) -> None:
    """Load units, colleagues, organisations, persons with their circle, care relations and duty.

    Runs as nabij_app. Dossiers and roster come afterwards, through the intake.
    """
    with history.by(viewer, way=DEMO):
        units = _load_units(viewer, institution.units)
        _load_colleagues(viewer, institution)
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    anja = access_queries.user_with_email(email=emails[institution.cast["anja"]])
    # Whom the institution knew before stands in the history as recorded by the front office.
    with at_work(anja, at=viewer.at):
        _load_relations(viewer, institution, units)


def _load_relations(viewer: Viewer, institution: shapes.Institution, units: dict[str, int]) -> None:
    organisations = _load_organisations(viewer, institution.organisations)
    _load_practitioners(viewer, institution.practitioners, organisations)
    persons = _load_persons(viewer, institution, units)
    _load_circle(viewer, institution, persons)
    load_ties(viewer=viewer, institution=institution, persons=persons, organisations=organisations)
    _load_care(viewer, institution, units, persons)
    for source in institution.sources:
        linkage_actions.add_source(
            viewer=viewer,
            name=source.name,
            title=source.title,
            care_type=source.care_type,
            fhir_version=source.fhir_version,
            # Copies of others need a ground per client; our own record stands open for its clients.
            default_ground=source.default_ground if source.is_own else "",
            organisation_id=organisations.get(source.organisation or ""),
            is_own=source.is_own,
        )
    load_contacts(
        viewer=viewer, institution=institution, persons=persons, organisations=organisations
    )
    load_appointments(
        viewer=viewer, institution=institution, persons=persons, organisations=organisations
    )
    load_views(viewer=viewer, institution=institution)
    load_privacy(viewer=viewer, institution=institution, persons=persons)
    load_circle(viewer=viewer, institution=institution, persons=persons)


def load_value_models(*, viewer: Viewer) -> None:
    """Load both examples of the value model, each with a kept calculation for the board."""
    with history.by(viewer, way=DEMO):
        for key in ("one-group", "home-care"):
            model = value_actions.create_example(viewer=viewer, key=key)
            value_actions.record_run(viewer=viewer, model=model)


def _load_units(viewer: Viewer, units: Iterable[shapes.Unit]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for unit in units:
        keys[unit.key] = access_actions.add_unit(
            viewer=viewer,
            name=unit.name,
            kind=unit.kind,
            parent_id=keys.get(unit.parent or ""),
            phone=unit.phone,
        ).pk
    return keys


def _load_colleagues(viewer: Viewer, institution: shapes.Institution) -> None:
    names = {unit.key: unit.name for unit in institution.units}
    cast = rules.cast_keys(institution)
    for colleague in institution.colleagues:
        user = access_actions.add_user(
            viewer=viewer,
            email=colleague.email,
            name=colleague.name,
            # Only the people of the tour sign in: a password takes a fifth of a second to make.
            password=choices.PASSWORD if colleague.key in cast else None,
            roles=[Role(role) for role in colleague.roles],
            unit_names=[names[unit] for unit in colleague.units],
            starts_on=date(institution.today.year - 1, 1, 1),
            job_title=colleague.job_title,
        )
        if colleague.key in cast:
            secret = queries.app_secret(viewer=viewer, email=colleague.email)
            access_actions.keep_app(viewer=viewer, user=user, secret=secret)


def _load_organisations(
    viewer: Viewer, organisations: Iterable[shapes.Organisation]
) -> dict[str, int]:
    return {
        organisation.key: relations_actions.create_organisation(
            viewer=viewer,
            fields=OrganisationFields(
                name=organisation.name,
                kind=choices.ORGANISATIONS[organisation.kind],
                legal_name=organisation.legal_name,
                identifiers={
                    number.system: number.value
                    for number in organisation.numbers
                    if number.system in choices.NUMBERS
                },
                addresses=(_address(organisation.address),),
                contact_points=_contact_points(organisation.contact_points),
            ),
        ).pk
        for organisation in organisations
    }


def _load_practitioners(
    viewer: Viewer,
    practitioners: Iterable[shapes.Practitioner],
    organisations: dict[str, int],
) -> None:
    working = [one for one in practitioners if one.organisation in organisations]
    parties = relations_actions.create_persons(
        viewer=viewer,
        persons=[
            PersonFields(
                name=PersonName(initials=one.initials, own_prefix=one.prefix, own_name=one.surname),
                gender=one.gender,
                contact_points=(ContactPointFields(system="phone", value=one.phone, use="work"),),
            )
            for one in working
        ],
    )
    bulk.add_bonds(
        viewer=viewer,
        bonds=[
            bulk.Bond(
                subject_id=party.pk,
                object_id=organisations[one.organisation],
                kind="practitioner",
                note=one.specialty,
            )
            for party, one in zip(parties, working, strict=True)
        ],
    )


def _load_persons(
    viewer: Viewer, institution: shapes.Institution, units: dict[str, int]
) -> dict[str, int]:
    clients = [
        _person(client.person, client_number=client.client_number, unit_id=units[client.team])
        for client in institution.clients
    ]
    related = [_person(person) for person in institution.related]
    parties = relations_actions.create_persons(viewer=viewer, persons=[*clients, *related])
    everyone = [*(client.person for client in institution.clients), *institution.related]
    keys = {person.key: party.pk for person, party in zip(everyone, parties, strict=True)}
    bulk.add_bsns(
        viewer=viewer,
        bsns={
            keys[client.person.key]: (client.person.bsn, _bsn_check(client.person.bsn_check))
            for client in institution.clients
            if client.person.bsn
        },
    )
    return keys


def _load_circle(viewer: Viewer, institution: shapes.Institution, persons: dict[str, int]) -> None:
    bulk.add_bonds(
        viewer=viewer,
        bonds=[
            bulk.Bond(
                subject_id=persons[bond.object],
                object_id=persons[bond.subject],
                kind=choices.RELATIONSHIPS[bond.kind],
                starts=parse_fhir(bond.starts_on) if bond.starts_on else None,
                rank=bond.rank or None,
                note=bond.note,
            )
            for bond in institution.relationships
            if bond.kind in choices.RELATIONSHIPS and bond.object in persons and not bond.ends_on
        ],
    )
    bulk.add_households(
        viewer=viewer,
        households=[
            (
                household.label,
                [persons[member] for member in household.members],
                parse_fhir(household.starts_on).earliest if household.starts_on else None,
            )
            for household in institution.households
        ],
    )
    bulk.add_instructions(
        viewer=viewer,
        instructions=[
            bulk.Instruction(
                person_id=persons[client.person.key],
                kind=choices.INSTRUCTIONS[one.kind],
                text=one.text,
                starts_on=one.starts_on,
                # Every instruction ends, so that somebody asks again.
                ends_on=one.ends_on or institution.today + HALF_A_YEAR,
            )
            for client in institution.clients
            for one in client.instructions
        ],
    )
    bulk.add_key_safes(
        viewer=viewer,
        safes={
            persons[client.person.key]: (client.key_safe.code, client.key_safe.place)
            for client in institution.clients
            if client.key_safe
        },
    )


def _load_care(
    viewer: Viewer,
    institution: shapes.Institution,
    units: dict[str, int],
    persons: dict[str, int],
) -> None:
    access_actions.keep_agreements(
        viewer=viewer,
        agreed=[
            access_actions.Agreed(
                person_id=persons[client.person.key],
                unit_id=units[client.team],
                starts_on=client.starts_on,
                last_on=client.ends_on - timedelta(days=1) if client.ends_on else None,
            )
            for client in institution.clients
        ],
    )
    access_actions.give_duty_areas(
        viewer=viewer,
        areas={
            units[unit.key]: [units[area] for area in unit.answers_for]
            for unit in institution.units
        },
    )
    access_actions.plan_duty(
        viewer=viewer,
        shifts={
            (units[shift.unit], shift.starts_at): (shift.ends_at, shift.phone)
            for shift in institution.duty_shifts
        },
    )
    _stand_in(viewer, institution, persons)


def _stand_in(viewer: Viewer, institution: shapes.Institution, persons: dict[str, int]) -> None:
    """Let Carla stand in for the client of the tour: Fatima's team has somebody to review."""
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    carla = access_queries.user_with_email(email=emails[institution.cast["carla"]])
    jo = next(c for c in institution.clients if c.client_number == institution.cast["jo"])
    with at_work(carla, at=viewer.at) as colleague:
        access_actions.stand_in(viewer=colleague, person_id=persons[jo.person.key])


def _person(
    person: shapes.Person, *, client_number: str = "", unit_id: int | None = None
) -> PersonFields:
    name = person.name
    return PersonFields(
        name=PersonName(
            given_names=name.given,
            initials=name.initials,
            call_name=name.call_name,
            own_prefix=name.own_prefix,
            own_name=name.own_name,
            partner_prefix=name.partner_prefix,
            partner_name=name.partner_name,
            name_use=name.name_use,
        ),
        gender=person.gender,
        birth=parse_fhir(person.birth) if person.birth else None,
        form_of_address=_form_of_address(person.form_of_address),
        language=person.language,
        client_number=client_number,
        unit_id=unit_id,
        is_shielded=person.is_shielded,
        addresses=tuple(_address(one) for one in person.addresses if one.ends_on is None),
        contact_points=_contact_points(person.contact_points),
    )


def _form_of_address(wish: str) -> str:
    if not wish:
        return ""
    return "formal" if wish.lower().startswith(("mevrouw", "meneer", "de heer")) else "first_name"


def _address(address: shapes.Address) -> AddressFields:
    return AddressFields(
        use=address.use,
        street=address.street,
        house_number=str(address.house_number),
        suffix=address.suffix,
        unit_id=address.unit_id,
        postcode=address.postcode,
        city=address.city,
        municipality_code=address.municipality_code,
        is_secret=address.is_secret,
    )


def _contact_points(points: Iterable[shapes.ContactPoint]) -> tuple[ContactPointFields, ...]:
    uses = {"home", "mobile", "work"}
    return tuple(
        ContactPointFields(
            system=point.system,
            value=point.value,
            use=point.use if point.use in uses else "other",
            rank=point.rank,
            note=point.note,
        )
        for point in points
    )


def _bsn_check(check: shapes.BsnCheck | None) -> BsnCheckFields:
    if check is None:
        return BsnCheckFields()
    return BsnCheckFields(
        step="seen",
        document_kind=choices.DOCUMENTS[check.document_kind],
        document_number=check.document_number,
        checked_on=check.seen_on,
    )
