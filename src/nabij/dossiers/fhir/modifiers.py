# SPDX-License-Identifier: EUPL-1.2
"""What changes the meaning of a resource, and what of it is understood here.

An unknown modifier is never dropped: the resource is kept and marked as not understood. One that
is listed here is read by the module of its kind (medication, directives).

Source: FHIR extensibility, O-12 in docs/known-odd-data.md.
"""

from typing import Final

from .codes import concept
from .tree import choice, plain
from .types import Node

_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"

STOP_TYPE: Final = (_NICTIZ + "zib-Medication-StopType", _NICTIZ + "ext-StopType")
CYCLE: Final = (
    _NICTIZ + "zib-Medication-RepeatPeriodCyclicalSchedule",
    _NICTIZ + "ext-InstructionsForUse.RepeatPeriodCyclicalSchedule",
)
TREATMENT_PERMITTED: Final = (_NICTIZ + "zib-TreatmentDirective-TreatmentPermitted",)
SPECIFICATION_OTHER: Final = (_NICTIZ + "ext-TreatmentDirective2.SpecificationOther",)
DO_NOT_PERFORM: Final = ("http://hl7.org/fhir/StructureDefinition/request-doNotPerform",)

_MEDICATION = ("MedicationRequest", "MedicationDispense", "MedicationStatement")
_REQUESTS = ("ProcedureRequest", "ReferralRequest", "DeviceRequest", "ServiceRequest", "Task")
_UNDERSTOOD: dict[str, frozenset[str]] = {
    **{kind: frozenset(STOP_TYPE + CYCLE + DO_NOT_PERFORM) for kind in _MEDICATION},
    **{kind: frozenset(DO_NOT_PERFORM) for kind in _REQUESTS},
    "Consent": frozenset(TREATMENT_PERMITTED + SPECIFICATION_OTHER),
}
_NONE: frozenset[str] = frozenset()


class Modifiers:
    """The modifiers of one resource: what is known on it, and what is not understood."""

    __slots__ = ("_known", "unknown")

    def __init__(self, tree: Node, found: list[tuple[str, Node]]) -> None:
        """Sort the modifiers found in a resource; only those on the resource itself are known."""
        understood = _UNDERSTOOD.get(tree.get("resourceType", ""), _NONE)
        self._known: dict[str, Node] = {}
        unknown: list[str] = []
        for role, item in found:
            url = plain(item.get("url"))
            if role == "" and url in understood:
                self._known[url] = item
            else:
                unknown.append(url or "?")
        if "implicitRules" in tree:
            unknown.append("implicitRules")
        self.unknown = tuple(dict.fromkeys(unknown))

    def get(self, urls: tuple[str, ...]) -> Node | None:
        """Return the known modifier with one of the urls, None when there is none."""
        return next((self._known[url] for url in urls if url in self._known), None)

    def shown(self, urls: tuple[str, ...]) -> tuple[str, str]:
        """Return code and text of the value of a modifier, ('', '') when there is none."""
        item = self.get(urls)
        if item is None:
            return "", ""
        value = choice(item)[1]
        code = concept(value)
        return code.code, code.text or plain(value)


UNCHANGED: Final = Modifiers({}, [])
"""Of a resource that nothing changes the meaning of, which is nearly every one."""
