# SPDX-License-Identifier: EUPL-1.2
"""Coded values, quantities and choices as one code and one line of text.

Of several codings the one is kept that other sources are most likely to use too (SNOMED CT,
LOINC), and of several texts the source's own, else one from a Dutch code system.
"""

from typing import Any, NamedTuple

from .dates import readable
from .tree import EMPTY, choice, element, every, extensions, joined, nodes, plain, text
from .types import Node

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_SAME_SYSTEM = {
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "urn:oid:2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "urn:oid:2.16.840.1.113883.2.4.4.31.1": "http://hl7.org/fhir/sid/icpc-1-nl",
}
_RANK = {SNOMED: 0, LOINC: 1}
_DUTCH = ("urn:oid:2.16.840.1.113883.2.4.", "https://referentiemodel.nhg.org", "http://fhir.nl")
_DUTCH_ALSO = ("http://istandaarden.nl", "http://hl7.org/fhir/sid/icpc-1-nl", "http://nictiz.nl")


class Code(NamedTuple):
    """One code with the text that is shown for it."""

    system: str
    code: str
    text: str


NO_CODE = Code("", "", "")


def system_of(coding: Node) -> str:
    """Return the code system, with the known second notations made one."""
    system = coding.get("system")
    if type(system) is not str:
        return ""
    return _SAME_SYSTEM.get(system, system)


def _display(coding: Node) -> str:
    if "_display" in coding:
        for translation in extensions(element(coding, "_display"), TRANSLATION):
            parts = {item.get("url"): choice(item)[1] for item in nodes(translation, "extension")}
            if str(parts.get("lang", "")).startswith("nl"):
                return plain(parts.get("content"))
    display = coding.get("display")
    return display.strip() if type(display) is str else ""


def _is_dutch(coding: Node) -> bool:
    return system_of(coding).startswith(_DUTCH + _DUTCH_ALSO)


def concept(value: object) -> Code:
    """Return the code and text of a CodeableConcept, a Coding or a bare code.

    An unexpected shape gives an empty code.
    """
    if type(value) is str:
        return Code("", value.strip(), value.strip())
    if type(value) is not dict:
        return NO_CODE
    if "coding" not in value:
        if "code" in value or "display" in value:
            shown = _display(value)
            code = plain(value.get("code"))
            return Code(system_of(value), code, shown or text(value, "text") or code)
        return Code("", "", text(value, "text"))
    own = value.get("text")
    own = own.strip() if type(own) is str else ""
    codings = value["coding"]
    if type(codings) is not list or len(codings) != 1 or type(codings[0]) is not dict:
        codings = nodes(value, "coding")
        if len(codings) != 1:
            return _best(codings, own)
    best = codings[0]
    code = best.get("code")
    code = code.strip() if type(code) is str else plain(code)
    return Code(system_of(best), code, own or _display(best) or code)


def _best(codings: list[Node], own: str) -> Code:
    if not codings:
        return Code("", "", own)
    best = min(codings, key=lambda coding: _RANK.get(system_of(coding), 2))
    shown = own
    if not shown:
        chosen = [coding for coding in codings if coding.get("userSelected") in (True, "true")]
        dutch = [coding for coding in codings if _is_dutch(coding)]
        shown = next(
            (s for coding in chosen + dutch + [best, *codings] if (s := _display(coding))), ""
        )
    code = plain(best.get("code"))
    return Code(system_of(best), code, shown or code)


def coded(node: Node | None, *names: str) -> Code:
    """Return the first concept at the path, an empty code when absent."""
    values = every(node, *names)
    return concept(values[0]) if values else NO_CODE


def shown(node: Node | None, *names: str) -> str:
    """Return the texts of all concepts at the path, each once, separated by commas."""
    if len(names) == 1 and type(node) is dict and names[0] not in node:
        return ""
    values = every(node, *names)
    if len(values) == 1:
        return concept(values[0]).text
    return joined([concept(value).text for value in values])


def codes_of(node: Node | None, *names: str) -> list[tuple[str, str]]:
    """Return every (system, code) of the concepts at the path."""
    found: list[tuple[str, str]] = []
    for value in every(node, *names):
        if type(value) is str:
            found.append(("", value))
        elif type(value) is dict:
            codings = nodes(value, "coding") if "coding" in value else [value]
            found += [(system_of(coding), plain(coding.get("code"))) for coding in codings]
    return found


def has_code(node: Node | None, name: str, *wanted: str) -> bool:
    """Say whether a concept at the element has one of the codes, in any system."""
    return any(code in wanted for _system, code in codes_of(node, name))


def other_codes(node: Node | None, main: Code, *names: str) -> list[str]:
    """Return the codes beside the main one as `system|code`."""
    return [
        f"{system}|{code}"
        for system, code in codes_of(node, *names)
        if code and (system, code) != (main.system, main.code)
    ]


def quantity(value: object) -> tuple[str, str]:
    """Return the number as written (with comparator) and the unit of a Quantity."""
    if type(value) is not dict:
        return "", ""
    written = plain(value.get("value"))
    comparator = value.get("comparator")
    if type(comparator) is str and written:
        written = comparator + written
    unit = value.get("unit")
    return written, unit.strip() if type(unit) is str else plain(value.get("code"))


def amount(value: object) -> str:
    """Return a Quantity, Range, Ratio or Period in one short text."""
    if type(value) is not dict:
        return plain(value)
    if "low" in value or "high" in value:
        low, low_unit = quantity(value.get("low"))
        high, high_unit = quantity(value.get("high"))
        unit = high_unit or low_unit
        if low and high:
            return f"{low} - {high} {unit}".strip()
        return f"{'≥ ' + low if low else '≤ ' + high} {unit}".strip() if low or high else ""
    if "numerator" in value:
        return joined((amount(value["numerator"]), amount(value.get("denominator"))), " / ")
    if "start" in value or "end" in value:
        start, end = text(value, "start"), text(value, "end")
        return f"{readable(start) or ''} - {readable(end) or ''}".strip()
    return " ".join(part for part in quantity(value) if part)


def value_of(node: Node, prefix: str = "value") -> tuple[str, str, Code]:
    """Return value, unit and code of a choice element (`value[x]`).

    A coded value gives its text as value and its code beside it.
    """
    if prefix == "value" and type(measured := node.get("valueQuantity")) is dict:
        return *quantity(measured), NO_CODE
    kind, value = choice(node, prefix)
    if not kind:
        return "", "", NO_CODE
    if kind in ("Quantity", "Age", "Duration", "Count", "Money", "SimpleQuantity"):
        written, unit = quantity(value)
        return written, unit, NO_CODE
    if kind in ("CodeableConcept", "Coding"):
        code = concept(value)
        return code.text, "", code
    return _other_value(kind, value), "", NO_CODE


def _other_value(kind: str, value: Any) -> str:
    if type(value) is not dict:
        return plain(value)
    if kind == "Reference":
        return text(value, "display") or text(value, "reference")
    if kind == "Attachment":
        return text(value, "title") or text(value, "contentType")
    if kind == "Identifier":
        return text(value, "value")
    if kind == "SampledData":
        return text(value, "dimensions") and f"{text(value, 'dimensions')} ×"
    return amount(value)


def absent_reason(node: Node) -> str:
    """Return why a value is absent, in the words of the source, '' when it is not said."""
    reason = shown(node, "dataAbsentReason")
    if not reason:
        for sibling in (item for name, item in node.items() if name.startswith("_value")):
            for item in nodes(sibling if type(sibling) is dict else EMPTY, "extension"):
                if item.get("url") == ABSENT_REASON:
                    return text(item, "valueCode")
    return reason
