# SPDX-License-Identifier: EUPL-1.2
"""What sources say of the people: FHIR with a canary in every text, taken in by the real intake."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from nabij.core.viewer import Viewer
from nabij.dossiers.actions import intakes
from nabij.dossiers.models import Intake
from nabij.linkage import actions as linkage_actions
from nabij.linkage.models import Source
from tests.matrix.canaries import Canaries
from tests.matrix.people import BSNS, birth_of, numbers_of

BSN_SYSTEM = "http://fhir.nl/fhir/NamingSystem/bsn"
RESTRICTED = {
    "security": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    ]
}


@dataclass(frozen=True, slots=True)
class Copy:
    """One person's dossier at one source; `classes` renames the classes of its canaries."""

    owner: str
    source: str
    open: bool = True
    sensitive: bool = False


# Who is known where. `open`: on the ground of the source; closed ones open for nobody.
COPIES = (
    Copy("anna", "own"),
    Copy("anna", "gp"),
    Copy("anna", "hospital", open=False),
    Copy("anna", "ggz", sensitive=True),
    Copy("bea", "gp"),
    Copy("cor", "own"),
    Copy("cor", "gp"),
    Copy("dora", "gp"),
    Copy("hans", "gp"),
)
KINDS = {
    "own": "home_care",
    "gp": "gp",
    "hospital": "hospital",
    "ggz": "mental_health",
    "clinic": "hospital",
}


def add_sources(*, viewer: Viewer, canaries: Canaries) -> dict[str, Source]:
    """Add the sources; the very name of the mental health institution is class d."""
    sources = {}
    for name, kind in KINDS.items():
        data_class = "d" if name == "ggz" else "b"
        sources[name] = linkage_actions.add_source(
            viewer=viewer,
            name=name,
            title=f"Bron {canaries.word(f'source-{name}', data_class, 'title')}",
            care_type=kind,
            fhir_version="r4",
            default_ground="own_record" if name == "own" else "",
            is_own=name == "own",
        )
    return sources


def take_in(*, viewer: Viewer, source: Source, folder: Path, resources: Iterable[Any]) -> Intake:
    """Take one file of a source in, as the command does. The caller acts as nabij_intake."""
    path = folder / f"{source.name}.ndjson"
    path.write_text("\n".join(json.dumps(resource) for resource in resources))
    started = intakes.start_intake(
        viewer=viewer, source=source, deliveries=[intakes.Delivery(path)]
    )
    return intakes.run_intake(
        viewer=viewer, intake=started.intake, openers=started.openers, readers=0
    )


def resources_of(canaries: Canaries, copy: Copy, *, today: Any) -> Sequence[dict[str, Any]]:
    """Return the dossier of one person at one source."""
    return [*_Dossier(canaries, copy, today).resources()]


def look_alike(canaries: Canaries, owner: str) -> dict[str, Any]:
    """Return a Patient much like somebody, at another address: a link to review."""
    twin = f"{owner}-twin"
    surname = canaries.near(canaries.word(owner, "n", "surname"), twin, "n", "surname")
    return {
        "resourceType": "Patient",
        "id": twin,
        "name": [{"family": surname, "given": ["Q."]}],
        "birthDate": birth_of(owner).isoformat(),
        "gender": "female",
        "address": [{"line": [f"{canaries.word(twin, 'a', 'street')} 9"], "postalCode": "8099QX"}],
    }


def fhir_name(canaries: Canaries, owner: str) -> dict[str, Any]:
    """Return the name of somebody as a source writes it."""
    return {
        "family": canaries.word(owner, "n", "surname"),
        "given": [canaries.word(owner, "a", "given")],
        "text": f"{canaries.word(owner, 'n', 'name-at-source')}",
    }


class _Dossier:
    def __init__(self, canaries: Canaries, copy: Copy, today: Any) -> None:
        self.canaries, self.copy, self.today = canaries, copy, today
        self.patient = {"reference": f"Patient/{copy.owner}"}

    def word(self, data_class: str, field: str) -> str:
        """Return a canary; of a closed copy nothing opens, of a sensitive source all is class d."""
        source, shown = self.copy.source, data_class
        if not self.copy.open or (data_class == "d" and not self.copy.sensitive):
            shown = "x"
        elif self.copy.sensitive:
            shown = "d"
        return self.canaries.word(self.copy.owner, shown, f"{source}-{field}")

    def base(self, kind: str, key: str, **more: Any) -> dict[str, Any]:
        return {"resourceType": kind, "id": f"{self.copy.owner}-{key}", **more}

    def concept(self, data_class: str, field: str) -> dict[str, Any]:
        word = self.word(data_class, field)
        coding = {
            "system": "http://snomed.info/sct",
            "code": self.word(data_class, f"{field}-code"),
        }
        return {"coding": [coding | {"display": word}], "text": word}

    def resources(self) -> Iterable[dict[str, Any]]:
        yield self._patient()
        yield from self._organisation_of_care()
        yield from self._content_of_care()
        yield self.base(
            "Condition", "restricted", subject=self.patient, meta=RESTRICTED,
            code=self.concept("d", "restricted"), note=[{"text": self.word("d", "restricted-note")}],
        )  # fmt: skip
        # Refused by the intake: an id cannot hold a space.
        yield {
            "resourceType": "Condition",
            "id": f"not an id {self.copy.owner}",
            "subject": self.patient,
            "note": [{"text": self.canaries.word(self.copy.owner, "q", self.copy.source)}],
        }

    def _patient(self) -> dict[str, Any]:
        owner, word = self.copy.owner, self.canaries.word
        numbers = numbers_of(self.canaries, owner)
        identifiers = []
        if owner in BSNS:
            identifiers.append({"system": BSN_SYSTEM, "value": BSNS[owner]})
        return {
            "resourceType": "Patient",
            "id": owner,
            "identifier": identifiers,
            "name": [fhir_name(self.canaries, owner)],
            "birthDate": numbers.birth.isoformat(),
            "gender": "female",
            "telecom": [{"system": "email", "value": f"{word(owner, 'a', 'mail').lower()}@example.nl"}],
            "address": [{"line": [f"{word(owner, 'a', 'street')} 7"], "postalCode": numbers.postcode,
                         "city": word(owner, "n", "city")}],
            "maritalStatus": {"text": self.word("c", "marital")},
        }  # fmt: skip

    def _organisation_of_care(self) -> Iterable[dict[str, Any]]:
        start = f"{self.today + timedelta(days=1)}T10:00:00+01:00"
        end = f"{self.today + timedelta(days=1)}T10:30:00+01:00"
        key = f"{self.copy.owner}-nurse"
        yield {
            "resourceType": "Practitioner", "id": key,
            "name": [{"text": self.word("b", "nurse")}],
        }  # fmt: skip
        yield self.base(
            "Appointment", "visit", status="booked", start=start, end=end,
            appointmentType={"text": self.word("b", "visit")},
            # What an appointment is for is content of care: it stays out of the columns.
            reasonCode=[{"text": self.word("c", "visit-reason")}],
            comment=self.word("c", "visit-comment"),
            participant=[
                {"actor": self.patient, "status": "accepted"},
                {"actor": {"reference": f"Practitioner/{key}",
                           "display": self.word("b", "nurse-called")}, "status": "accepted"},
            ],
        )  # fmt: skip
        yield self.base(
            "Coverage", "coverage", status="active", beneficiary=self.patient,
            type={"text": self.word("b", "coverage")},
            payor=[{"display": self.word("b", "payor")}],
        )  # fmt: skip
        yield self.base(
            "Encounter", "contact", status="finished", subject=self.patient,
            **{"class": {"code": "AMB", "display": self.word("b", "contact-class")}},
            type=[{"text": self.word("b", "contact")}],
            period={"start": str(self.today - timedelta(days=20))},
            reasonCode=[{"text": self.word("c", "contact-reason")}],
            serviceProvider={"display": f"GGZ {self.word('d', 'telling-name')}"},
        )  # fmt: skip
        yield self.base(
            "RelatedPerson", "aunt", patient=self.patient,
            name=[{"text": self.word("b", "aunt")}], relationship=[{"text": "tante"}],
        )  # fmt: skip

    def _content_of_care(self) -> Iterable[dict[str, Any]]:
        day = str(self.today - timedelta(days=30))
        yield self.base(
            "Condition", "problem", subject=self.patient, code=self.concept("c", "problem"),
            category=[{"text": self.word("c", "problem-category")}], onsetDateTime=day,
            note=[{"text": self.word("c", "problem-note")}],
            recorder={"display": self.word("c", "problem-recorder")},
        )  # fmt: skip
        yield self.base(
            "AllergyIntolerance", "allergy", patient=self.patient,
            code=self.concept("c", "allergy"), note=[{"text": self.word("c", "allergy-note")}],
        )  # fmt: skip
        yield self.base(
            "Observation", "weight", status="final", subject=self.patient,
            code=self.concept("c", "weight"), effectiveDateTime=day,
            valueQuantity={"value": 71, "unit": self.word("c", "unit")},
        )  # fmt: skip
        yield self.base(
            "Observation", "said", status="final", subject=self.patient,
            code=self.concept("c", "said"), effectiveDateTime=day,
            valueString=self.word("c", "value"),
        )  # fmt: skip
        yield self.base(
            "MedicationRequest", "pills", status="active", intent="order", subject=self.patient,
            medicationCodeableConcept=self.concept("c", "medicine"),
            dosageInstruction=[{"text": self.word("c", "dosage")}],
        )  # fmt: skip
        yield self.base(
            "Composition", "report", status="final", subject=self.patient, date=day,
            type={"text": self.word("c", "report-type")}, title=self.word("c", "report-title"),
            author=[{"display": self.word("c", "report-author")}],
            section=[{"title": self.word("c", "section"),
                      "text": {"status": "generated",
                               "div": f"<div>{self.word('c', 'section-text')}</div>"}}],
        )  # fmt: skip
        yield self.base(
            "CarePlan", "plan", status="active", intent="plan", subject=self.patient,
            title=self.word("c", "plan"), description=self.word("c", "plan-text"),
        )  # fmt: skip
