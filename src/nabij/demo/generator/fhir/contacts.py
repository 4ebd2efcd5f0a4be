# SPDX-License-Identifier: EUPL-1.2
"""Encounters, episodes, journals, reports, letters and nursing handoffs."""

from base64 import b64encode

from nabij.demo.generator.days import moment
from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.parts import (
    ICPC,
    LOINC,
    NICTIZ,
    NL_CORE,
    SNOMED,
    TERMINOLOGY,
    Json,
    concept,
    extension,
    period,
    profile,
    snomed,
)
from nabij.demo.generator.fhir.people import STU3
from nabij.demo.generator.stories.shapes import Code, Consult, Letter, Problem, Report, Stay

_MODES = {
    "consult": ("03", "consult"),
    "visite": ("01", "visite"),
    "telefonisch contact": ("05", "telefonisch consult"),
}
_MODE_TABLE = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-14-contactwijze"
_LINE_TYPES = {"S": "Subjectief", "O": "Objectief", "E": "Evaluatie", "P": "Plan"}
_LINES = "http://fhir.nl/fhir/NamingSystem/journaalregeltypen"
_CLASSES = {"IMP": "Opname", "AMB": "Poliklinisch", "EMER": "Spoedeisende hulp", "HH": "Thuis"}
_LETTERS = {
    "Ontslagbrief": (SNOMED, "11071000146104", "ontslagbrief"),
    "Polikliniekbrief": (LOINC, "11488-4", "polikliniekbrief"),
}
_HANDOFF = concept(SNOMED, "371535009", "verpleegkundige overdracht")
_NOTE = concept(LOINC, "34746-8", "Verpleegkundig verslag")


def _act(code: str, version: str) -> Json:
    system = "http://hl7.org/fhir/v3/ActCode" if version == STU3 else TERMINOLOGY + "v3-ActCode"
    return {"system": system, "code": code, "display": _CLASSES[code]}


def gp_encounter(
    scope: Scope,
    identifier: str,
    found: Consult,
    *,
    episode: Json | None,
    practitioner: Json,
    practice: Json,
) -> Json:
    """Return a contact with the GP."""
    resource: Json = {
        "resourceType": "Encounter",
        "id": identifier,
        "meta": profile(NICTIZ + "gp-Encounter"),
        "status": "finished",
        "class": _act("HH" if found.mode == "visite" else "AMB", scope.version),
        "type": [concept(_MODE_TABLE, *_MODES[found.mode])],
        "subject": scope.subject,
    }
    if episode is not None:
        resource["episodeOfCare"] = [episode]
    resource["participant"] = [{"individual": practitioner}]
    start = moment(found.day, found.clock) if found.clock else found.day.isoformat()
    resource["period"] = period(start, found.day.isoformat() if not found.clock else "")
    resource["serviceProvider"] = practice
    return resource


def journal_line(
    scope: Scope,
    identifier: str,
    letter: str,
    text: str,
    *,
    found: Consult,
    encounter: Json,
    performer: Json,
) -> Json:
    """Return one line (S, O, E or P) of the journal of a contact."""
    return {
        "resourceType": "Observation",
        "id": identifier,
        "meta": profile(NICTIZ + "gp-JournalEntry"),
        "status": "final",
        "code": concept(_LINES, letter, _LINE_TYPES[letter]),
        "subject": scope.subject,
        "context": encounter,
        "effectiveDateTime": found.day.isoformat(),
        "performer": [performer],
        "valueString": text,
    }


def gp_report(
    scope: Scope,
    identifier: str,
    lines: list[tuple[str, str, Json]],
    *,
    found: Consult,
    encounter: Json,
    author: Json,
    icpc: Code | None,
) -> Json:
    """Return the report of a contact: a section for each line of the journal."""
    sections = []
    for letter, text, entry in lines:
        section: Json = {}
        if letter == "E" and icpc is not None:
            code = concept(ICPC, icpc.code, icpc.title)
            section["extension"] = [extension(NICTIZ + "code-icpc-1-nl", "CodeableConcept", code)]
        section["title"] = _LINE_TYPES[letter]
        section["code"] = concept(_LINES, letter, _LINE_TYPES[letter])
        section["text"] = narrative(text)
        section["entry"] = [entry]
        sections.append(section)
    return {
        "resourceType": "Composition",
        "id": identifier,
        "meta": profile(NICTIZ + "gp-EncounterReport"),
        "status": "final",
        "type": concept(LOINC, "67781-5", "Contactverslag"),
        "subject": scope.subject,
        "encounter": encounter,
        "date": found.day.isoformat(),
        "author": [author],
        "title": f"Contactverslag van {found.day.day}-{found.day.month}-{found.day.year}",
        "section": sections,
    }


def narrative(text: str) -> Json:
    """Return text as a narrative."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {
        "status": "additional",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{safe}</div>',
    }


def episode(
    scope: Scope, identifier: str, problem: Problem, *, diagnosis: Json, organisation: Json
) -> Json:
    """Return the episode of care in which the GP treats a problem."""
    return {
        "resourceType": "EpisodeOfCare",
        "id": identifier,
        "meta": profile(
            NL_CORE + "nl-core-episodeofcare"
            if scope.version == STU3
            else NICTIZ + "nl-core-EpisodeOfCare"
        ),
        "extension": [extension(NICTIZ + "EpisodeOfCare-Title", "String", problem.title)],
        "status": "finished" if problem.until else "active",
        "type": [concept(SNOMED, "64572001", "aandoening")],
        "diagnosis": [{"condition": diagnosis}],
        "patient": scope.subject,
        "managingOrganization": organisation,
        "period": period(problem.since, problem.until),
    }


def home_care_episode(
    scope: Scope, identifier: str, *, since: str, until: str, organisation: Json
) -> Json:
    """Return the episode of home care itself."""
    return {
        "resourceType": "EpisodeOfCare",
        "id": identifier,
        "meta": profile(NL_CORE + "nl-core-episodeofcare"),
        "status": "finished" if until else "active",
        "type": [concept(SNOMED, "60689008", "zorg thuis")],
        "patient": scope.subject,
        "managingOrganization": organisation,
        "period": period(since, until),
    }


def hospital_encounter(
    scope: Scope,
    identifier: str,
    found: Stay,
    *,
    practitioner: Json | None,
    provider: Json,
    diagnosis: Json | None,
) -> Json:
    """Return an admission, an outpatient visit or a visit to the emergency department."""
    resource: Json = {
        "resourceType": "Encounter",
        "id": identifier,
        "meta": scope.zib("zib-Encounter", "nl-core-Encounter"),
        "status": "finished",
        "class": _act(found.kind, scope.version),
        "serviceType": {"text": found.specialty},
        "subject": scope.subject,
    }
    if practitioner is not None:
        resource["participant"] = [{"individual": practitioner}]
    resource["period"] = period(found.first.isoformat(), found.last.isoformat())
    resource["reasonCode"] = [{"text": found.reason}]
    if diagnosis is not None:
        resource["diagnosis"] = [{"condition": diagnosis}]
    if found.kind == "IMP":
        resource["hospitalization"] = {
            "admitSource": concept(SNOMED, "264362003", "Thuis"),
            "dischargeDisposition": concept(SNOMED, "264362003", "Thuis"),
        }
    resource["serviceProvider"] = provider
    return resource


def document(scope: Scope, identifier: str, found: Letter, *, author: Json) -> Json:
    """Return a letter, its text as an attachment."""
    attachment = {
        "contentType": "text/plain; charset=utf-8",
        "language": "nl",
        "data": b64encode(found.text.encode()).decode(),
        "title": found.title,
        "creation": found.day.isoformat(),
    }
    kind = concept(*_LETTERS[found.title]) if found.title in _LETTERS else {"text": found.title}
    is_stu3 = scope.version == STU3
    resource: Json = {
        "resourceType": "DocumentReference",
        "id": identifier,
        "status": "current",
        "type": kind,
        "subject": scope.subject,
    }
    resource["indexed" if is_stu3 else "date"] = moment(found.day, "16:30")
    resource["author"] = [author]
    resource["description"] = found.title
    resource["content"] = [{"attachment": attachment}]
    return resource


def diagnostic_report(
    scope: Scope,
    identifier: str,
    *,
    title: str,
    day: str,
    conclusion: str,
    performer: Json | None,
    results: list[Json],
) -> Json:
    """Return the report of an examination, with the results it stands on."""
    resource: Json = {
        "resourceType": "DiagnosticReport",
        "id": identifier,
        "meta": scope.zib("zib-TextResult", "nl-core-TextResult"),
        "status": "final",
        "code": {"text": title},
        "subject": scope.subject,
        "effectiveDateTime": day,
    }
    if performer is not None:
        resource["performer"] = [{"actor": performer}] if scope.version == STU3 else [performer]
    if results:
        resource["result"] = results
    resource["conclusion"] = conclusion
    return resource


def nursing_note(scope: Scope, identifier: str, found: Report, performer: Json) -> Json:
    """Return a note about one visit (the zib Outcome of care is a DiagnosticReport)."""
    return {
        "resourceType": "DiagnosticReport",
        "id": identifier,
        "meta": scope.zib("zib-OutcomeOfCare", "nl-core-OutcomeOfCare"),
        "status": "final",
        "code": _NOTE,
        "subject": scope.subject,
        "effectiveDateTime": moment(found.day, found.clock),
        "performer": [{"actor": performer}] if scope.version == STU3 else [performer],
        "conclusion": found.text,
    }


def nursing_act(
    scope: Scope, identifier: str, *, title: str, code: str, day: str, performer: Json
) -> Json:
    """Return a nursing intervention that was carried out."""
    return {
        "resourceType": "Procedure",
        "id": identifier,
        "meta": scope.zib("zib-NursingIntervention", "nl-core-NursingIntervention"),
        "status": "completed",
        "category": concept(SNOMED, "9632001", "Verpleegkundige verrichting"),
        "code": snomed(Code(code, title)),
        "subject": scope.subject,
        "performedDateTime": day,
        "performer": [{"actor": performer}],
    }


def handoff(
    scope: Scope,
    identifier: str,
    *,
    date: str,
    author: Json,
    custodian: Json,
    sections: list[tuple[str, str, list[Json]]],
) -> Json:
    """Return a nursing handoff: sections of (title, text, entries)."""
    return {
        "resourceType": "Composition",
        "id": identifier,
        "meta": profile(
            NICTIZ + "eOverdracht-Composition"
            if scope.version == STU3
            else NICTIZ + "nl-core-Composition"
        ),
        "status": "final",
        "type": _HANDOFF,
        "subject": scope.subject,
        "date": date,
        "author": [author],
        "title": "Verpleegkundige overdracht",
        "custodian": custodian,
        "section": [
            {
                "title": title,
                **({"text": narrative(text)} if text else {}),
                **({"entry": entries} if entries else {}),
            }
            for title, text, entries in sections
        ],
    }
