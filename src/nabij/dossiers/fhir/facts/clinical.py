# SPDX-License-Identifier: EUPL-1.2
"""Problems, allergies, observations, procedures, vaccinations, flags and the like."""

from typing import Any

from nabij.dossiers.fhir.codes import (
    absent_reason,
    amount,
    coded,
    codes_of,
    concept,
    quantity,
    shown,
    value_of,
)
from nabij.dossiers.fhir.dates import span, when
from nabij.dossiers.fhir.modifiers import DO_NOT_PERFORM
from nabij.dossiers.fhir.tree import choice, element, flag, joined, nodes, text
from nabij.dossiers.fhir.types import Node

from .draft import Draft, attachments, clip, notes, participants

_VOID = frozenset(("entered-in-error", "cancelled", "not-done", "aborted", "revoked", "rejected"))
_ENDED = frozenset(("inactive", "resolved", "remission"))
_LABORATORY = frozenset(("275711006", "49581000146104", "laboratory", "LAB"))
_SYSTOLIC, _DIASTOLIC = ("8480-6", "271649006"), ("8462-4", "271650006")


def problem(draft: Draft) -> None:
    """Read a Condition. In force unless resolved, refuted or abated."""
    tree = draft.tree
    draft.take_code()
    draft.category = shown(tree, "category")
    if not draft.code.text:
        draft.code = draft.code._replace(text=draft.category)
    clinical, verification = _status(tree, "clinicalStatus"), _status(tree, "verificationStatus")
    draft.status = clinical or verification
    draft.starts, end = span(tree, "onset")
    draft.ends = span(tree, "abatement")[0] or span(tree, "abatement")[1]
    draft.recorded = draft.date("recordedDate", "assertedDate", "dateRecorded")
    draft.author = draft.display("asserter", "recorder")
    abated = choice(tree, "abatement")[1] not in (None, False, "false")
    is_over = clinical in _ENDED or (not clinical and abated)
    draft.is_active = not is_over and verification not in ("refuted", "entered-in-error")
    draft.text = notes(tree)
    draft.put(
        verification=verification,
        severity=shown(tree, "severity"),
        body_site=body_sites(tree),
        onset_until=end or "",
        onset=amount(choice(tree, "onset")[1]) if draft.starts is None else "",
        stage=shown(element(tree, "stage"), "summary"),
        evidence=shown(tree, "evidence", "code"),
    )


def _status(tree: Node, name: str) -> str:
    """Return a status that is a code in STU3 and a concept in R4."""
    value = tree.get(name)
    return value.strip() if type(value) is str else coded(tree, name).code


def body_sites(tree: Node, name: str = "bodySite") -> str:
    """Return the places on the body with their side."""
    parts = []
    for site in nodes(tree, name):
        sides = (
            concept(item.get("valueCodeableConcept")).text for item in nodes(site, "extension")
        )
        parts.append(joined((concept(site).text, *sides), " "))
    return joined(parts)


def allergy(draft: Draft) -> None:
    """Read an AllergyIntolerance. In force unless resolved, inactive or refuted."""
    tree = draft.tree
    draft.take_code()
    reactions = []
    for item in nodes(tree, "reaction"):
        row = {
            "manifestation": shown(item, "manifestation"),
            "severity": text(item, "severity"),
            "substance": shown(item, "substance"),
            "route": shown(item, "exposureRoute"),
            "onset": when(item, "onset") or "",
            "text": clip(text(item, "description")),
        }
        reactions.append({name: value for name, value in row.items() if value})
    if not draft.code.text and reactions:
        draft.code = coded(element(tree, "reaction"), "substance")
    clinical, verification = _status(tree, "clinicalStatus"), _status(tree, "verificationStatus")
    draft.status = clinical or verification
    draft.is_active = clinical not in _ENDED and verification not in (
        "refuted",
        "entered-in-error",
    )
    draft.category = shown(tree, "category")
    draft.starts = span(tree, "onset")[0]
    draft.recorded = draft.date("recordedDate", "assertedDate")
    draft.author = draft.display("asserter", "recorder")
    draft.value = text(tree, "criticality")
    draft.text = notes(tree)
    draft.put(
        verification=verification,
        type=text(tree, "type"),
        reactions=reactions,
        last_occurrence=when(tree, "lastOccurrence") or "",
    )


def observation(draft: Draft) -> None:
    """Read an Observation: a value with unit, or its components in one line."""
    tree = draft.tree
    draft.take_code()
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.starts, draft.ends = span(tree, "effective")
    draft.recorded = draft.date("issued")
    draft.author = draft.display("performer")
    value, draft.unit, code = value_of(tree)
    draft.text = notes(tree)
    if "component" in tree:
        components = _components(tree)
        draft.put(components=components)
        if not value:
            value, draft.unit = _pressure(tree) or (_summary(components), "")
    if len(value) > 200:
        draft.text = clip(joined((value, draft.text), "\n"), 4000)
    draft.value = clip(value, 200)
    is_laboratory = "category" in tree and any(
        c in _LABORATORY
        for _s, c in codes_of(
            tree,
            "category",
        )
    )
    draft.put(
        value_code=f"{code.system}|{code.code}" if code.code else "",
        interpretation=shown(tree, "interpretation"),
        range=joined(map(_range, nodes(tree, "referenceRange")))
        if "referenceRange" in tree
        else "",
        absent=absent_reason(tree) if not value else "",
        body_site=body_sites(tree) if "bodySite" in tree else "",
        method=shown(tree, "method"),
        device=draft.display("device") if "device" in tree else "",
        is_laboratory=is_laboratory or None,
    )


def _components(tree: Node) -> list[dict[str, str]]:
    found = []
    for item in nodes(tree, "component"):
        value, unit, _code = value_of(item)
        row = {
            "name": shown(item, "code"),
            "value": clip(value or absent_reason(item), 200),
            "unit": unit,
            "interpretation": shown(item, "interpretation"),
        }
        found.append({name: part for name, part in row.items() if part})
    return found


def _pressure(tree: Node) -> tuple[str, str] | None:
    """Return a blood pressure as it is said: 120/80."""
    found: dict[str, tuple[str, str]] = {}
    for item in nodes(tree, "component"):
        codes = {code for _system, code in codes_of(item, "code")}
        for name, wanted in (("upper", _SYSTOLIC), ("lower", _DIASTOLIC)):
            if codes.intersection(wanted):
                found[name] = quantity(item.get("valueQuantity"))
    if len(found) < 2 or not found["upper"][0] or not found["lower"][0]:
        return None
    return f"{found['upper'][0]}/{found['lower'][0]}", found["upper"][1]


def _summary(components: list[dict[str, str]]) -> str:
    lines = (
        f"{row.get('name', '')}: {row.get('value', '')} {row.get('unit', '')}".strip()
        for row in components
        if row.get("value")
    )
    return joined(lines, "; ")


def _range(item: Node) -> str:
    return amount({k: item[k] for k in ("low", "high") if k in item}) or text(item, "text")


def procedure(draft: Draft) -> None:
    """Read a Procedure that was done, is being done, or was not done."""
    tree = draft.tree
    draft.take_code()
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    draft.starts, draft.ends = span(tree, "performed")
    not_done = flag(tree, "notDone") is True or draft.status == "not-done"
    draft.is_active = draft.status not in _VOID and not not_done
    draft.author = draft.display("performer.actor", "recorder", "asserter")
    draft.text = notes(tree)
    draft.put(
        is_not_done=not_done or None,
        reason=joined((shown(tree, "reasonCode"), *draft.displays("reasonReference"))),
        not_done_reason=joined((shown(tree, "notDoneReason"), shown(tree, "statusReason"))),
        body_site=body_sites(tree),
        outcome=shown(tree, "outcome"),
        performers=participants(nodes(tree, "performer"), "actor", "function", "role"),
        location=draft.display("location"),
        performed=amount(choice(tree, "performed")[1]) if draft.starts is None else "",
    )


def request(draft: Draft) -> None:
    """Read a ServiceRequest, ProcedureRequest or ReferralRequest: asked for, not done."""
    tree = draft.tree
    draft.take_code()
    if not draft.code.text:
        draft.code = coded(tree, "serviceRequested")
    if not draft.code.text:
        draft.code = coded(tree, "type")
    draft.category = "requested"
    draft.status = text(tree, "status")
    draft.starts, draft.ends = span(tree, "occurrence")
    draft.recorded = draft.date("authoredOn")
    draft.author = draft.display("requester", "requester.agent")
    forbidden = flag(tree, "doNotPerform") is True or bool(draft.modifiers.get(DO_NOT_PERFORM))
    draft.is_active = (
        draft.status in ("active", "on-hold", "draft", "requested", "") and not forbidden
    )
    draft.text = notes(tree, "description")
    draft.put(
        is_forbidden=forbidden or None,
        intent=text(tree, "intent"),
        priority=text(tree, "priority"),
        categories=shown(tree, "category"),
        reason=joined((shown(tree, "reasonCode"), *draft.displays("reasonReference"))),
        body_site=body_sites(tree),
        performer=draft.display("performer", "recipient"),
        instruction=text(tree, "patientInstruction"),
        specialty=shown(tree, "specialty"),
    )


def immunization(draft: Draft) -> None:
    """Read an Immunization; STU3 says `notGiven`, R4 status `not-done`."""
    tree = draft.tree
    draft.take_code("vaccineCode")
    draft.status = text(tree, "status")
    not_given = flag(tree, "notGiven") is True or draft.status == "not-done"
    draft.is_active = draft.status not in _VOID and not not_given
    draft.starts = span(tree, "occurrence")[0] or draft.date("date")
    draft.recorded = draft.date("recorded")
    draft.author = draft.display("performer.actor", "practitioner.actor")
    draft.value, draft.unit = quantity(tree.get("doseQuantity"))
    draft.text = notes(tree)
    draft.put(
        is_not_done=not_given or None,
        occurrence=text(tree, "occurrenceString"),
        reason=joined(
            (
                shown(tree, "statusReason"),
                shown(tree, "reasonCode"),
                shown(tree, "explanation", "reason"),
            )
        ),
        lot_number=text(tree, "lotNumber"),
        site=shown(tree, "site"),
        route=shown(tree, "route"),
        series=joined(
            text(item, "doseNumberPositiveInt") or text(item, "doseSequence")
            for item in nodes(tree, "protocolApplied") + nodes(tree, "vaccinationProtocol")
        ),
    )


def recommendation(draft: Draft) -> None:
    """Read an ImmunizationRecommendation: a vaccination that is due."""
    tree = draft.tree
    draft.category = "recommended"
    items = nodes(tree, "recommendation")
    draft.code = coded(items[0], "vaccineCode") if items else draft.code
    if items and not draft.code.text:
        draft.code = coded(items[0], "targetDisease")
    draft.recorded = draft.date("date")
    draft.author = draft.display("authority", "recommendation.supportingPatientInformation")
    dates = [d for item in items for c in nodes(item, "dateCriterion") if (d := when(c, "value"))]
    draft.starts = min(dates) if dates else None
    draft.status = next((s for item in items if (s := shown(item, "forecastStatus"))), "")
    draft.put(
        recommended=[
            joined((shown(item, "vaccineCode"), shown(item, "targetDisease"))) for item in items
        ]
    )


def flag_fact(draft: Draft) -> None:
    """Read a Flag: an alert or a contra-indication."""
    tree = draft.tree
    draft.take_code()
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "")
    draft.starts, draft.ends = when(tree, "period", "start"), when(tree, "period", "end")
    draft.author = draft.display("author")
    draft.text = notes(tree)
    draft.put(detail=draft.display("flag-detail"))
    if not draft.code.text:
        draft.code = draft.code._replace(text=draft.display("flag-detail"))


def report(draft: Draft) -> None:
    """Read a DiagnosticReport or ImagingStudy."""
    tree = draft.tree
    draft.take_code()
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status") or text(tree, "availability")
    draft.is_active = draft.status not in _VOID
    draft.starts, draft.ends = span(tree, "effective")
    draft.starts = draft.starts or draft.date("started")
    draft.recorded = draft.date("issued")
    draft.author = draft.display(
        "performer", "performer.actor", "interpreter", "resultsInterpreter"
    )
    draft.text = notes(tree, "conclusion", "description")
    coded_conclusion = shown(tree, "conclusionCode") or shown(tree, "codedDiagnosis")
    draft.value = clip(coded_conclusion, 200)
    if not draft.code.text:
        modality = shown(tree, "modality") or shown(tree, "modalityList")
        draft.code = coded(tree, "procedureCode")
        draft.code = draft.code._replace(
            text=draft.code.text or text(tree, "description") or modality
        )
    draft.put(
        results=draft.displays("result"),
        attachments=attachments(nodes(tree, "presentedForm")),
        modality=shown(tree, "modality") or shown(tree, "modalityList"),
    )


def specimen(draft: Draft) -> None:
    """Read a Specimen, a BodySite or another thing that belongs to a person."""
    tree = draft.tree
    draft.take_code("type" if "type" in tree else "code")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in ("entered-in-error", "unavailable", "unsatisfactory")
    collection: dict[str, Any] = element(tree, "collection")
    draft.starts = span(collection, "collected")[0]
    draft.recorded = draft.date("receivedTime")
    draft.text = notes(tree, "description")
    draft.put(body_site=shown(collection, "bodySite"), location=shown(tree, "location"))
