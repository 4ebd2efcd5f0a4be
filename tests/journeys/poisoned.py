# SPDX-License-Identifier: EUPL-1.2
"""An institution in which every text is one of the payloads: by forms, by intake, else by rows.

Person k has payload k + n in the n-th text, so over all persons each field holds each payload.
"""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.viewer import Role
from nabij.database.testing.scratch import connected
from nabij.dossiers.actions import intakes, rosters
from nabij.dossiers.tests import making
from nabij.linkage.models import RecordLink
from nabij.relations import actions
from nabij.relations.actions import bulk
from nabij.relations.models import Address, ContactPoint, Identifier, Party, PersonDetail
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)
from tests.journeys.payloads import PAYLOADS

DAY = timedelta(days=1)
# Over so many clients the visits of the roster are divided.
VISITED = 15
SUBJECT = {"reference": "Patient/p"}


@dataclass(frozen=True)
class Poisoned:
    """Who is there and who may look."""

    persons: list[Party]
    visited: list[Party]
    organisations: list[Party]
    anja: object
    noor: object
    folder: Path


class Texts:
    """The texts of one person, each the next payload."""

    def __init__(self, start: int) -> None:
        self.at = start

    def __call__(self, length: int = 400) -> str:
        self.at += 1
        return PAYLOADS[self.at % len(PAYLOADS)][:length]


def poison(cluster, database: str, folder: Path) -> Poisoned:
    """Fill the database at hand, which is empty."""
    machine = access_queries.machine(at=timezone.now(), command="test")
    unit = apps.get_model("access", "Unit").objects.create(name=PAYLOADS[8][:60], kind="team")
    anja = _colleague(Texts(3)(60), "anja", Role.FRONT_OFFICE, unit)
    noor = _colleague(Texts(5)(60), "noor", Role.CARE_PROFESSIONAL, unit)
    _take_in(cluster, database, folder)
    links = RecordLink.objects.filter(is_origin=True).select_related("person").order_by("pk")
    persons = [link.person for link in links]
    relation = apps.get_model("access", "CareRelation")
    for person in persons:
        relation.objects.create(person=person, unit=unit, kind="care", origin="hand",
                                starts_on=timezone.localdate() - DAY)  # fmt: skip
    _write_rows(persons)
    _tie(machine, persons)
    organisations = [_organisation(machine, Texts(start)) for start in range(0, 150, 15)]
    visited = _visit(cluster, database, machine, unit)
    return Poisoned(persons, visited, organisations, anja, noor, folder)


def _colleague(name, sign_in, role, unit):
    user = apps.get_model("access", "User").objects.create_user(f"{sign_in}@example.nl", name)
    on = timezone.localdate() - DAY
    user.role_assignments.create(role=role, starts_on=on)
    user.unit_memberships.create(unit=unit, starts_on=on)
    return user


def _take_in(cluster, database, folder):
    """Take in a dossier per payload, and a file of nonsense under names that are payloads."""
    for start in range(len(PAYLOADS)):
        making.write(folder / "dossiers", f"{start}.json", making.bundle(*_dossier(start)))
    for number, payload in enumerate(PAYLOADS[::10]):
        name = payload.replace("/", "∕")[:120]
        resource = {"resourceType": payload, "id": f"wrong{number}", "text": {"div": payload}}
        making.write(folder / "dossiers", f"{name}.json", resource)
    with connected(cluster, database, role="nabij_intake"):
        source = making.source("gp", title=PAYLOADS[3][:120])
        making.take_in(source, folder / "dossiers")


def _visit(cluster, database, machine, unit):
    """Plan visits today by a roster: over all of them, who comes and why is each payload."""
    visited = [
        actions.create_person(viewer=machine, fields=PersonFields(
            name=PersonName(own_name=f"Rooster {n}"), client_number=f"R{n}"))
        for n in range(VISITED)
    ]  # fmt: skip
    hours = len(PAYLOADS) // VISITED
    text, day = io.StringIO(newline=""), f"{timezone.localdate():%d-%m-%Y}"
    roster = csv.writer(text, delimiter=";")
    roster.writerow(["client", "datum", "van", "tot", "team", "medewerker", "soort"])
    for n, payload in enumerate(PAYLOADS):
        client, hour = divmod(n, hours)
        colleague = PAYLOADS[n - len(PAYLOADS) // 2]
        roster.writerow(
            [f"R{client}", day, f"{hour + 8}:00", f"{hour + 8}:30", unit.name, colleague, payload]
        )
    with connected(cluster, database, role="nabij_intake"):
        started = rosters.start_roster(
            viewer=machine,
            source=rosters.roster_source(viewer=machine),
            data=text.getvalue().encode(),
            name=PAYLOADS[8],
        )
        intakes.run_intake(viewer=machine, intake=started.intake)
        followed = rosters.follow_roster(viewer=machine, started=started)
    assert (started.planned, started.errors, followed.unknown_clients) == (len(PAYLOADS), [], [])
    return visited


def _dossier(start):
    """Yield resources of the kinds that pages show, with a payload in each text."""
    text = Texts(start)

    def shown(kind, key, **fields):
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{text()}</div>'
        return {"resourceType": kind, "id": f"{key}{start}", "text": {"status": "generated",
                "div": div}, **fields}  # fmt: skip

    def concept():
        return {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": text(200)}],
                "text": text(200)}  # fmt: skip

    subject = {"reference": f"Patient/p{start}", "display": text(100)}
    yield shown("Patient", "p", name=[{"text": text(), "family": text(100), "given": [text(60)],
                "prefix": [text(20)]}], birthDate=f"19{start % 80 + 10}-03-09",
                address=[{"line": [text(60)], "city": text(60), "postalCode": "8011AB"}],
                telecom=[{"system": "phone", "value": text(60)}, {"system": "url", "value": text()}],
                contact=[{"name": {"text": text(60)}, "relationship": [concept()]}])  # fmt: skip
    author = {"display": text(100)}
    note = [{"text": text(), "authorString": text(60)}]
    yield shown("AllergyIntolerance", "a", patient=subject, code=concept(), note=note,
                recorder=author, clinicalStatus={"coding": [{"code": "active"}]},
                reaction=[{"manifestation": [concept()], "description": text()}])  # fmt: skip
    yield shown("Condition", "c", subject=subject, code=concept(), note=note, recorder=author,
                clinicalStatus={"coding": [{"code": "active"}]})  # fmt: skip
    yield shown("MedicationStatement", "m", subject=subject, status="active", note=note,
                medicationCodeableConcept=concept(), dosage=[{"text": text()}])  # fmt: skip
    yield shown("Observation", "o", subject=subject, status="final", code=concept(),
                valueString=text(), effectiveDateTime="2026-10-01", performer=[author])  # fmt: skip
    yield shown("Flag", "f", subject=subject, status="active", code=concept(), author=author)
    yield shown("CarePlan", "k", subject=subject, status="active", intent="plan", title=text(100),
                description=text(), activity=[{"detail": {"status": "scheduled",
                "description": text(), "code": concept()}}])  # fmt: skip
    yield shown("Goal", "g", subject=subject, lifecycleStatus="active",
                description={"text": text()}, note=note)  # fmt: skip
    yield shown("Procedure", "r", subject=subject, status="completed", code=concept(), note=note,
                performedDateTime="2026-09-01")  # fmt: skip
    yield shown("DocumentReference", "d", subject=subject, status="current", type=concept(),
                description=text(), content=[{"attachment": {"url": text(), "title": text(80),
                "contentType": "text/html"}}])  # fmt: skip
    yield shown("Appointment", "v", status="booked", description=text(), comment=text(),
                start=f"{timezone.localdate()}T10:00:00+01:00", end=f"{timezone.localdate()}T10:30:00+01:00",
                participant=[{"actor": subject, "status": "accepted"},
                             {"actor": {"display": text(60)}, "status": "accepted"}])  # fmt: skip
    yield shown("Organization", "z", name=text(100), alias=[text(50)])


def _write_rows(persons):
    """Put payloads in what no form would take: names of all parts, numbers, addresses, notes."""
    for start, person in enumerate(persons):
        text = Texts(start)
        name = {part: text(40) for part in ("given_names", "initials", "call_name", "own_prefix",
                "own_name", "partner_prefix", "partner_name")}  # fmt: skip
        Party.objects.filter(pk=person.pk).update(name=text(100), sort_key=f"{start:03}",
                search_text=f" vergif {start} ", city=text(80),
                client_number=f"{start:03}{text(17)}")  # fmt: skip
        PersonDetail.objects.filter(party=person).update(name_use="partner_own", **name)
        Address.objects.filter(party=person).delete()
        Address.objects.create(party=person, street=text(200), house_number=text(10),
                suffix=text(20), unit_id=text(40), postcode="8011AB", city=text(80),
                country=text(60))  # fmt: skip
        ContactPoint.objects.create(party=person, system="url", value=text(254), note=text(120))
        ContactPoint.objects.create(party=person, system="email", value=text(200), note=text(120))
        Identifier.objects.create(party=person, system="other", value=text(60))


def _tie(machine, persons):
    """Give every person a relative, a household, an instruction, a key safe: all with payloads."""
    ids = [person.pk for person in persons]
    bulk.add_bonds(viewer=machine, bonds=[
        bulk.Bond(subject_id=ids[n - 1], object_id=one, kind="informal_carer", starts=None,
                  rank=1, note=Texts(n)(200)) for n, one in enumerate(ids)
    ])  # fmt: skip
    bulk.add_households(viewer=machine, households=[
        (Texts(n)(80), [ids[n], ids[n + 1]], None) for n in range(0, len(ids) - 1, 2)
    ])  # fmt: skip
    today = timezone.localdate()
    bulk.add_instructions(viewer=machine, instructions=[
        bulk.Instruction(person_id=one, kind="other", text=Texts(n + 7)(120), starts_on=today - DAY,
                         ends_on=today + 30 * DAY) for n, one in enumerate(ids)
    ])  # fmt: skip
    bulk.add_key_safes(viewer=machine, safes={
        one: (Texts(n)(20), Texts(n + 3)(120)) for n, one in enumerate(ids)
    })  # fmt: skip


def _organisation(machine, text):
    fields = OrganisationFields(
        name=text(100), legal_name=text(100), website=text(200),
        contact_points=(ContactPointFields(system="url", value=text(200), note=text(100)),),
        addresses=(AddressFields(use="visit", street=text(100), city=text(60)),),
    )  # fmt: skip
    return actions.create_organisation(viewer=machine, fields=fields)
