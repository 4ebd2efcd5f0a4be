# SPDX-License-Identifier: EUPL-1.2
"""Medication: agreed, dispensed, used, given; with what stops it.

Source: zib MedicationAgreement and its kin (2017 and medication process 9), O-12 in
docs/known-odd-data.md.
"""

from typing import Final

from nabij.dossiers.fhir.codes import amount, codes_of, quantity, shown
from nabij.dossiers.fhir.dates import period, span, when
from nabij.dossiers.fhir.modifiers import CYCLE, DO_NOT_PERFORM, STOP_TYPE
from nabij.dossiers.fhir.tree import choice, element, extension, flag, joined, nodes, text
from nabij.dossiers.fhir.types import Node

from .draft import Draft, coded_or_reference, notes

_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
_PERIOD = (
    _NICTIZ + "zib-Medication-PeriodOfUse",
    _NICTIZ + "ext-TimeInterval.Period",
    _NICTIZ + "ext-TimeInterval-Period",
)
_AGREED_ON = (_NICTIZ + "zib-AdministrationAgreement-AuthoredOn",)
_AGREED_REASON = (_NICTIZ + "zib-AdministrationAgreement-AgreementReason",)
_USE_DURATION = (_NICTIZ + "zib-MedicationUse-Duration",)
_AS_AGREED = (
    _NICTIZ + "zib-MedicationUse-AsAgreedIndicator",
    _NICTIZ + "ext-MedicationUse.AsAgreedIndicator",
)
_STOP_REASON = (_NICTIZ + "zib-MedicationUse-ReasonForChangeOrDiscontinuationOfUse",)
_ADDITIONAL = (_NICTIZ + "zib-Medication-AdditionalInformation",)

# What a medication resource is, by the category code of the zib; else by its type.
_CATEGORIES: Final = {
    "16076005": "agreement",
    "33633005": "agreement",
    "395067002": "dosing_schedule",
    "52711000146108": "dispense_request",
    "422037009": "administration_agreement",
    "373784005": "dispense",
    "6": "use",
    "422979000": "use",
    "18629005": "administration",
}
_BY_TYPE: Final = {
    "MedicationRequest": "agreement",
    "MedicationDispense": "dispense",
    "MedicationStatement": "use",
    "MedicationUsage": "use",
    "MedicationAdministration": "administration",
}
_OVER = frozenset(
    ("stopped", "cancelled", "completed", "on-hold", "entered-in-error", "not-taken", "declined",
     "not-done", "draft", "aborted")
)  # fmt: skip
_TEMPORARY = frozenset(("1", "113381000146106", "385655000"))


def medication(draft: Draft) -> None:
    """Read any medication resource.

    In force: an agreement, a dosing schedule, an administration agreement or use that is not
    stopped. A dispense or administration is an event and never "in force". StopType makes an
    agreement inactive, with its date as end.
    """
    tree = draft.tree
    draft.code = coded_or_reference(draft, "medication")
    draft.category = _category(tree)
    draft.status = text(tree, "status")
    draft.starts, draft.ends = _period(draft)
    draft.recorded = draft.date("authoredOn", "dateAsserted", "dateWritten", "whenPrepared")
    draft.recorded = draft.recorded or when(extension(tree, *_AGREED_ON), "valueDateTime")
    draft.author = draft.display(
        "requester", "requester.agent", "zib-MedicationUse-Author", "performer.actor", "performer",
        "informationSource", "recorder",
    )  # fmt: skip
    draft.is_active = _in_force(draft)
    dosages = nodes(tree, "dosageInstruction") or nodes(tree, "dosage")
    draft.text = notes(tree)
    draft.value, draft.unit = quantity(tree.get("quantity") or element(tree, "dosage").get("dose"))
    draft.put(
        dosage=joined((dosage_text(item) for item in dosages), "; "),
        as_needed=joined(_as_needed(item) for item in dosages),
        route=joined(shown(item, "route") for item in dosages),
        reason=joined((shown(tree, "reasonCode"), *draft.displays("reasonReference"))),
        additional=shown(extension(tree, *_ADDITIONAL), "valueCodeableConcept"),
        duration=amount(choice(extension(element(tree, "effectivePeriod"), *_USE_DURATION))[1]),
        as_agreed=choice(extension(tree, *_AS_AGREED))[1],
        repeats=text(tree, "dispenseRequest", "numberOfRepeatsAllowed"),
        supply=amount(tree.get("daysSupply")),
        intent=text(tree, "intent"),
        prescriber=draft.display("zib-MedicationUse-Prescriber", "ext-MedicationUse.Prescriber"),
        agreed_reason=text(extension(tree, *_AGREED_REASON), "valueString"),
    )
    _stop(draft)
    _cycle(draft)


def _category(tree: Node) -> str:
    for _system, code in codes_of(tree, "category"):
        if code in _CATEGORIES:
            return _CATEGORIES[code]
    return _BY_TYPE.get(text(tree, "resourceType"), "")


def _period(draft: Draft) -> tuple[str | None, str | None]:
    tree = draft.tree
    starts, ends = period(extension(tree, *_PERIOD), "valuePeriod")
    if starts is None and ends is None:
        starts, ends = span(tree, "effective")
    if starts is None and ends is None:
        dosage = element(tree, "dosageInstruction")
        starts, ends = period(dosage, "timing", "repeat", "boundsPeriod")
    if starts is None:
        starts = draft.date("whenHandedOver", "whenPrepared", "authoredOn", "dateAsserted")
    return starts, ends


def _in_force(draft: Draft) -> bool:
    tree = draft.tree
    if draft.category in ("dispense", "administration", "dispense_request"):
        return False
    if text(tree, "taken") in ("n", "na") or flag(tree, "doNotPerform") is True:
        return False
    if draft.modifiers.get(DO_NOT_PERFORM):
        return False
    if draft.category == "administration_agreement" and draft.status == "completed":
        return True  # the agreement was made; whether it runs follows from its period
    return draft.status not in _OVER


def _stop(draft: Draft) -> None:
    code, shown_text = draft.modifiers.shown(STOP_TYPE)
    if draft.modifiers.get(STOP_TYPE) is not None:
        draft.is_active = False
        kind = "temporary" if code in _TEMPORARY else "definite"
        draft.ends = draft.ends or draft.starts or draft.recorded
        draft.put(stop={"kind": kind, "text": shown_text, "on": draft.ends or ""})
    reason = shown(draft.tree, "statusReason") or shown(draft.tree, "reasonNotTaken")
    reason = reason or shown(extension(draft.tree, *_STOP_REASON), "valueCodeableConcept")
    is_not_taken = text(draft.tree, "taken") == "n" or flag(draft.tree, "notGiven") is True
    forbidden = flag(draft.tree, "doNotPerform") is True
    forbidden = forbidden or bool(draft.modifiers.get(DO_NOT_PERFORM))
    draft.put(
        stop_reason=reason,
        is_not_taken=is_not_taken or None,
        is_forbidden=forbidden or None,
    )


def _cycle(draft: Draft) -> None:
    item = draft.modifiers.get(CYCLE)
    if item is not None:
        draft.put(cycle=amount(choice(item)[1]))


def dosage_text(item: Node) -> str:
    """Return a dosage as the source wrote it, else put together from dose, times and route."""
    written = text(item, "text")
    if written:
        return joined((written, shown(item, "additionalInstruction")))
    dosed = item if "doseQuantity" in item or "doseRange" in item else element(item, "doseAndRate")
    dose = dosed.get("doseQuantity") or dosed.get("doseRange")
    repeat = element(item, "timing", "repeat")
    return joined(
        (
            amount(dose),
            shown(element(item, "timing"), "code") or _times(repeat),
            shown(item, "route"),
            text(item, "patientInstruction"),
        )
    )


def _times(repeat: Node) -> str:
    frequency = text(repeat, "frequency")
    at_most = text(repeat, "frequencyMax")
    each, unit = text(repeat, "period"), text(repeat, "periodUnit")
    if not each:
        return joined((text(repeat, "when"), text(repeat, "timeOfDay")))
    times = f"{frequency or '0'}-{at_most}" if at_most else frequency or "1"
    return f"{times}× / {each if each != '1' else ''}{unit}"


def _as_needed(item: Node) -> str:
    kind, value = choice(item, "asNeeded")
    if kind == "Boolean":
        return "yes" if value in (True, "true") else ""
    return shown(item, "asNeededCodeableConcept")
