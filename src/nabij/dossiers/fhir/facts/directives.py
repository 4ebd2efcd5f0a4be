# SPDX-License-Identifier: EUPL-1.2
"""Consents, treatment directives and living wills.

The decision is one of `permit`, `deny`, `restricted` (yes, but), `unknown`. A treatment directive
is never a permission unless the source says so in the place where its version says it.

Source: zib TreatmentDirective 2017 and TreatmentDirective2 2020, zib AdvanceDirective; O-12 in
docs/known-odd-data.md.
"""

from typing import Final

from nabij.dossiers.fhir.codes import coded, codes_of, shown
from nabij.dossiers.fhir.dates import period
from nabij.dossiers.fhir.modifiers import SPECIFICATION_OTHER, TREATMENT_PERMITTED
from nabij.dossiers.fhir.tree import (
    choice,
    element,
    extension,
    first,
    flag,
    joined,
    nodes,
    plain,
    text,
)
from nabij.dossiers.fhir.types import Node

from .draft import Draft, attachments, notes, reference_text

_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
_TREATMENT = (_NICTIZ + "zib-TreatmentDirective-Treatment",)
_RESTRICTIONS = (_NICTIZ + "zib-TreatmentDirective-Restrictions",)
_VERIFICATION = (_NICTIZ + "zib-TreatmentDirective-Verification",)
_REASON_ENDING = (_NICTIZ + "ext-TreatmentDirective2.ReasonForEnding",)

_TREATMENT_CODES = ("11291000146105", "129125009", "dnr", "polst")
_ADVANCE_CODES = ("11341000146107", "acd", "hcd", "emrgonly", "45472-0", "42348-3", "75320-2")
_DECISIONS: Final = {"JA": "permit", "NEE": "deny", "JA_MAAR": "restricted"}


def consent(draft: Draft) -> None:
    """Read a Consent: a directive on treatment, a living will, or a consent on data."""
    tree = draft.tree
    draft.kind, draft.category = _kind(draft)
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "")
    draft.starts, draft.ends = _period(draft)
    draft.recorded = draft.date("dateTime")
    draft.author = draft.display(
        "performer", "consentingParty", "provision.actor.reference", "actor.reference"
    )
    draft.text = notes(tree)
    if draft.category == "treatment":
        _treatment(draft)
    elif draft.category == "advance":
        _advance(draft)
    else:
        draft.code = coded(tree, "category")
        draft.value = _decision(element(tree, "provision"))
    draft.put(
        categories=shown(tree, "category"),
        verified=_verified(draft),
        source=_source(draft),
        disorder=draft.displays("zib-AdvanceDirective-Disorder", "ext-AdvanceDirective.Disorder"),
        parties=_parties(draft),
        organisation=draft.display("organization"),
        purpose=shown(tree, "purpose") or shown(element(tree, "provision"), "purpose"),
    )


def _kind(draft: Draft) -> tuple[str, str]:
    categories = [code for _system, code in codes_of(draft.tree, "category")]
    scopes = [code for _system, code in codes_of(draft.tree, "scope")]
    if any(code in _TREATMENT_CODES for code in categories) or (
        draft.modifiers.get(TREATMENT_PERMITTED + SPECIFICATION_OTHER) is not None
    ):
        return "directive", "treatment"
    if any(code in _ADVANCE_CODES for code in categories) or "adr" in scopes:
        return "directive", "advance"
    if "treatment" in scopes:
        return "directive", "treatment"
    return "consent", scopes[0] if scopes else ""


def _period(draft: Draft) -> tuple[str | None, str | None]:
    tree = draft.tree
    starts, ends = period(tree, "period")
    if starts is None and ends is None:
        starts, ends = period(tree, "provision", "period")
    return starts or draft.date("dateTime"), ends


def _treatment(draft: Draft) -> None:
    """Read a treatment directive: STU3 by its modifier, R4 by provision.type or its modifier."""
    tree = draft.tree
    provision = element(tree, "provision")
    draft.code = coded(extension(tree, *_TREATMENT), "valueCodeableConcept")
    if not draft.code.text:
        draft.code = coded(provision, "code")
    restrictions = joined(
        plain(choice(extension(item, *_RESTRICTIONS))[1]) for item in nodes(tree, "except")
    )
    permitted, said = draft.modifiers.shown(TREATMENT_PERMITTED)
    _code, other = draft.modifiers.shown(SPECIFICATION_OTHER)
    if draft.modifiers.get(TREATMENT_PERMITTED) is not None:
        draft.value = _DECISIONS.get(permitted.upper(), "unknown")
        draft.is_understood = draft.value != "unknown"
    elif draft.modifiers.get(SPECIFICATION_OTHER) is not None:
        draft.value = "restricted"
    elif draft.version == "r4":
        draft.value = _decision(provision) or "unknown"
    else:
        draft.value = "unknown"
    draft.put(
        decision=said or other,
        restrictions=joined((restrictions, other)),
        reason_ending=plain(choice(extension(provision, *_REASON_ENDING))[1]),
    )


def _decision(provision: Node) -> str:
    """Return the decision of an R4 provision; a permission with exceptions is a restricted one."""
    decision = text(provision, "type")
    if decision == "permit":
        return "restricted" if nodes(provision, "provision") else "permit"
    return "deny" if decision == "deny" else ""


def _advance(draft: Draft) -> None:
    """Read a living will: which kind, and about what."""
    tree = draft.tree
    draft.code = coded(element(tree, "provision"), "code")
    if not draft.code.text:
        for value in (item for item in nodes(tree, "category")):
            code = coded({"category": value}, "category")
            if code.code not in _ADVANCE_CODES or not draft.code.text:
                draft.code = code
    draft.value = ""


def _verified(draft: Draft) -> dict[str, str] | None:
    item = extension(draft.tree, *_VERIFICATION)
    if item:
        parts = {plain(part.get("url")): part for part in nodes(item, "extension")}
        is_verified = flag(parts.get("Verified"), "valueBoolean")
        return {
            "is_verified": {True: "yes", False: "no", None: ""}[is_verified],
            "with": shown(parts.get("VerifiedWith"), "valueCodeableConcept"),
            "on": text(parts.get("VerificationDate"), "valueDateTime"),
        }
    return None


def _source(draft: Draft) -> str | list[dict[str, str]]:
    attached = attachments(nodes(draft.tree, "sourceAttachment"))
    return attached or reference_text(draft.tree, "sourceReference")


def _parties(draft: Draft) -> list[dict[str, str]]:
    tree = draft.tree
    actors = nodes(tree, "actor") + nodes(tree, "provision", "actor")
    found = [
        {"role": shown(actor, "role"), "name": reference_text(actor, "reference")}
        for actor in actors
    ]
    found += [
        {"role": "consenting", "name": text(first(tree, "consentingParty"), "display")}
        for _ in nodes(tree, "consentingParty")[:1]
    ]
    return [party for party in found if party["name"]]
