# SPDX-License-Identifier: EUPL-1.2
"""Consent resources: treatment directives, statements of will and permission to share.

In STU3 a directive says in a modifierExtension whether the treatment is permitted: whoever skips it
may read a refusal as a permission. In R4 the provision says it, and a modifierExtension its limits.
"""

from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.parts import (
    NICTIZ,
    SNOMED,
    TERMINOLOGY,
    Json,
    concept,
    extension,
    profile,
    snomed,
)
from nabij.demo.generator.fhir.people import STU3
from nabij.demo.generator.stories.shapes import Directive, Will

_PERMITTED = {
    "NEE": concept(
        "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4",
        "NEE",
        "Behandeling niet toegestaan en/of wenselijk",
    ),
    "JA": concept("urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4", "JA", "Behandeling toegestaan"),
    "JA_MAAR": concept(
        "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4", "JA_MAAR", "Ja, maar met beperkingen"
    ),
}
_INSTRUCTION = concept(SNOMED, "11291000146105", "Behandelaanwijzing")
_CONTEXT = concept(SNOMED, "129125009", "verrichting met expliciete context")
_WILL = concept(SNOMED, "11341000146107", "Wilsverklaring")
_WILL_KINDS = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.14.1"
_LAW = [{"uri": "https://wetten.overheid.nl/"}]
_POLICY = TERMINOLOGY + "consentscope"


def directive(scope: Scope, identifier: str, found: Directive, source: str) -> Json:
    """Return what a patient wants about a treatment, as one source has it."""
    wish = found.views[source]
    if scope.version == STU3:
        return _directive_stu3(scope, identifier, found, wish)
    resource: Json = {
        "resourceType": "Consent",
        "id": identifier,
        "meta": profile(NICTIZ + "nl-core-TreatmentDirective2"),
    }
    if wish == "JA_MAAR":
        url = NICTIZ + "ext-TreatmentDirective2.SpecificationOther"
        resource["modifierExtension"] = [extension(url, "String", found.note or "in overleg")]
    resource["status"] = "active"
    resource["scope"] = concept(_POLICY, "treatment", "Behandeling")
    resource["category"] = [_CONTEXT]
    resource["patient"] = scope.subject
    resource["dateTime"] = found.since
    resource["policy"] = _LAW
    resource["provision"] = {
        "type": "deny" if wish == "NEE" else "permit",
        "code": [snomed(found.treatment)],
    }
    return resource


def _directive_stu3(scope: Scope, identifier: str, found: Directive, wish: str) -> Json:
    base = NICTIZ + "zib-TreatmentDirective-"
    verified = {
        "url": base + "Verification",
        "extension": [
            extension("Verified", "Boolean", True),
            extension("VerifiedWith", "CodeableConcept", concept(SNOMED, "116154003", "Patiënt")),
            extension("VerificationDate", "DateTime", found.since),
        ],
    }
    resource: Json = {
        "resourceType": "Consent",
        "id": identifier,
        "meta": profile(NICTIZ + "zib-TreatmentDirective"),
        "extension": [
            verified,
            extension(base + "Treatment", "CodeableConcept", snomed(found.treatment)),
        ],
        "modifierExtension": [
            extension(base + "TreatmentPermitted", "CodeableConcept", _PERMITTED[wish])
        ],
        "status": "active",
        "category": [_INSTRUCTION],
        "patient": scope.subject,
        "period": {"start": found.since},
        "dateTime": found.since,
        "policy": _LAW,
    }
    if wish == "JA_MAAR":
        limits = [extension(base + "Restrictions", "String", found.note or "in overleg")]
        resource["except"] = [{"extension": limits, "type": "deny"}]
    return resource


def will(scope: Scope, identifier: str, found: Will, representative: Json | None) -> Json:
    """Return a written statement of will.

    With the person who speaks for the patient when there is one.
    """
    is_stu3 = scope.version == STU3
    kind = concept(_WILL_KINDS, found.kind.code, found.kind.title)
    name = "zib-AdvanceDirective" if is_stu3 else "nl-core-AdvanceDirective"
    resource: Json = {"resourceType": "Consent", "id": identifier, "meta": profile(NICTIZ + name)}
    if found.note:
        resource["extension"] = [
            extension(NICTIZ + ("Comment" if is_stu3 else "ext-Comment"), "String", found.note)
        ]
    resource["status"] = "active"
    if is_stu3:
        resource["category"] = [_WILL, kind]
    else:
        resource["scope"] = concept(_POLICY, "adr", "Wilsverklaring")
        resource["category"] = [
            concept(TERMINOLOGY + "consentcategorycodes", "acd", "Wilsverklaring")
        ]
    resource["patient"] = scope.subject
    resource["dateTime"] = found.since
    if is_stu3 and representative is not None:
        resource["consentingParty"] = [representative]
    resource["policy"] = _LAW
    if not is_stu3:
        resource["provision"] = {"code": [kind]}
    return resource


def permission(
    scope: Scope, identifier: str, *, since: str, with_whom: str, organisation: Json
) -> Json:
    """Return a patient's permission to share data with others."""
    resource: Json = {"resourceType": "Consent", "id": identifier, "status": "active"}
    if scope.version == STU3:
        return {
            **resource,
            "category": [
                concept(
                    "http://hl7.org/fhir/consentcategorycodes",
                    "INFA",
                    "Toestemming voor delen van gegevens",
                )
            ],
            "patient": scope.subject,
            "dateTime": since,
            "organization": [organisation],
            "policy": _LAW,
            "purpose": [
                {
                    "system": "http://hl7.org/fhir/v3/ActReason",
                    "code": "TREAT",
                    "display": with_whom,
                }
            ],
        }
    return {
        **resource,
        "scope": concept(_POLICY, "patient-privacy", "Privacy"),
        "category": [
            concept(
                TERMINOLOGY + "consentcategorycodes", "npp", "Toestemming voor delen van gegevens"
            )
        ],
        "patient": scope.subject,
        "dateTime": since,
        "organization": [organisation],
        "policy": _LAW,
        "provision": {
            "type": "permit",
            "purpose": [
                {"system": TERMINOLOGY + "v3-ActReason", "code": "TREAT", "display": with_whom}
            ],
        },
    }
