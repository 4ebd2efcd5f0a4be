# SPDX-License-Identifier: EUPL-1.2
"""The cast at one client, and a dossier of which every source holds a canary.

Fatima (care professional, team Noord) cares for Anna; Anja (front office, team Noord) takes calls;
Karim (care professional, team Zuid) and Carla (front office, team Zuid) have nothing to do with
her; Lars manages, Merel keeps accounts, Mo markets, Xander administers.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import CareRelation, Unit
from nabij.access.tests.cast import Log, add_colleague, add_team
from nabij.clientview.tests import building
from nabij.clientview.tests.building import add_record, add_source, fact, reference
from nabij.core.dates import DAY, DUTCH_TIME, PartialDate
from nabij.core.viewer import Role
from nabij.relations import actions as relations_actions
from nabij.relations.models import Party
from nabij.relations.types import AddressFields, ContactPointFields, PersonFields, PersonName


@pytest.fixture
def noord(committing_db):
    return add_team("Team Noord", phone="+31381110000")


@pytest.fixture
def zuid(committing_db):
    return add_team("Team Zuid")


@pytest.fixture
def fatima(noord):
    return add_colleague("Fatima", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def anja(noord):
    return add_colleague("Anja", Role.FRONT_OFFICE, noord)


@pytest.fixture
def karim(zuid):
    return add_colleague("Karim", Role.CARE_PROFESSIONAL, zuid)


@pytest.fixture
def carla(zuid):
    return add_colleague("Carla", Role.FRONT_OFFICE, zuid)


@pytest.fixture
def others(noord):
    """Return who sees no more than contact data, or nobody at all."""
    return {
        "account_manager": add_colleague("Merel", Role.ACCOUNT_MANAGER, noord),
        "marketeer": add_colleague("Mo", Role.MARKETEER, noord),
        "manager": add_colleague("Lars", Role.MANAGER, noord),
        "administrator": add_colleague("Xander", Role.ADMINISTRATOR, noord),
    }


def _person(unit: Unit, **given: Any) -> Party:
    machine = access_queries.machine(at=timezone.now(), command="test")
    phones = given.pop("phones", ())
    address = given.pop("address", None)
    names = {name: given.pop(name) for name in list(given) if name in PersonName.__slots__}
    return relations_actions.create_person(
        viewer=machine,
        fields=PersonFields(
            name=PersonName(**names),
            unit_id=unit.pk,
            contact_points=tuple(ContactPointFields(system="phone", value=p) for p in phones),
            addresses=(AddressFields(**address),) if address else (),
            **given,
        ),
    )


@pytest.fixture
def anna(noord):
    return _person(
        noord,
        given_names="Johanna",
        initials="J.",
        call_name="Anna",
        own_prefix="van den",
        own_name="Berg",
        partner_prefix="de",
        partner_name="Vries",
        name_use="partner_own",
        gender="female",
        birth=PartialDate(date(1941, 3, 9)),
        client_number="10023",
        phones=["+31381234567"],
        address={
            "street": "Kerkstraat",
            "house_number": "12",
            "postcode": "8011AB",
            "city": "Zwolle",
        },
    )


@pytest.fixture
def petra(anna, noord):
    """Anna's daughter, to be called first."""
    petra = _person(
        noord, given_names="Petra", own_prefix="de", own_name="Vries", phones=["+31612345678"]
    )
    machine = access_queries.machine(at=timezone.now(), command="test")
    relations_actions.add_relationship(
        viewer=machine, subject_ref=petra.ref, object_ref=anna.ref, kind="child", rank=1
    )
    return petra


@pytest.fixture
def in_care(anna, noord):
    return CareRelation.objects.create(
        person=anna,
        unit=noord,
        kind="care",
        origin="agreement",
        starts_on=timezone.localdate() - DAY,
    )


@pytest.fixture
def sources(committing_db):
    return {
        "own": add_source(
            "own", "Thuiszorg Salland", "home_care", is_own=True, default_ground="own_record"
        ),
        "gp": add_source("gp", "Huisartsenpraktijk De Linde", "gp"),
        "hospital": add_source("hospital", "Ziekenhuis Noord", "hospital"),
        "shut": add_source("shut", "Apotheek Zuid", "pharmacy"),
        "ggz": add_source("ggz", "GGZ Oost CANARY-GGZ-NAME", "mental_health", data_class="d"),
    }


@pytest.fixture
def records(anna, sources):
    return {
        "own": add_record(sources["own"], anna),
        "gp": add_record(sources["gp"], anna, decision="given"),
        "hospital": add_record(sources["hospital"], anna, decision="given"),
        "shut": add_record(sources["shut"], anna, decision="refused"),
        "ggz": add_record(sources["ggz"], anna, decision="given"),
    }


@pytest.fixture
def dossier(records):
    """A dossier with visits (class b), care content (c), sensitive facts (d) and a shut source."""
    today = timezone.localdate()
    soon = datetime.combine(today + 2 * DAY, datetime.min.time(), DUTCH_TIME).replace(hour=10)
    own, gp, hospital = records["own"], records["gp"], records["hospital"]
    visit = fact(
        own, "appointment", "CANARY-B-VISIT", type="Appointment", data_class="b", status="booked",
        starts=(today + 2 * DAY).isoformat(), starts_at=soon, ends_at=soon + timedelta(minutes=30),
    )  # fmt: skip
    allergy = fact(
        gp, "allergy", "Penicilline CANARY-C-ALLERGY", type="AllergyIntolerance", value="high",
        status="active", starts="2019", recorded_on=today - 900 * DAY,
    )  # fmt: skip
    refuted = fact(
        hospital, "allergy", "Penicilline CANARY-C-ALLERGY", type="AllergyIntolerance",
        status="active", is_active=False, details={"verification": "refuted"},
        recorded_on=today - 100 * DAY,
    )  # fmt: skip
    facts = [
        visit,
        allergy,
        refuted,
        fact(gp, "problem", "Diabetes CANARY-C-PROBLEM", starts="2011-05", status="active"),
        fact(hospital, "problem", "Diabetes CANARY-C-PROBLEM", starts="2012", status="active"),
        fact(gp, "problem", "Griep", is_error=True, is_active=False, status="entered-in-error"),
        fact(
            own,
            "directive",
            "Reanimatie",
            type="Consent",
            category="treatment",
            value="deny",
            starts="2025-02-01",
            status="active",
        ),
        fact(
            gp,
            "medication",
            "Metoprolol 50 mg",
            type="MedicationRequest",
            category="agreement",
            details={"dosage": "1 keer per dag 1 tablet"},
            starts="2024-01-05",
            status="active",
        ),
        fact(
            gp,
            "medication",
            "Oxazepam 10 mg",
            type="MedicationRequest",
            category="agreement",
            is_understood=False,
            is_active=True,
            status="active",
            details={"unknown_modifiers": ["http://example.org/strange"]},
        ),
        fact(gp, "problem", "CANARY-D-FACT", data_class="d", starts="2020"),
        fact(
            own, "note", "Rapportage", type="Composition", starts="2026-01-10", text="CANARY-C-NOTE"
        ),
        fact(
            own,
            "coverage",
            "Wlz",
            type="Coverage",
            data_class="b",
            status="active",
            starts="2024-01-01",
            details={"payers": ["Zorgkantoor Oost"]},
        ),
        fact(records["shut"], "medication", "CANARY-SHUT", type="MedicationDispense"),
        fact(records["ggz"], "problem", "CANARY-GGZ-FACT", data_class="d"),
    ]
    nurse = building.directory(
        own.source, "Practitioner", "Fatima El Amrani", "wijkverpleegkundige"
    )
    clinic = building.directory(gp.source, "Organization", "GGZ CANARY-GGZ-REFERRED", "")
    building.store(
        *facts,
        references=[
            reference(visit, "participant.actor", nurse),
            reference(allergy, "recorder", clinic),
            reference(
                allergy,
                "asserter",
                position=1,
                target_type="Practitioner",
                target_key="weg",
                display="Dr. Verdwenen",
                state="dangling",
            ),
        ],
    )
    return {"visit": visit, "allergy": allergy, "facts": facts}


@pytest.fixture
def url(anna):
    return reverse("clientview:person", args=[anna.ref])


@pytest.fixture
def log(committing_db):
    """Return the lines of the access log since the set-up, oldest first."""
    return Log()
