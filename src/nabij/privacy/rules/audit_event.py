# SPDX-License-Identifier: EUPL-1.2
"""A line of the access log as FHIR R4 AuditEvent: every field of NEN 7513 has its place.

Source: NEN 7513 chapter 7 (as iStandaarden RFC0021 restates it), HL7 FHIR R4 AuditEvent.
"""

import base64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

DICOM = "http://dicom.nema.org/resources/ontology/DCM"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
OWN = "urn:nabij"

# Kind of event by the code of ours; everything else is a look at, or a change of, a record.
LOGIN, LOGOUT = ("110122", "Login"), ("110123", "Logout")
AUTHENTICATION = ("110114", "User Authentication")
LOG_USED, EXPORT = ("110101", "Audit Log Used"), ("110106", "Export")
IMPORT, QUERY, RECORD = ("110107", "Import"), ("110112", "Query"), ("110110", "Patient Record")

OUTCOMES = {"success": "0", "refused": "8"}
OUTCOME_WORDS = {"success": "Success", "refused": "Refused: no right or no way in"}
PERSON, USER = "Person", "User"
CHECKS = ("authorisation", "care-relation", "consent", "emergency")
LIFE_CYCLE = {
    "access": ("6", "Access / Use"),
    "destruction": ("15", "Permanent erasure / Physical destruction"),
}
# What has no place of its own in AuditEvent stands in entity.detail, under these names.
IN_DETAIL = (
    "is_name_only", "object_count", "object_ids", "records", "sensitive_records", "classes",
    "categories", "way_in", "checks", "xid", "id",
)  # fmt: skip


def audit_event(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return one line as an R4 AuditEvent.

    Args:
        entry: every column of the line by its name; `at` is aware.
    """
    event = {
        "resourceType": "AuditEvent",
        "id": f"nabij-{entry['id']}",
        "type": _coding(DICOM, *_kind(entry)),
        "subtype": [_subtype(entry)],
        "action": entry["action"],
        "recorded": _instant(entry["at"]),
        "outcome": OUTCOMES[entry["outcome"]],
        "outcomeDesc": OUTCOME_WORDS[entry["outcome"]],
        "purposeOfEvent": [_concept(f"{TERMINOLOGY}/v3-ActReason", entry["purpose"])],
        "agent": _agents(entry),
        "source": _source(entry),
        "entity": _entities(entry),
    }
    return {name: value for name, value in event.items() if value != []}


def _kind(entry: Mapping[str, Any]) -> tuple[str, str]:
    name = entry["event"]
    if entry["object_type"] == "AccessLog" or name.startswith("log-"):
        return LOG_USED
    if entry["object_type"] == USER:
        return AUTHENTICATION
    if "export" in name:
        return EXPORT
    if "intake" in name or "quarantine" in name:
        return IMPORT
    return QUERY if entry["is_name_only"] else RECORD


def _subtype(entry: Mapping[str, Any]) -> dict[str, Any]:
    known = {"sign-in": LOGIN, "sign-out": LOGOUT}.get(entry["event"])
    return _coding(DICOM, *known) if known else _coding(f"{OWN}:event", entry["event"])


def _agents(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    agent: dict[str, Any] = {
        "role": [_concept(f"{OWN}:iso-21298-role", entry["user_role"])],
        "who": _reference("user", entry["user_id"], entry["user_name"]),
        "altId": str(entry["user_id"]),
        "name": entry["user_name"] or "unknown",
        "requestor": entry["user_is_initiator"],
        "policy": list(
            filter(
                None,
                (
                    _policy("authorisation", entry["authorisation_protocol"]),
                    _policy("care-relation", entry["care_relation_protocol"]),
                    _policy("consent", entry["consent_profile"]),
                ),
            )
        ),
        "purposeOfUse": [_concept(f"{TERMINOLOGY}/v3-ActReason", entry["purpose"])],
    }
    if entry["access_point"]:
        agent["network"] = {"address": entry["access_point"], "type": entry["access_point_type"]}
    agents = [agent]
    if entry["responsible_name"] or entry["responsible_id"] is not None:
        answers = {
            "who": _reference("user", entry["responsible_id"], entry["responsible_name"]),
            "name": entry["responsible_name"] or "unknown",
            "requestor": not entry["user_is_initiator"],
        }
        if entry["responsible_role"]:
            answers["role"] = [_concept(f"{OWN}:iso-21298-role", entry["responsible_role"])]
        agents.append(answers)
    return agents


def _source(entry: Mapping[str, Any]) -> dict[str, Any]:
    source: dict[str, Any] = {
        "observer": _reference("log-source", entry["source_id"], entry["source_type"]),
        "type": [_coding(f"{TERMINOLOGY}/security-source-type", "4", "Application Server")],
    }
    if entry["source_location"]:
        source["site"] = entry["source_location"]
    return source


def _entities(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the persons (or the log, or the user) that the line is about.

    The details stand with the first; a search text has an entity of its own, since FHIR allows a
    name or a query, not both.
    """
    kind = str(entry["object_class"])
    ids = entry["object_ids"] or ([entry["object_id"]] if entry["object_id"] is not None else [])
    entities = [_entity(entry, kind, id_) for id_ in ids] or [_entity(entry, kind, None)]
    entities[0]["detail"] = [
        {"type": name, "valueString": _text(entry[name])} for name in IN_DETAIL
    ]
    entities[0]["detail"] += [
        {"type": f"check-{name}", "valueString": flag}
        for name, flag in zip(CHECKS, entry["checks"], strict=True)
    ]
    if entry["search_query"]:
        text = base64.b64encode(entry["search_query"].encode()).decode()
        entities.append(
            {
                "type": _coding(f"{TERMINOLOGY}/audit-entity-type", "2", "System Object"),
                "role": _coding(f"{TERMINOLOGY}/object-role", "24", "Query"),
                "query": text,
            }
        )
    return entities


def _entity(entry: Mapping[str, Any], kind: str, id_: int | None) -> dict[str, Any]:
    words = {"1": "Person", "2": "System Object", "3": "Organization", "4": "Other"}
    entity: dict[str, Any] = {
        "type": _coding(f"{TERMINOLOGY}/audit-entity-type", kind, words[kind]),
        "name": entry["object_type"],
    }
    if id_ is not None:
        entity["what"] = _reference(entry["object_type"].lower(), id_, "")
    if entry["object_type"] == PERSON:
        entity["role"] = _coding(f"{TERMINOLOGY}/object-role", "1", "Patient")
    elif entry["object_type"] == USER:
        entity["role"] = _coding(f"{TERMINOLOGY}/object-role", "11", "Security User Entity")
    if entry["life_cycle_stage"] in LIFE_CYCLE:
        entity["lifecycle"] = _coding(
            f"{TERMINOLOGY}/dicom-audit-lifecycle", *LIFE_CYCLE[entry["life_cycle_stage"]]
        )
    if entry["sensitivity"]:
        entity["securityLabel"] = [_coding(f"{OWN}:data-class", entry["sensitivity"])]
    if entry["detail"]:
        entity["description"] = entry["detail"]
    return entity


def _coding(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [_coding(system, code)]}


def _reference(kind: str, value: object, display: str) -> dict[str, Any]:
    reference: dict[str, Any] = {"identifier": {"system": f"{OWN}:{kind}", "value": str(value)}}
    return reference | ({"display": display} if display else {})


def _policy(kind: str, text: str) -> str:
    """Return what decided as a URI, without characters that a URI cannot hold."""
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in text)
    return f"{OWN}:{kind}:{plain}" if text else ""


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(map(str, value)) or "-"
    return str(value) or "-"
