# SPDX-License-Identifier: EUPL-1.2
"""An AuditEvent holds every field of a line, in the structure that FHIR R4 lays down."""

import base64
import json
import re
from datetime import UTC, datetime

import pytest

from nabij.access.models import AccessEntry
from nabij.privacy.rules.audit_event import audit_event

# Elements of R4 AuditEvent: name -> (type, at least, at most). Source: StructureDefinition
# AuditEvent 4.0.1.
CODEABLE, CODING, REFERENCE = "CodeableConcept", "Coding", "Reference"
R4 = {
    "AuditEvent": {
        "resourceType": ("code", 1, 1), "id": ("id", 0, 1), "type": (CODING, 1, 1),
        "subtype": (CODING, 0, None), "action": ("code", 0, 1), "period": ("Period", 0, 1),
        "recorded": ("instant", 1, 1), "outcome": ("code", 0, 1), "outcomeDesc": ("string", 0, 1),
        "purposeOfEvent": (CODEABLE, 0, None), "agent": ("agent", 1, None),
        "source": ("source", 1, 1), "entity": ("entity", 0, None),
    },
    "agent": {
        "type": (CODEABLE, 0, 1), "role": (CODEABLE, 0, None), "who": (REFERENCE, 0, 1),
        "altId": ("string", 0, 1), "name": ("string", 0, 1), "requestor": ("boolean", 1, 1),
        "location": (REFERENCE, 0, 1), "policy": ("uri", 0, None), "media": (CODING, 0, 1),
        "network": ("network", 0, 1), "purposeOfUse": (CODEABLE, 0, None),
    },
    "network": {"address": ("string", 0, 1), "type": ("code", 0, 1)},
    "source": {"site": ("string", 0, 1), "observer": (REFERENCE, 1, 1), "type": (CODING, 0, None)},
    "entity": {
        "what": (REFERENCE, 0, 1), "type": (CODING, 0, 1), "role": (CODING, 0, 1),
        "lifecycle": (CODING, 0, 1), "securityLabel": (CODING, 0, None), "name": ("string", 0, 1),
        "description": ("string", 0, 1), "query": ("base64Binary", 0, 1),
        "detail": ("detail", 0, None),
    },
    "detail": {"type": ("string", 1, 1), "valueString": ("string", 0, 1)},
    CODEABLE: {"coding": (CODING, 0, None), "text": ("string", 0, 1)},
    CODING: {"system": ("uri", 0, 1), "code": ("code", 0, 1), "display": ("string", 0, 1)},
    REFERENCE: {"identifier": ("Identifier", 0, 1), "display": ("string", 0, 1)},
    "Identifier": {"system": ("uri", 0, 1), "value": ("string", 0, 1)},
}  # fmt: skip
PRIMITIVE = {
    "code": r"[^\s]+(\s[^\s]+)*", "id": r"[A-Za-z0-9\-.]{1,64}", "uri": r"\S+", "string": r"[\s\S]+",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "base64Binary": r"[0-9A-Za-z+/]+={0,2}",
}  # fmt: skip
REQUIRED_CODES = {"action": set("CRUDE"), "outcome": {"0", "4", "8", "12"}, "network": set("12345")}

ENTRY = {
    "id": 4711, "at": datetime(2026, 3, 9, 13, 5, 0, 123, tzinfo=UTC), "xid": "900123",
    "event": "picture", "action": "R", "outcome": "success", "checks": "TTFF", "purpose": "TREAT",
    "way_in": "care_relation 12", "user_id": 31, "user_name": "Fatima El Amrani",
    "user_role": "04", "user_is_initiator": True, "responsible_id": 32,
    "responsible_name": "Karim Haddad", "responsible_role": "05", "access_point_type": "2",
    "access_point": "10.1.2.3", "object_type": "Person", "object_class": 1, "object_id": 81,
    "object_ids": [81, 82], "object_count": 97, "is_name_only": False, "detail": "swap of page 2",
    "records": [61, 62], "sensitive_records": [63], "classes": ["a", "b"],
    "categories": ["medication"], "authorisation_protocol": "access.rules.RIGHTS",
    "care_relation_protocol": "care_relation 13", "consent_profile": "own_record, consent",
    "sensitivity": "d", "life_cycle_stage": "access", "search_query": "de Vries",
    "source_id": "nabij-1", "source_type": "web application", "source_location": "zwolle-db",
}  # fmt: skip


def check(value, kind, path):
    if kind == "boolean":
        assert isinstance(value, bool), path
    elif kind in PRIMITIVE:
        assert isinstance(value, str), path
        assert re.fullmatch(PRIMITIVE[kind], value), (path, value)
    else:
        elements = R4[kind]
        assert isinstance(value, dict), path
        assert value, path
        assert value.keys() <= elements.keys(), (path, value.keys() - elements.keys())
        for name, (inner, least, most) in elements.items():
            assert name in value or least == 0, f"{path}.{name}"
            if name not in value:
                continue
            if most is None:
                assert value[name], f"{path}.{name} is empty"
                for at, one in enumerate(value[name]):
                    check(one, inner, f"{path}.{name}[{at}]")
            else:
                check(value[name], inner, f"{path}.{name}")


def _check(event):
    check(event, "AuditEvent", "AuditEvent")
    assert event["action"] in REQUIRED_CODES["action"]
    assert event["outcome"] in REQUIRED_CODES["outcome"]
    for agent in event["agent"]:
        assert agent.get("network", {"type": "1"})["type"] in REQUIRED_CODES["network"]
    for entity in event["entity"]:
        assert not ("name" in entity and "query" in entity), "invariant sev-1"
    assert sum(agent["requestor"] for agent in event["agent"]) == 1


VARIANTS = [
    {},
    {"outcome": "refused", "checks": "FFFF", "records": [], "classes": [], "categories": []},
    {"event": "sign-in", "object_type": "User", "object_id": 31, "object_ids": [31]},
    {"event": "sign-in", "object_type": "User", "object_id": None, "object_ids": [],
     "user_id": -1, "user_name": ""},
    {"event": "search", "is_name_only": True, "object_id": None, "object_ids": []},
    {"event": "log-end", "object_type": "AccessLog", "object_class": 2, "object_ids": [],
     "object_id": None, "life_cycle_stage": "destruction", "action": "D"},
    {"user_is_initiator": False},
    {"responsible_id": None, "responsible_name": "", "responsible_role": ""},
    {"access_point": "", "source_location": "", "search_query": "", "detail": "",
     "sensitivity": "", "consent_profile": "", "care_relation_protocol": "", "way_in": ""},
]  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_every_kind_of_line_is_a_valid_audit_event(variant):
    event = audit_event(ENTRY | variant)
    _check(event)
    json.dumps(event)


def test_every_column_of_the_log_is_in_the_event():
    """A column that is added later has to be mapped too."""
    columns = {field.attname for field in AccessEntry._meta.concrete_fields} | {"xid"}
    assert columns == ENTRY.keys()
    text = json.dumps(audit_event(ENTRY))
    for column, value in ENTRY.items():
        for other in _another(column, value):
            changed = json.dumps(audit_event(ENTRY | {column: other}))
            assert changed != text, column


def _another(column, value):
    special = {
        "action": "U", "outcome": "refused", "checks": "TFFF", "object_class": 4,
        "at": datetime(2026, 3, 9, 13, 5, 0, 124, tzinfo=UTC), "purpose": "ETREAT",
        "access_point_type": "1", "life_cycle_stage": "destruction", "object_id": None,
    }  # fmt: skip
    if column == "object_id":
        return []  # it stands among object_ids
    if column in special:
        return [special[column]]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, list):
        return [[*value, 9]]
    return [value + 1] if isinstance(value, int) else [f"{value}x"]


def test_the_fields_of_nen_7513_stand_where_fhir_has_them():
    event = audit_event(ENTRY)
    user, answers = event["agent"]
    assert event["type"]["code"] == "110110"
    assert event["recorded"] == "2026-03-09T13:05:00.000123Z"
    assert event["purposeOfEvent"][0]["coding"][0] == {
        "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
        "code": "TREAT",
    }
    assert (user["name"], user["altId"]) == ("Fatima El Amrani", "31")
    assert user["role"][0]["coding"][0]["code"] == "04"
    assert user["network"] == {"address": "10.1.2.3", "type": "2"}
    assert len(user["policy"]) == 3
    assert answers["name"] == "Karim Haddad"
    assert event["source"]["site"] == "zwolle-db"
    assert [entity.get("what", {}).get("identifier", {}).get("value") for entity in event["entity"]] == [
        "81", "82", None,
    ]  # fmt: skip
    assert base64.b64decode(event["entity"][-1]["query"]).decode() == "de Vries"


@pytest.mark.parametrize(
    ("variant", "code", "subtype"),
    [
        ({}, "110110", "picture"),
        ({"event": "sign-in", "object_type": "User"}, "110114", "110122"),
        ({"event": "sign-out", "object_type": "User"}, "110114", "110123"),
        ({"event": "log-view"}, "110101", "log-view"),
        ({"event": "export"}, "110106", "export"),
        ({"event": "search", "is_name_only": True}, "110112", "search"),
    ],
)
def test_the_kind_of_event_is_that_of_dicom(variant, code, subtype):
    event = audit_event(ENTRY | variant)
    assert (event["type"]["code"], event["subtype"][0]["code"]) == (code, subtype)
