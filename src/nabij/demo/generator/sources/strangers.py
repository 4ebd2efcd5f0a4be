# SPDX-License-Identifier: EUPL-1.2
"""A hospital record of someone who is no client of ours, though a name and birth date say so."""

from datetime import date, timedelta

from nabij.demo.generator.copies import BSN, Copy
from nabij.demo.generator.fhir import contacts, people
from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.parts import Json, reference
from nabij.demo.generator.shapes import Stranger
from nabij.demo.generator.sources.dossier import urn
from nabij.demo.generator.sources.hospital import SYSTEM
from nabij.demo.generator.stories.shapes import Stay


def stranger_resources(stranger: Stranger, today: date) -> list[Json]:
    """Return the patient and one visit to the outpatient clinic."""
    person = stranger.person
    copy = Copy(
        name=person.name,
        gender=person.gender,
        birth=person.birth,
        address=person.addresses[0],
        contact_points=person.contact_points,
        bsn=person.bsn,
        bsn_system=BSN,
        is_masked=False,
        variant=frozenset(),
    )
    scope = Scope(people.R4, reference(urn("Patient", stranger.patient_id)))
    day = today - timedelta(days=41)
    stay = Stay("poli", "AMB", day, day, "Controle na val", "orthopedie", "")
    return [
        people.patient(
            copy,
            version=people.R4,
            patient_id=stranger.patient_id,
            local_system=SYSTEM,
            phone_style=0,
        ),
        contacts.hospital_encounter(
            scope,
            f"{stranger.patient_id}-contact-1",
            stay,
            practitioner=None,
            provider=reference("Organization/hospital"),
            diagnosis=None,
        ),
    ]
